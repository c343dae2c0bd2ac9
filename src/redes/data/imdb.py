"""The Large Movie Review Dataset as Redes keeps it: one JSON object a line.

Source: Maas, Daly, Pham, Huang, Ng and Potts (2011), *Learning Word Vectors for Sentiment Analysis*.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redes.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

#: What a line of ``data/raw/imdb.jsonl`` holds, in this order, and the type of its column.
LABELLED = {"split": "str", "label": "uint8", "id": "int32", "rating": "uint8", "text": "str"}
#: What a line of ``data/raw/imdb_unlabelled.jsonl`` holds, in this order, and the type of its column.
UNLABELLED = {"split": "str", "id": "int32", "text": "str"}


def format_reviews(reviews: Iterable[Mapping[str, Any]]) -> bytes:
    """Write reviews in the one way that gives the same bytes everywhere: UTF-8, a line each.

    >>> format_reviews([{"split": "train", "id": 0, "text": "Amélie"}]).decode()
    '{"split": "train", "id": 0, "text": "Amélie"}\\n'
    """
    return "".join(json.dumps(review, ensure_ascii=False) + "\n" for review in reviews).encode("utf-8")


def read_reviews(path: Path) -> "pd.DataFrame":
    """Read reviews in the order of the file: train before test, positive before negative, by id.

    Args:
        path: ``data/raw/imdb.jsonl``, or ``data/raw/imdb_unlabelled.jsonl``, which may hold none.

    Returns:
        A row for each line, row i being line i, counted from 0. Columns: split (str, ``"train"``, ``"test"``
        or ``"unlabelled"``), label (uint8, 1 is positive), id (int32, counted within split and label),
        rating (uint8, 1 to 4 or 7 to 10 stars), text (str, as its author wrote it, with ``<br />`` for
        line breaks). Unlabelled reviews have neither label nor rating.

    Raises:
        UserError: the file is missing, or a line is not such a review.
    """
    import pandas as pd

    advice = f"fetch it anew with: dvc repro fetch_{path.stem}"
    if not path.is_file():
        raise UserError(f"{path} is missing; {advice}")
    # Bytes, since some reviews hold characters that break a line of text for Python (U+0085).
    lines = path.read_bytes().strip().splitlines()
    reviews = [_parse(line, f"{path}, line {number}", advice) for number, line in enumerate(lines, start=1)]
    columns = LABELLED if reviews and len(reviews[0]) == len(LABELLED) else UNLABELLED
    odd = next((n for n, review in enumerate(reviews, start=1) if list(review) != list(columns)), None)
    if odd is not None:
        raise UserError(f"{path}, line {odd}: expected the keys {', '.join(columns)}; {advice}")
    return pd.DataFrame(
        {name: pd.Series([review[name] for review in reviews], dtype=kind) for name, kind in columns.items()}
    )


def _parse(line: bytes, where: str, advice: str) -> dict[str, Any]:
    try:
        review = json.loads(line)
    except ValueError as error:
        raise UserError(f"{where} is not JSON ({error}); {advice}") from None
    if not isinstance(review, dict):
        raise UserError(f"{where} is not a review; {advice}")
    return review
