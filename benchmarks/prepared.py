"""Prepared data, read without putting the deterministic settings in place as ``redes.stages`` would."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from redes.features.digits import Split, scale_images
from redes.features.text import UNKNOWN, split_sequences

PREPARED = Path("data/prepared")


def read_digits(split: str, count: int | None = None) -> Split:
    """Read digits of a split, all or the first ``count``: images ``float32 (n, 28, 28, 1)``, labels ``uint8 (n,)``."""
    images, labels = (np.load(PREPARED / f"mnist/{split}_{part}.npy")[:count] for part in ("images", "labels"))
    return Split(scale_images(images), labels)


def read_reviews(split: str, count: int | None = None) -> tuple[list[np.ndarray], np.ndarray]:
    """Read reviews of a split, all or the first ``count``, in an order that mixes both classes.

    Returns:
        Word ids, ``int32`` arrays of different length, and labels ``uint8 (n,)``.
    """
    with np.load(PREPARED / f"imdb/{split}.npz") as arrays:
        return choose(split_sequences(arrays["ids"], arrays["offsets"]), arrays["labels"], count)


def choose(reviews: Sequence[Any], labels: np.ndarray, count: int | None) -> tuple[list[Any], np.ndarray]:
    """Take reviews, all or ``count`` of them, in an order that mixes both classes; and their labels."""
    chosen = np.random.default_rng(1).permutation(len(labels))[:count]
    return [reviews[index] for index in chosen], labels[chosen]


def limit_words(sequences: list[np.ndarray], num_words: int) -> list[np.ndarray]:
    """Replace all but the ``num_words`` most frequent words by 2, unknown."""
    return [np.where(sequence < num_words, sequence, UNKNOWN).astype(np.int32) for sequence in sequences]
