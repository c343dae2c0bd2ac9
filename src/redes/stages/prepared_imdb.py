"""Prepared reviews, read as models eat them."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from redes.features.text import split_sequences

PREPARED = Path("data/prepared/imdb")
TOKENS = Path("data/prepared/imdb_tokens")


class Reviews(NamedTuple):
    """Encoded reviews, ``int32`` arrays of different length, and labels ``uint8 (n,)``."""

    sequences: list[np.ndarray]
    labels: np.ndarray


def read_reviews(split: str) -> Reviews:
    """Read the encoded reviews of a split ("train", "validation", "test")."""
    with np.load(PREPARED / f"{split}.npz") as arrays:
        return Reviews(split_sequences(arrays["ids"], arrays["offsets"]), arrays["labels"])


def read_word_ids() -> dict[str, int]:
    """Read the vocabulary: word to id."""
    table = pd.read_csv(PREPARED / "vocabulary.csv", keep_default_na=False)
    return dict(zip(table["word"], table["id"], strict=True))


def read_tokens(split: str) -> list[str]:
    """Read the tokenized reviews of a split, their words joined by single spaces, in the order of ``read_reviews``."""
    return (TOKENS / f"{split}.txt").read_bytes().decode().removesuffix("\n").split("\n")
