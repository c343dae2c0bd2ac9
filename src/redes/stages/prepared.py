"""Where prepared data lies, read as models eat it."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from redes.features.digits import Split, scale_images
from redes.features.text import split_sequences

MNIST = Path("data/prepared/mnist")
IMDB = Path("data/prepared/imdb")


class Reviews(NamedTuple):
    """Encoded reviews, ``int32`` arrays of different length, and labels ``uint8 (n,)``."""

    sequences: list[np.ndarray]
    labels: np.ndarray


def read_digits(split: str, count: int | None = None) -> Split:
    """Read digits of a split ("train", "validation", "test"), all or the first ``count``.

    Returns:
        Images ``float32 (n, 28, 28, 1)`` in [0, 1] and labels ``uint8 (n,)``.
    """
    images = np.load(MNIST / f"{split}_images.npy", mmap_mode="r")[:count]
    return Split(scale_images(images), np.load(MNIST / f"{split}_labels.npy")[:count])


def read_reviews(split: str) -> Reviews:
    """Read the encoded reviews of a split ("train", "validation", "test")."""
    with np.load(IMDB / f"{split}.npz") as arrays:
        return Reviews(split_sequences(arrays["ids"], arrays["offsets"]), arrays["labels"])


def read_word_ids() -> dict[str, int]:
    """Read the vocabulary: word to id."""
    table = pd.read_csv(IMDB / "vocabulary.csv", keep_default_na=False)
    return dict(zip(table["word"], table["id"], strict=True))
