"""Where a file of a data set may lie: in a folder or on a server, both laid out as the official hosts do."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import url2pathname

from filelock import FileLock, Timeout

from redes.data.download import download
from redes.data.sources import Source, SourceError, tell

#: The environment variable that names a mirror.
MIRROR = "REDES_DATA_MIRROR"

Parsed = TypeVar("Parsed")


@contextmanager
def fetching(cache: Path) -> Iterator[None]:
    """Keep what came of a download until all went well, and let a second fetch of the same data wait.

    Two at once would write into the same files.

    Args:
        cache: the folder that keeps what came, for the run after one that failed or was killed. The lock is a
            file beside it, and ends with its process.
    """
    cache.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(cache.with_name(f"{cache.name}.lock"))
    try:
        held = lock.acquire(blocking=False)
    except Timeout:
        tell("waiting for another fetch of the same data, which is running here")
        held = lock.acquire()
    with held:
        yield
        shutil.rmtree(cache, ignore_errors=True)


@dataclass(frozen=True)
class Folder:
    """A folder on this machine."""

    root: Path

    def get(self, name: str, parse: Callable[[Path], Parsed]) -> Parsed:
        """Parse a file of the folder.

        Args:
            name: path inside the folder, with ``/``.
            parse: reads and verifies the file; raises SourceError where it is not the right one.

        Returns:
            What ``parse`` returned.

        Raises:
            SourceError: the file is missing, cannot be read, or is not the right one.
        """
        path = self.root / name
        try:
            if not path.is_file():
                raise SourceError("is missing")
            return parse(path)
        except SourceError as error:
            raise SourceError(f"{path} {error}") from None
        except OSError as error:
            raise SourceError(f"{path} cannot be read: {error.strerror or error}") from None


@dataclass(frozen=True)
class Site:
    """A server, asked by http:// or https://.

    Attributes:
        root: the address under which the files lie.
        cache: a folder that keeps what came, for a run that follows one that was cut off.
    """

    root: str
    cache: Path

    def get(self, name: str, parse: Callable[[Path], Parsed]) -> Parsed:
        """Download a file and parse it; one put together from several answers gets a second chance.

        Args, Returns, Raises: as :meth:`Folder.get`; also OSError where the cache cannot be written.
        """
        url = f"{self.root.rstrip('/')}/{name}"
        self.cache.mkdir(parents=True, exist_ok=True)
        path = self.cache / f"{hashlib.sha256(url.encode()).hexdigest()[:8]}-{Path(name).name}"
        for last in (False, True):
            try:
                resumed = download(url, path)
            except SourceError as error:
                raise SourceError(hide_password(f"{url}: {error}")) from None
            try:
                return parse(path)
            except SourceError as error:
                path.unlink(missing_ok=True)
                if last or not resumed:
                    raise SourceError(f"{hide_password(url)} {error}") from None
                tell(f"  what was resumed {error}; fetching it anew")
        raise AssertionError("unreachable: the last round returns or raises")


def list_mirror(address: str | None, cache: Path, fetch: Callable[["Folder | Site"], Parsed]) -> list[Source[Parsed]]:
    """Make a source of the mirror that a person named, if any.

    Args:
        address: a folder or address, as it was typed; blank as well as None is none.
        cache: for :class:`Site`.
        fetch: gives the content, verified, from the place that the address stands for.
    """
    address = (address or "").strip()
    if not address:
        return []
    return [Source(f"{MIRROR}={hide_password(address)}", lambda: fetch(find_mirror(address, cache)))]


def find_mirror(address: str, cache: Path) -> Folder | Site:
    """Turn what a person set as mirror into a place.

    Args:
        address: a folder, or a file:, http:// or https:// address. RFC 8089 knows ``file:/FOLDER`` beside
            ``file:///FOLDER``.
        cache: for :class:`Site`.

    Raises:
        SourceError: the folder is missing or cannot be read, or the address is of another kind.
    """
    if "://" in address or re.match("(file|https?):", address, re.IGNORECASE):
        try:
            parts = urlsplit(address)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise SourceError(f"is not an address: {error}") from None
        if parts.scheme in ("http", "https") and host:
            return Site(address, cache)
        if parts.scheme != "file" or host not in (None, "localhost") or not parts.path:
            raise SourceError("expected a folder, file:///FOLDER, http://HOST/FOLDER or https://HOST/FOLDER")
        return _open_folder(url2pathname(parts.path))
    return _open_folder(address)


def _open_folder(name: str) -> Folder:
    try:
        root = Path(name).expanduser()
        if root.is_dir():
            return Folder(root)
    except OSError as error:
        raise SourceError(f"{name} cannot be read: {error.strerror or error}") from None
    except (RuntimeError, ValueError) as error:  # a user in ~USER who does not exist; a NUL in the name
        raise SourceError(f"{name!r} is no folder: {error}") from None
    raise SourceError(f"there is no folder {root.absolute()}")


def hide_password(url: str) -> str:
    """Leave out the user and password that an address may carry, before it is shown.

    >>> hide_password("https://ana:secret@example.org/data")
    'https://***@example.org/data'
    """
    return re.sub(r"://[^/\s]*@", "://***@", url)
