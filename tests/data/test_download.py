"""Downloads from good and bad servers."""

import random
import resource
import socket
import time
from contextlib import nullcontext
from pathlib import Path

import pytest
from tests.data import serving
from tests.data.serving import Server, keep

from redes.data import download as module
from redes.data.download import download
from redes.data.sources import SourceError

CONTENT = b"\x1f\x8b" + random.Random(1).randbytes(299_998)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give up a silent server after a second; not sooner, since the machine may be busy."""
    monkeypatch.setattr(module, "IDLE_SECONDS", 1.0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.gz"


def test_a_good_server(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is False
    assert path.read_bytes() == CONTENT


def test_takes_up_where_an_earlier_run_stopped(server: Server, path: Path) -> None:
    keep(path, CONTENT[:123_456])
    server.answers["/file.gz"] = [serving.resumable(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is True
    assert path.read_bytes() == CONTENT
    assert server.asked == [("/file.gz", "bytes=123456-")]


def test_asks_nothing_more_of_a_file_that_is_all_there(server: Server, path: Path) -> None:
    keep(path, CONTENT)
    server.answers["/file.gz"] = [serving.resumable(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is True
    assert path.read_bytes() == CONTENT


def test_begins_anew_where_the_server_does_not_resume(server: Server, path: Path) -> None:
    keep(path, b"what was there before")
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is False
    assert path.read_bytes() == CONTENT


def test_begins_anew_where_more_is_there_than_the_server_has(server: Server, path: Path) -> None:
    keep(path, CONTENT + b"more")
    server.answers["/file.gz"] = [serving.resumable(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is False
    assert path.read_bytes() == CONTENT


def test_begins_anew_where_the_server_resumes_elsewhere(server: Server, path: Path) -> None:
    keep(path, CONTENT[:1000])

    def elsewhere(h: serving.Handler) -> None:
        h.start(206, Content_Range=f"bytes 0-{len(CONTENT) - 1}/{len(CONTENT)}", Content_Length=len(CONTENT))
        h.wfile.write(CONTENT)

    server.answers["/file.gz"] = [elsewhere, serving.whole(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is False
    assert path.read_bytes() == CONTENT


def test_a_broken_connection_is_tried_again_from_where_it_broke(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.broken_off(CONTENT, 100_000), serving.resumable(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is True
    assert path.read_bytes() == CONTENT
    assert server.asked[1] == ("/file.gz", "bytes=100000-")


def test_a_busy_server_is_tried_again(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.refusing(503), serving.refusing(429), serving.whole(CONTENT)]
    download(f"{server.url}/file.gz", path)
    assert path.read_bytes() == CONTENT


def test_gives_up_after_three_tries_and_keeps_what_came(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.broken_off(CONTENT, 100_000)]
    with pytest.raises(SourceError, match=r"the connection broke \(IncompleteRead\(100000 bytes read"):
        download(f"{server.url}/file.gz", path)
    assert len(server.asked) == 3
    assert path.read_bytes() == CONTENT[:100_000]


def test_pauses_double(server: Server, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(module.time, "sleep", pauses.append)
    monkeypatch.setattr(module, "BACKOFF_SECONDS", 1.0)
    server.answers["/file.gz"] = [serving.refusing(500)]
    with pytest.raises(SourceError, match="answered 500"):
        download(f"{server.url}/file.gz", path)
    assert pauses == [1.0, 2.0]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_refusal_is_final(server: Server, path: Path, status: int) -> None:
    server.answers["/file.gz"] = [serving.refusing(status)]
    with pytest.raises(SourceError, match=f"answered {status}"):
        download(f"{server.url}/file.gz", path)
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/gzip"])
def test_refuses_a_web_page_and_keeps_nothing_of_it(server: Server, path: Path, kind: str) -> None:
    server.answers["/file.gz"] = [serving.whole(b"\n<!DOCTYPE html><html>Please log in</html>", kind)]
    with pytest.raises(SourceError, match="sent a web page"):
        download(f"{server.url}/file.gz", path)
    assert not path.exists() or path.read_bytes() == b""


def test_a_web_page_does_not_replace_what_came_before(server: Server, path: Path) -> None:
    keep(path, CONTENT[:1000])
    server.answers["/file.gz"] = [serving.whole(b"<html>Please log in</html>", "text/html")]
    with pytest.raises(SourceError, match="sent a web page"):
        download(f"{server.url}/file.gz", path)
    assert path.read_bytes() == CONTENT[:1000]


@pytest.mark.usefixtures("soon")
def test_a_server_that_never_answers_is_given_up(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.silent]
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"no byte came for 1 s"):
        download(f"{server.url}/file.gz", path)
    assert time.monotonic() - started < 10
    assert len(server.asked) == 1


@pytest.mark.usefixtures("soon")
def test_a_server_that_falls_silent_is_asked_for_the_rest(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [serving.silent_after(CONTENT, 50_000), serving.resumable(CONTENT)]
    assert download(f"{server.url}/file.gz", path) is True
    assert path.read_bytes() == CONTENT
    assert server.asked[1] == ("/file.gz", "bytes=50000-")


@pytest.mark.usefixtures("soon")
def test_a_server_that_drips_is_given_up(server: Server, path: Path) -> None:
    def drip(h: serving.Handler) -> None:
        h.start(200, Content_Length=len(CONTENT))
        for byte in CONTENT:
            h.wfile.write(bytes([byte]))
            if h.server.over.wait(0.05):
                return

    server.answers["/file.gz"] = [drip]
    with pytest.raises(SourceError, match=r"sent only \d+ bytes in"):
        download(f"{server.url}/file.gz", path)


@pytest.mark.parametrize("line", [b"HTTP/1.1 200 OK", b"X-Header: " + b"a" * 4000])
def test_a_server_that_drips_its_headers_is_given_up(
    server: Server, path: Path, monkeypatch: pytest.MonkeyPatch, line: bytes
) -> None:
    def drip(h: serving.Handler) -> None:
        if not line.startswith(b"HTTP"):
            h.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for byte in line * 100:
            h.wfile.write(bytes([byte]))
            if h.server.over.wait(0.05):
                return

    monkeypatch.setattr(module, "HEADER_SECONDS", 1.0)
    keep(path, CONTENT[:1000])
    server.answers["/file.gz"] = [drip]
    started = time.monotonic()
    with pytest.raises(SourceError, match="did not begin to send the file within 1 s"):
        download(f"{server.url}/file.gz", path)
    assert time.monotonic() - started < 10
    assert path.read_bytes() == CONTENT[:1000]


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("/file.gz", "30 redirects"),
        ("ftp://example.org/file.gz", "ftp://example.org"),
    ],
)
def test_a_redirection_that_leads_nowhere_is_not_tried_again(
    server: Server, path: Path, where: str, message: str
) -> None:
    server.answers["/file.gz"] = [lambda h: h.start(302, Location=where, Content_Length=0)]
    with pytest.raises(SourceError, match=message):
        download(f"{server.url}/file.gz", path)
    assert len(server.asked) in (1, 31)


def test_a_redirection_to_what_is_no_text_is_not_tried_again(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def get(*_: object, **__: object) -> None:
        asked.append(b"/\xff".decode())

    asked: list[str] = []
    monkeypatch.setattr(module.requests, "get", get)
    with pytest.raises(SourceError, match="UnicodeDecodeError"):
        download("http://127.0.0.1/file.gz", path)


def test_a_redirection_is_followed(server: Server, path: Path) -> None:
    server.answers["/file.gz"] = [lambda h: h.start(302, Location="/there.gz", Content_Length=0)]
    server.answers["/there.gz"] = [serving.whole(CONTENT)]
    download(f"{server.url}/file.gz", path)
    assert path.read_bytes() == CONTENT


def test_a_disk_that_takes_only_part_of_the_last_bytes_is_an_error(server: Server, path: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(CONTENT) - 7, limits[1]))
        with pytest.raises(OSError, match=r"File too large.*file\.gz"):
            download(f"{server.url}/file.gz", path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert CONTENT.startswith(path.read_bytes())


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_an_archive_is_kept_packed_though_the_server_calls_it_an_encoding(
    server: Server, path: Path, encoding: str
) -> None:
    def answer(h: serving.Handler) -> None:
        h.start(200, Content_Encoding=encoding, Content_Length=len(CONTENT))
        h.wfile.write(CONTENT)

    server.answers["/file.gz"] = [answer]
    download(f"{server.url}/file.gz", path)
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("length", [len(CONTENT) + 1, len(CONTENT) - 1, -1, "many"])
def test_a_wrong_length_is_seen_or_the_bytes_are_taken_as_they_come(server: Server, path: Path, length: object) -> None:
    def answer(h: serving.Handler) -> None:
        h.start(200, Content_Length=length)
        h.wfile.write(CONTENT)

    server.answers["/file.gz"] = [answer]
    with pytest.raises(SourceError, match="broke") if length == len(CONTENT) + 1 else nullcontext():
        download(f"{server.url}/file.gz", path)
    assert path.read_bytes() == CONTENT[: length if isinstance(length, int) and length > 0 else None]


def test_a_proxy_that_is_not_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.delenv("NO_PROXY")
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", f"http://ana:secret@127.0.0.1:{port}")
    with pytest.raises(SourceError) as caught:
        download("http://example.org/file.gz", path)
    assert str(caught.value) == "no connection to the proxy: Connection refused"


def test_nobody_there(path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(SourceError, match="no connection: Connection refused"):
        download(f"http://127.0.0.1:{port}/file.gz", path)


def test_no_such_host(path: Path) -> None:
    with pytest.raises(SourceError, match=r"no host of the name nowhere\.invalid was found"):
        download("http://nowhere.invalid/file.gz", path)


def test_the_time_to_connect_is_shared_among_the_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CONNECT_SECONDS", 10.0)
    for number, seconds in ((1, 10.0), (4, 2.5), (16, 2.0)):
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, n=number, **__: [None] * n)
        assert module._connect_seconds("https://example.org/file") == seconds


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_stops_at_once(server: Server, path: Path) -> None:
    path.symlink_to("/dev/full")
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    with pytest.raises(OSError, match=r"No space left on device.*file\.gz"):
        download(f"{server.url}/file.gz", path)
    assert len(server.asked) == 1


def test_refuses_more_than_a_file_can_have(server: Server, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_BYTES", 100_000)
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    with pytest.raises(SourceError, match="wants to send 300,000 bytes"):
        download(f"{server.url}/file.gz", path)

    def endless(h: serving.Handler) -> None:
        h.start(200)
        while not h.server.over.is_set():
            h.wfile.write(CONTENT)

    server.answers["/file.gz"] = [endless]
    with pytest.raises(SourceError, match="more than the file can have"):
        download(f"{server.url}/file.gz", path)


def test_a_log_gets_a_line_every_tenth(server: Server, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytes(3_000_000)
    server.answers["/file.gz"] = [serving.whole(content)]
    download(f"{server.url}/file.gz", path)
    lines = capsys.readouterr().err.splitlines()
    assert 1 < len(lines) <= 10
    assert lines[-1] == "  file.gz: 3.0 of 3.0 MB, 100 %"


def test_a_terminal_gets_a_bar(
    server: Server, path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    server.answers["/file.gz"] = [serving.whole(CONTENT)]
    download(f"{server.url}/file.gz", path)
    assert "file.gz:   0%" in capsys.readouterr().err
