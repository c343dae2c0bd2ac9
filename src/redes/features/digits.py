"""Digits as a model eats them."""

from typing import NamedTuple

import numpy as np


class Split(NamedTuple):
    """Images ``uint8 (n, 28, 28)`` and labels ``uint8 (n,)`` of one part of a data set."""

    images: np.ndarray
    labels: np.ndarray


def scale_images(images: np.ndarray) -> np.ndarray:
    """Scale grey values so that a model sees numbers near one.

    Args:
        images: ``uint8 (n, 28, 28)``, 0 is paper, 255 is ink.

    Returns:
        ``float32 (n, 28, 28, 1)`` in [0, 1].
    """
    return (images.astype(np.float32) / np.float32(255))[..., np.newaxis]


def split_validation(digits: Split, num_validation: int, seed: int, limit: int | None) -> tuple[Split, Split]:
    """Shuffle the official training digits and set some aside, so that no choice is made on the test set.

    Args:
        digits: the official training set.
        num_validation: digits to set aside; a fifth of ``limit`` at most.
        seed: of the shuffle.
        limit: use only so many of the shuffled digits; None: all.

    Returns:
        The training and the validation digits.
    """
    order = np.random.default_rng(seed).permutation(len(digits.labels))[:limit]
    if limit is not None:
        num_validation = min(num_validation, len(order) // 5)
    training, validation = order[:-num_validation], order[-num_validation:]
    return (
        Split(digits.images[training], digits.labels[training]),
        Split(digits.images[validation], digits.labels[validation]),
    )
