"""The Large Movie Review Dataset as its authors published it: an archive with a file for each review.

Source: Maas et al. (2011); the archive's README describes the folders and the names ``ID_RATING.txt``.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redes.data.archives import read_members
from redes.data.sources import SourceError

#: Bytes; the longest labelled review has 13,704.
LARGEST_REVIEW = 1_000_000
_NAME = re.compile(r"aclImdb/(?P<folder>train/pos|train/neg|train/unsup|test/pos|test/neg)/(?P<file>\d+_\d+\.txt)")


@dataclass(frozen=True)
class Contents:
    """What a folder of reviews should hold.

    Attributes:
        count: number of reviews.
        digest: SHA-256, in hexadecimal digits, of the lines that ``sha256sum`` prints for its files.
    """

    count: int
    digest: str


#: The labelled folders, in the order of ``data/raw/imdb.jsonl``.
LABELLED = {
    "train/pos": Contents(12_500, "1eea558ab38fa7e9e96ef965f57647f5ee71c500c632927adbec0b574445289e"),
    "train/neg": Contents(12_500, "d459caa0188bc4da0987982491ce3e7ae2234746a1c9119f5137bfd58a437f04"),
    "test/pos": Contents(12_500, "ad67304bcabc212219bbd9d0a9a33aabee8c69dc53d7f2060c04d190111468f5"),
    "test/neg": Contents(12_500, "c9e44a43ced007d160b6d60ae1ae9f814f94d58389e1c29de8676c5f07e75e09"),
}
UNLABELLED = {
    "train/unsup": Contents(50_000, "3dc69ded69eb33494fbb2767b7e31bd52fab66205cb911cc34a621c8ce86d117"),
}


def read_archive(path: Path, folders: Mapping[str, Contents]) -> list[dict[str, Any]]:
    """Read the reviews of some folders, and verify each folder by its digest.

    Args:
        path: a ``.tar.gz`` with ``aclImdb/train/pos/0_9.txt`` and so on, in any order.
        folders: the wanted ones, e.g. :data:`LABELLED`.

    Returns:
        A review as ``data/raw/imdb.jsonl`` keeps it for each file, by folder in the order given, then by id.

    Raises:
        SourceError: the archive is damaged, or a folder does not hold what it should.
    """
    files: dict[str, dict[str, bytes]] = {folder: {} for folder in folders}
    for name, content in read_members(path, lambda name: _folder_of(name) in folders, LARGEST_REVIEW):
        folder, _, file = name.removeprefix("aclImdb/").rpartition("/")
        files[folder][file] = content
    for folder, contents in folders.items():
        _verify(folder, files[folder], contents)
    return [
        _review(folder, name, files[folder][name])
        for folder in folders
        for name in sorted(files[folder], key=lambda name: int(name.partition("_")[0]))
    ]


def _folder_of(name: str) -> str | None:
    match = _NAME.fullmatch(name)
    return match["folder"] if match else None


def _verify(folder: str, files: Mapping[str, bytes], contents: Contents) -> None:
    if len(files) != contents.count:
        raise SourceError(f"holds {len(files):,} reviews in {folder}; {contents.count:,} were expected")
    listing = "".join(f"{hashlib.sha256(files[name]).hexdigest()}  {folder}/{name}\n" for name in sorted(files))
    found = hashlib.sha256(listing.encode()).hexdigest()
    if found != contents.digest:
        raise SourceError(
            f"holds other reviews in {folder} than the official ones: expected the digest "
            f"{contents.digest[:12]}..., found {found[:12]}..."
        )


def _review(folder: str, name: str, content: bytes) -> dict[str, Any]:
    split, _, kind = folder.partition("/")
    number, rating = map(int, name.removesuffix(".txt").split("_"))
    text = content.decode("utf-8")
    if kind == "unsup":
        return {"split": "unlabelled", "id": number, "text": text}
    return {"split": split, "label": int(kind == "pos"), "id": number, "rating": rating, "text": text}
