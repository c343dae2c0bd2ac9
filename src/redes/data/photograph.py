"""A photograph that scikit-learn carries, small and grey, for what an image with no empty margin shows."""

import numpy as np

#: Shares of red, green and blue in the brightness, in thousandths (Rec. 601): whole numbers leave nothing to rounding.
LUMA = np.array([299, 587, 114])
#: Pixels of the photograph, along each axis, in one of the small picture.
BLOCK = 4


def read_photograph() -> np.ndarray:
    """Read the pavilion of ``china.jpg`` (Daniel Buechele, CC BY 2.0), grey and a sixteenth of its pixels.

    Returns:
        uint8 ``(106, 106)``, 0 is black: the left square of the picture, each pixel the mean of 4 x 4.
    """
    from sklearn.datasets import load_sample_image

    return shrink(load_sample_image("china.jpg"), BLOCK)


def shrink(picture: np.ndarray, block: int) -> np.ndarray:
    """Turn a picture grey, take the mean of each block of pixels, and cut the left square out.

    Args:
        picture: uint8 ``(height, width, 3)``, wider than high: red, green, blue.
        block: pixels along each axis that become one.

    Returns:
        uint8 ``(height // block, height // block)``; means are rounded down.

    >>> shrink(np.full((2, 3, 3), 200, dtype=np.uint8), 2)
    array([[200]], dtype=uint8)
    """
    grey = picture.astype(np.int64) @ LUMA // 1000
    side = len(grey) // block
    whole = grey[: side * block, : side * block]
    sums = whole.reshape(side, block, side, block).sum(axis=(1, 3))
    return (sums // block**2).astype(np.uint8)
