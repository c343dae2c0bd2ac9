"""Downloading one file, with time limits, new tries, and resuming where an earlier try or run stopped."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, wait
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.utils import get_environ_proxies, select_proxy
from urllib3 import exceptions as urllib3_errors

from redes.data.progress import showing
from redes.data.sources import SourceError, tell

#: Seconds to wait for a connection, shared among the addresses of a host, since each is tried in turn.
CONNECT_SECONDS = 10.0
#: Seconds without a single byte after which a server is given up.
IDLE_SECONDS = 30.0
#: Seconds for connecting and for all of an answer's headers; more than the wait for a byte and for a connection.
HEADER_SECONDS = 90.0
#: Bytes per second, over IDLE_SECONDS, below which a server counts as hanging although it drips.
SLOWEST_RATE = 1000
#: How often a transfer that breaks is tried, and the pause before the second try; it doubles every time.
TRIES = 3
BACKOFF_SECONDS = 1.0
#: No file that is asked for is larger: whoever sends more sends something else.
LARGEST_BYTES = 1 << 30
_CHUNK_BYTES = 1 << 16
#: The last is for redirections to an address that is not text.
_BROKEN = (requests.RequestException, urllib3_errors.HTTPError, UnicodeError)


class _TryAgainError(Exception):
    """The server may do better in a moment."""


def download(url: str, path: Path) -> bool:
    """Bring ``url`` to ``path``, asking only for what is not there yet.

    What came is kept when a try breaks off, for the next try or the next run. Whether the bytes are the right
    ones is for the caller to see, the more so where they were put together from several answers.

    Args:
        url: http:// or https://.
        path: where the bytes go; its folder exists.

    Returns:
        Whether some of the bytes came from an earlier try or run.

    Raises:
        SourceError: the server does not answer, stops, refuses, or sends a web page; says why in one line.
        OSError: ``path`` cannot be written; what came before stays, for the next run.
    """
    for attempt in range(1, TRIES + 1):
        before = _size(path)
        try:
            return _transfer(url, path, before)
        except (*_BROKEN, _TryAgainError) as error:
            reason = _describe(error)
            if attempt == TRIES or (_is_hopeless(error) and _size(path) == before):
                raise SourceError(reason) from None
            pause = BACKOFF_SECONDS * 2 ** (attempt - 1)
            tell(f"  {reason}; next try in {pause:g} s")
            time.sleep(pause)
        except OSError as error:
            if error.errno is None:  # e.g. certificates that are not where a variable says
                raise SourceError(str(error)) from None
            error.filename = error.filename or str(path)
            raise
    raise AssertionError("unreachable: the last try returns or raises")


def _transfer(url: str, path: Path, start: int) -> bool:
    """Ask once, and append what comes to ``path``; write it anew, and say False, where nothing is resumed."""
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={start}-"} if start else {})
    limits = (_connect_seconds(url), IDLE_SECONDS)
    with _ask(url, headers=headers, stream=True, timeout=limits) as answer:
        if answer.status_code == 416 and answer.headers.get("Content-Range") == f"bytes */{start}":
            return True
        if start and answer.status_code != 200:
            _check_resumed(answer, path, start)
        _check_answer(answer)
        start = start if answer.status_code == 206 else 0
        _save(answer, path, start)
        return start > 0


def _ask(url: str, **options: Any) -> requests.Response:
    """Do ``requests.get``, and give up a server that drips its headers, redirections included, beyond a time.

    Python's limits of time are for the next byte each, and headers come by many; so somebody else waits for them,
    who may be left behind.
    """
    asked: Future[requests.Response] = Future()

    def ask() -> None:
        try:
            asked.set_result(requests.get(url, **options))
        except BaseException as error:
            asked.set_exception(error)

    threading.Thread(target=ask, daemon=True).start()
    if not wait([asked], HEADER_SECONDS).done:
        raise SourceError(f"did not begin to send the file within {HEADER_SECONDS:g} s")
    return asked.result()


def _check_resumed(answer: requests.Response, path: Path, start: int) -> None:
    """Begin anew where the server does not go on at the byte it was asked for."""
    wrong_place = answer.status_code == 206 and not answer.headers.get("Content-Range", "").startswith(
        f"bytes {start}-"
    )
    if wrong_place or answer.status_code == 416:
        path.unlink(missing_ok=True)
        raise _TryAgainError("the server does not resume where it was asked to")


def _check_answer(answer: requests.Response) -> None:
    status = f"answered {answer.status_code} {answer.reason}"
    if answer.status_code in (408, 429) or answer.status_code >= 500:
        raise _TryAgainError(status)
    if answer.status_code not in (200, 206):
        raise SourceError(status)
    if "html" in answer.headers.get("Content-Type", ""):
        raise SourceError(f"{status}, but sent a web page (HTML) instead of the file")


def _save(answer: requests.Response, path: Path, start: int) -> None:
    length = answer.headers.get("Content-Length", "")
    total = start + int(length) if length.isdecimal() else None
    if (total or 0) > LARGEST_BYTES:
        raise SourceError(f"wants to send {total:,} bytes, more than the file can have")
    name = Path(urlsplit(answer.url).path).name
    done = start
    with path.open("ab" if start else "wb") as file, showing(name, total, start) as advance:
        for chunk in _chunks(answer):
            if done == 0 and chunk.lstrip()[:1] == b"<":
                raise SourceError("sent a web page (HTML or XML) instead of the file")
            done += len(chunk)
            if done > LARGEST_BYTES:
                raise SourceError(f"sent {done:,} bytes, more than the file can have")
            file.write(chunk)
            file.flush()  # at once, for the run after a killed one; unbuffered, Python may write less than all of it
            advance(len(chunk))


def _chunks(answer: requests.Response) -> Iterator[bytes]:
    """Bytes as they come, not decoded; SourceError where they come too slowly to be of use."""
    since, count = time.monotonic(), 0
    while chunk := answer.raw.read1(_CHUNK_BYTES, decode_content=False):
        yield chunk
        count += len(chunk)
        seconds = time.monotonic() - since
        if seconds > IDLE_SECONDS:
            if count < SLOWEST_RATE * seconds:
                raise SourceError(f"sent only {count:,} bytes in {seconds:.0f} s")
            since, count = time.monotonic(), 0


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _connect_seconds(url: str) -> float:
    """The time for each address of a host, so that many silent ones do not add up."""
    if select_proxy(url, get_environ_proxies(url)):
        return CONNECT_SECONDS
    parts = urlsplit(url)
    try:
        found = socket.getaddrinfo(parts.hostname, parts.port or parts.scheme, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise SourceError(f"no host of the name {parts.hostname} was found (is there a network?)") from None
    return max(CONNECT_SECONDS / len(found), min(2.0, CONNECT_SECONDS))


def _is_hopeless(error: Exception) -> bool:
    """Whether trying again at once would only cost time: nobody there, silence, no trust, or no address."""
    final = (
        requests.Timeout,
        urllib3_errors.TimeoutError,
        requests.exceptions.SSLError,
        requests.exceptions.InvalidURL,
        requests.exceptions.InvalidSchema,
        requests.TooManyRedirects,
        UnicodeError,
    )
    return isinstance(error, final) or _refusal(error) is not None


def _refusal(error: Exception) -> OSError | None:
    """The operating system's error behind a connection that could not be made."""
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    reason = getattr(reason, "original_error", reason)  # what a proxy's error is made of
    cause = reason.__cause__ if isinstance(reason, urllib3_errors.NewConnectionError) else None
    return cause if isinstance(cause, OSError) else None


def _describe(error: Exception) -> str:
    if isinstance(error, _TryAgainError):
        return str(error)
    if isinstance(error, requests.ConnectTimeout):
        return f"no connection within {CONNECT_SECONDS:g} s"
    if isinstance(error, requests.ReadTimeout | urllib3_errors.ReadTimeoutError):
        return f"no byte came for {IDLE_SECONDS:g} s"
    if refusal := _refusal(error):
        proxy = " to the proxy" if isinstance(error, requests.exceptions.ProxyError) else ""
        return f"no connection{proxy}: {refusal.strerror or refusal}"
    if isinstance(error, urllib3_errors.ProtocolError | requests.ConnectionError):
        return f"the connection broke ({_innermost(error)})"
    return f"{type(error).__name__}: {' '.join(str(error).split())}"


def _innermost(error: BaseException) -> str:
    """The shortest account of what happened: the last of the errors that caused one another."""
    while (inner := next((a for a in error.args if isinstance(a, BaseException)), None)) is not None:
        error = inner
    return " ".join(str(error).split()) or type(error).__name__
