"""Max pooling, and how much of it stays when the input moves (T16)."""

import numpy as np

from redes.foundations.translation import translate
from redes.foundations.windows import Padding, extract_windows


def max_pool_1d(signal: np.ndarray, size: int = 3, stride: int = 2, padding: Padding = "valid") -> np.ndarray:
    """Keep the strongest of each stretch: y_i = max over m < size of x_{i * stride + m}.

    With ``"same"`` the last stretch may be shorter, so that no unit is left out:

    >>> max_pool_1d(np.array([0.1, 1.0, 0.2, 0.1, 0.0, 0.1]), padding="same").tolist()
    [1.0, 0.2, 0.1]

    Args:
        signal: floats ``(..., n)``.
        size: units in a stretch; the slides have 3.
        stride: units from one stretch to the next; the slides have 2.
        padding: see ``extract_windows``; what is added is -infinity, so it never wins.

    Returns:
        float64 ``(..., m)``; m = (n - size) // stride + 1 with ``"valid"``, ceil(n / stride) with ``"same"``.

    Raises:
        ValueError: as ``extract_windows`` says.

    Source: T16; Goodfellow, Bengio and Courville (2016), figure 9.10.
    """
    return extract_windows(signal, (size,), stride, padding, fill=-np.inf).max(axis=-1)


def max_pool_2d(images: np.ndarray, size: int = 3, stride: int = 2, padding: Padding = "valid") -> np.ndarray:
    """Keep the strongest of each square: y_ij = max over m, n < size of x_{i * stride + m, j * stride + n}.

    Args:
        images: floats ``(..., height, width)``.
        size: side of a square.
        stride: pixels from one square to the next, along both axes.
        padding: as for ``max_pool_1d``.

    Returns:
        float64 ``(..., m_height, m_width)``.

    Raises:
        ValueError: as ``extract_windows`` says.

    Source: T16; Zhou and Chellappa (1988), "Computation of optical flow using a neural network".
    """
    return extract_windows(images, (size, size), stride, padding, fill=-np.inf).max(axis=(-2, -1))


def measure_share_unchanged(before: np.ndarray, after: np.ndarray, tolerance: float = 0.0) -> float:
    """Measure the share of units that answer the same before and after, among those that answer at all.

    Units that are 0 both times are left out: an image is mostly empty, and emptiness is always the same.

    Args:
        before: answers of the units, floats of any shape.
        after: their answers to another input, same shape.
        tolerance: the difference up to which two answers are the same, in units of the answers.

    Returns:
        A share in [0, 1].

    Raises:
        ValueError: when the shapes differ, or when no unit answers.

    Source: T16; Goodfellow, Bengio and Courville (2016), figure 9.8.
    """
    before, after = np.asarray(before, dtype=np.float64), np.asarray(after, dtype=np.float64)
    if before.shape != after.shape:
        raise ValueError(f"expected answers of the same units; got shapes {before.shape} and {after.shape}")
    active = (before != 0) | (after != 0)
    if not active.any():
        raise ValueError(f"expected an answer that is not 0; got only zeros, in the shape {before.shape}")
    return float(np.mean(np.abs(after - before)[active] <= tolerance))


def measure_shift_tolerance(
    images: np.ndarray, columns: int, size: int = 3, stride: int = 2, tolerance: float = 0.0
) -> float:
    """Measure the share of pooled units that answer the same when the images move to the right.

    Size 1 with stride 1 is no pooling, to compare with.

    Args:
        images: floats ``(..., height, width)``.
        columns: how many pixels they move.
        size: of the pooling.
        stride: of the pooling.
        tolerance: as for ``measure_share_unchanged``.

    Returns:
        A share in [0, 1].

    Raises:
        ValueError: as for ``max_pool_2d`` and ``measure_share_unchanged``.

    Source: T16.
    """
    before, after = (max_pool_2d(moved, size, stride, "same") for moved in (images, translate(images, 0, columns)))
    return measure_share_unchanged(before, after, tolerance)
