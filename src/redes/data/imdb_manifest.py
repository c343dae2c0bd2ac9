"""Giving a bare collection of the labelled reviews back its split, ids and ratings.

``imdb_manifest.csv`` has a line for each review, in the order of ``data/raw/imdb.jsonl``: the first 8
hexadecimal digits of the SHA-256 of its text, and its rating. Four groups of equal size follow one another
(training positive, training negative, test positive, test negative), and ids count from 0 within each, so
that the position says the rest.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.data.sources import SourceError

GROUPS = (("train", 1), ("train", 0), ("test", 1), ("test", 0))
DIGITS = 8
_HEADER = "digest,rating"
MANIFEST = Path(__file__).with_name("imdb_manifest.csv")

Entry = tuple[str, int]


def digest(text: str) -> str:
    """Compute the first digits of a text's SHA-256.

    >>> digest("abc")
    'ba7816bf'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:DIGITS]


def format_manifest(reviews: Iterable[Mapping[str, Any]]) -> bytes:
    """Write the manifest of reviews that are in the order of ``data/raw/imdb.jsonl``.

    >>> format_manifest([{"text": "abc", "rating": 7}])
    b'digest,rating\\nba7816bf,7\\n'
    """
    return "\n".join([_HEADER, *(f"{digest(r['text'])},{r['rating']}" for r in reviews), ""]).encode("ascii")


def read_manifest(path: Path = MANIFEST) -> list[Entry]:
    """Read the (digest, rating) of each labelled review."""
    header, *lines = path.read_text(encoding="ascii").splitlines()
    if header != _HEADER:
        raise ValueError(f"{path} begins with {header!r}; expected {_HEADER!r}")
    return [(mark, int(rating)) for mark, _, rating in (line.partition(",") for line in lines)]


def restore(bare: Iterable[tuple[str, int]], manifest: Sequence[Entry]) -> list[dict[str, Any]]:
    """Give reviews that are only text and label their place in the data set.

    Reviews repeat one another: equal texts are counted, and each takes one of the places of that text.

    Args:
        bare: (text, label) of every review, in any order; label 1 is positive.
        manifest: as :func:`read_manifest` gives it; a multiple of four entries.

    Returns:
        The reviews as ``data/raw/imdb.jsonl`` keeps them, in its order.

    Raises:
        SourceError: a review is missing, is one too many, or has the other label.
    """
    waiting: dict[tuple[str, int], list[str]] = defaultdict(list)
    for text, label in bare:
        waiting[digest(text), label].append(text)
    size = len(manifest) // len(GROUPS)
    reviews = []
    for place, (mark, rating) in enumerate(manifest):
        split, label = GROUPS[place // size]
        if not waiting[mark, label]:
            raise SourceError(f"lacks a review of the official data set: {split}, label {label}, id {place % size}")
        text = waiting[mark, label].pop()
        reviews.append({"split": split, "label": label, "id": place % size, "rating": rating, "text": text})
    if surplus := sum(map(len, waiting.values())):
        raise SourceError(f"holds {surplus:,} review(s) that the official data set does not have")
    return reviews
