"""Prepared digits, read as models eat them."""

from pathlib import Path

import numpy as np

from redes.features.digits import Split, scale_images

PREPARED = Path("data/prepared/mnist")


def read_digits(split: str, count: int | None = None) -> Split:
    """Read digits of a split ("train", "validation", "test"), all or the first ``count``.

    Returns:
        Images ``float32 (n, 28, 28, 1)`` in [0, 1] and labels ``uint8 (n,)``.
    """
    images = np.load(PREPARED / f"{split}_images.npy", mmap_mode="r")[:count]
    return Split(scale_images(images), np.load(PREPARED / f"{split}_labels.npy")[:count])
