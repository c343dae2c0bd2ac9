"""Reading compressed files and archives that nobody vouches for: in memory, never unpacked to the disk."""

import gzip
import hashlib
import tarfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from redes.data.sources import SourceError

#: What Python's readers raise for a file that is cut off, damaged, or of another kind.
_DAMAGED = (EOFError, tarfile.TarError, zlib.error, gzip.BadGzipFile, ValueError)
_GZIP = b"\x1f\x8b"
#: Bytes; no archive that is asked for unpacks to nearly as much (the reviews come to 0.2 GB, and the word counts
#: of the official archive add less than that again): whoever sends more keeps its reader busy for nothing.
LARGEST_UNPACKED = 1 << 32


class _Header(tarfile.TarInfo):
    """A member's header, which is a block of its own; tarfile by itself takes a broken one for the archive's end."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_Header":
        try:
            return super().fromtarfile(archive)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(f"{error} at byte {archive.offset:,}") from None


def read_gzip(path: Path, size: int) -> bytes:
    """Decompress a file that is known to hold ``size`` bytes, and stop soon after.

    Args:
        path: a gzip file.
        size: the number of bytes that it should hold.

    Returns:
        The bytes; one more than ``size`` where the file holds more.

    Raises:
        SourceError: the file is not gzip, or is cut off or damaged.
    """
    _require_gzip(path)
    try:
        with gzip.open(path) as file:
            return file.read(size + 1)
    except _DAMAGED as error:
        raise SourceError(_damage(error)) from None


def read_members(path: Path, wanted: Callable[[str], bool], largest: int) -> Iterator[tuple[str, bytes]]:
    """Read files of a ``.tar.gz`` in the order of the archive, and the archive to its last byte.

    The end matters although nothing there may be wanted: only there gzip tells how many bytes there should have
    been, and with which checksum. ``tarfile`` stops at the first block of zeros, and its own reader of gzip
    (``r|gz``) skips both figures; so gzip's reader does that part, and zeros do not end the archive.

    Args:
        path: the archive.
        wanted: says for a member's name (without a leading ``./``) whether its content is needed.
        largest: the most bytes that a wanted member may have.

    Yields:
        name and content of each wanted member. They are the archive's only once the last one has come and no
        error after it.

    Raises:
        SourceError: the archive is not one, is cut off or damaged, has a member that points outside or is
            a link, or one that is larger than it can be.
    """
    _require_gzip(path)
    try:
        with (
            gzip.open(path) as unpacked,
            tarfile.open(fileobj=unpacked, mode="r|", ignore_zeros=True, tarinfo=_Header) as archive,
        ):
            for member in archive:
                name = member.name.removeprefix("./")
                _refuse_outside(member)
                if member.offset_data + member.size > LARGEST_UNPACKED:
                    raise SourceError(f"unpacks to more than {LARGEST_UNPACKED:,} bytes")
                if not member.isfile() or not wanted(name):
                    continue
                if member.size > largest:
                    raise SourceError(f"holds {name} with {member.size:,} bytes; at most {largest:,} were expected")
                file = archive.extractfile(member)
                yield name, file.read() if file else b""
    except _DAMAGED as error:
        raise SourceError(_damage(error)) from None


def sha256_of(path: Path) -> str:
    """Compute the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _refuse_outside(member: tarfile.TarInfo) -> None:
    name = PurePosixPath(member.name)
    if name.is_absolute() or ".." in name.parts:
        raise SourceError(f"holds a member that points outside: {member.name!r}")
    if not (member.isfile() or member.isdir()):
        raise SourceError(f"holds a member that is neither file nor folder (a link?): {member.name!r}")


def _require_gzip(path: Path) -> None:
    with path.open("rb") as file:
        start = file.read(16)
    if not start.startswith(_GZIP):
        came = "a web page" if start.lstrip()[:1] == b"<" else f"{start[:4].hex(' ') or 'nothing'} at its start"
        raise SourceError(f"is not a gzip file: found {came}")


def _damage(error: Exception) -> str:
    return f"is cut off or damaged ({' '.join(str(error).split()) or type(error).__name__})"
