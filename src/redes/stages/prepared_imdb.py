"""Prepared reviews, read as models eat them."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from redes.features.text import split_sequences

PREPARED = Path("data/prepared/imdb")
TOKENS = Path("data/prepared/imdb_tokens")
#: What each word of the labelled reviews says for or against, and the phrases that say it.
RATIOS = Path("data/prepared/imdb_ratios")
#: Of the best recipes: the unlabelled reviews, and the labelled ones with punctuation marks as words.
BEST_TOKENS = Path("best/data/prepared/imdb_tokens")


class Reviews(NamedTuple):
    """Reviews as networks read them.

    Attributes:
        sequences: ids of words, ``int32 (length,)``; or in each row an id and ratios, ``int32 (length, 1 + ratios)``.
        labels: 0 or 1, ``uint8 (n,)``.
    """

    sequences: list[np.ndarray]
    labels: np.ndarray


def read_reviews(split: str, folder: Path = PREPARED) -> Reviews:
    """Read the encoded reviews of a split ("train", "validation", "test")."""
    with np.load(folder / f"{split}.npz") as arrays:
        return Reviews(split_sequences(arrays["ids"], arrays["offsets"]), arrays["labels"])


def add_ratios(reviews: Reviews, split: str, folder: Path) -> Reviews:
    """Put beside the ids of the words of a split their ratios, as ``prepare_ratios`` wrote them."""
    with np.load(folder / f"{split}.npz") as arrays:
        ratios = np.split(arrays["ratios"], np.cumsum([len(ids) for ids in reviews.sequences])[:-1])
    pairs = zip(reviews.sequences, ratios, strict=True)
    return reviews._replace(sequences=[np.column_stack([ids, beside]) for ids, beside in pairs])


def read_rows(split: str) -> np.ndarray:
    """Read where the reviews of a split stand among the labelled ones: rows of data/raw/imdb.jsonl, ``int32 (n,)``."""
    with np.load(PREPARED / f"{split}.npz") as arrays:
        return arrays["rows"]


def read_word_ids() -> dict[str, int]:
    """Read the vocabulary: word to id."""
    table = pd.read_csv(PREPARED / "vocabulary.csv", keep_default_na=False)
    return dict(zip(table["word"], table["id"], strict=True))


def read_tokens(split: str, folder: Path = TOKENS) -> list[str]:
    """Read the tokenized reviews of a split, their words joined by single spaces, in the order of ``read_reviews``."""
    return (folder / f"{split}.txt").read_bytes().decode().removesuffix("\n").split("\n")


def write_tokens(path: Path, reviews: Iterable[list[str]]) -> None:
    """Write tokenized reviews, a line each, their words joined by single spaces."""
    path.write_text("".join(" ".join(words) + "\n" for words in reviews), encoding="utf-8", newline="\n")
