"""What the project already has: DVC keeps every version of an output under the MD5 of its content.

A stage runs again when its code changes. Data that was fetched and verified before need not come from the
network once more.
"""

import configparser
from collections.abc import Iterable
from pathlib import Path

from redes.data.sources import SourceError

NAME = "this project's own DVC cache"
_DEFAULT = Path("cache")


def find_kept(digests: Iterable[str], settings: Path = Path(".dvc")) -> list[Path] | None:
    """Find contents in DVC's cache.

    Args:
        digests: MD5 of each content, in hexadecimal digits.
        settings: the project's ``.dvc`` folder, whose configuration may name another folder for the cache.

    Returns:
        A file for each digest, in the same order; None unless all are there and the cache may be looked into.
        What they hold is not verified.
    """
    try:
        root = _cache_folder(settings) / "files" / "md5"
        paths = [root / digest[:2] / digest[2:] for digest in digests]
        return paths if all(path.is_file() for path in paths) else None
    except (OSError, RuntimeError):  # a cache that others own; a folder of ~USER who does not exist
        return None


def read_kept(path: Path) -> bytes:
    """Read one of those files.

    Raises:
        SourceError: it cannot be read; another source may give the same content.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror or error}") from None


def _cache_folder(settings: Path) -> Path:
    """DVC's folder: as the local configuration says, else the shared one; relative paths start from .dvc."""
    for name in ("config.local", "config"):
        config = configparser.ConfigParser(interpolation=None, strict=False)
        try:
            config.read(settings / name, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        if folder := config.get("cache", "dir", fallback=""):
            return settings / Path(folder).expanduser()
    return settings / _DEFAULT
