"""MNIST as its authors published it: four files in the IDX format.

Source: LeCun, Cortes and Burges, *The MNIST database of handwritten digits*; the format is described there.
"""

import math
from pathlib import Path
from typing import Literal

import numpy as np

from redes.errors import UserError

Split = Literal["train", "test"]

#: The official names of the files with (images, labels); the test split is called t10k there.
FILES: dict[Split, tuple[str, str]] = {
    "train": ("train-images-idx3-ubyte", "train-labels-idx1-ubyte"),
    "test": ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"),
}


def parse_idx(content: bytes) -> np.ndarray:
    """Turn an IDX file of unsigned bytes into an array.

    The file begins with two zero bytes, the type (8: unsigned byte) and the number of dimensions, then the
    length of each dimension (32 bits, big endian), then the values, the last dimension running fastest.

    >>> parse_idx(bytes([0, 0, 8, 2,  0, 0, 0, 2,  0, 0, 0, 3,  1, 2, 3, 4, 5, 6]))
    array([[1, 2, 3],
           [4, 5, 6]], dtype=uint8)

    Args:
        content: the whole file, uncompressed.

    Returns:
        A new array of uint8, shaped as the file says.

    Raises:
        ValueError: the file is not IDX, holds another type, or is longer or shorter than it says.
    """
    if len(content) < 4 or content[:2] != b"\0\0":
        raise ValueError(f"an IDX file begins with two zero bytes, this one with {content[:4].hex(' ') or 'nothing'}")
    kind, num_dimensions = content[2], content[3]
    if kind != 8:
        raise ValueError(f"expected an IDX file of type 8 (unsigned byte), found type {kind}")
    start = 4 + 4 * num_dimensions
    if len(content) < start:
        raise ValueError(f"the header of {start} bytes is cut off after {len(content)}")
    shape = tuple(int(n) for n in np.frombuffer(content[4:start], dtype=">u4"))
    if len(content) - start != math.prod(shape):
        raise ValueError(f"shape {shape} needs {math.prod(shape)} values, found {len(content) - start}")
    return np.frombuffer(content, dtype=np.uint8, offset=start).reshape(shape).copy()


def read_mnist(folder: Path, split: Split) -> tuple[np.ndarray, np.ndarray]:
    """Read the digits of one official split, in the order of the files.

    Args:
        folder: holds the four uncompressed IDX files, e.g. ``data/raw/mnist``.
        split: ``"train"`` (60,000 digits) or ``"test"`` (10,000 digits).

    Returns:
        images, uint8 ``(n, 28, 28)``, 0 (paper) to 255 (ink); labels, uint8 ``(n,)``, 0 to 9.

    Raises:
        UserError: a file is missing or is not what it should be.
    """
    images, labels = (_read(folder / name) for name in FILES[split])
    if images.shape[1:] != (28, 28) or labels.shape != images.shape[:1] or labels.max(initial=0) > 9:
        raise UserError(
            f"{folder}: expected (n, 28, 28) images with n labels from 0 to 9, found images {images.shape}, "
            f"labels {labels.shape} up to {labels.max(initial=0)}; fetch anew with: dvc repro fetch_mnist"
        )
    return images, labels


def _read(path: Path) -> np.ndarray:
    try:
        return parse_idx(path.read_bytes())
    except FileNotFoundError:
        raise UserError(f"{path} is missing; fetch it with: dvc repro fetch_mnist") from None
    except ValueError as error:
        raise UserError(f"{path}: {error}; fetch it anew with: dvc repro fetch_mnist") from None
