"""A convolution as the sparse matrix that it is, and what the sparseness saves (T14)."""

from collections.abc import Sequence
from math import prod
from typing import NamedTuple

import numpy as np


class Operations(NamedTuple):
    """Floating-point operations of a layer."""

    multiplications: int
    additions: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.multiplications + self.additions


def build_toeplitz(kernel: np.ndarray, length: int) -> np.ndarray:
    """Write a 1-D correlation as a matrix, W[i, i + m] = w_m, with zeros elsewhere.

    >>> build_toeplitz(np.array([1.0, 2.0]), 3).tolist()
    [[1.0, 2.0, 0.0], [0.0, 1.0, 2.0]]

    Args:
        kernel: w, floats ``(k,)``.
        length: n, of the signal.

    Returns:
        float64 ``(n - k + 1, n)``; the product with a signal ``(n,)`` is ``cross_correlate(signal, kernel)``.

    Raises:
        ValueError: when the kernel is not 1-D, is empty or is longer than the signal.

    Source: T14.
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim != 1 or not 1 <= kernel.size <= length:
        raise ValueError(f"expected a kernel (k,) with k from 1 to the length {length}; got shape {kernel.shape}")
    num_outputs = length - kernel.size + 1
    diagonals = [weight * np.eye(num_outputs, length, k=place) for place, weight in enumerate(kernel)]
    return np.sum(diagonals, axis=0)


def build_doubly_blocked_toeplitz(kernel: np.ndarray, image_shape: tuple[int, int]) -> np.ndarray:
    """Write a 2-D correlation as a matrix: a Toeplitz matrix of blocks, each the Toeplitz matrix of a kernel's row.

    Args:
        kernel: floats ``(kernel_height, kernel_width)``.
        image_shape: height and width of the image.

    Returns:
        float64 ``(outputs, height * width)``, outputs = (height - kernel_height + 1) (width - kernel_width + 1);
        the product with ``image.ravel()`` is ``cross_correlate(image, kernel).ravel()``. It takes
        8 * outputs * height * width bytes: 4 MB for a digit of 28 x 28.

    Raises:
        ValueError: when the kernel is not 2-D, is empty or does not fit into the image.

    Source: T14; Goodfellow, Bengio and Courville (2016), section 9.1.
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    height, width = image_shape
    if kernel.ndim != 2 or not 1 <= kernel.shape[0] <= height or not 1 <= kernel.shape[1] <= width:
        raise ValueError(f"expected a 2-D kernel that fits into {image_shape}; got shape {kernel.shape}")
    num_rows = height - kernel.shape[0] + 1
    blocks = [
        np.kron(np.eye(num_rows, height, k=place), build_toeplitz(row, width)) for place, row in enumerate(kernel)
    ]
    return np.sum(blocks, axis=0)


def count_convolution_operations(signal_shape: Sequence[int], kernel_shape: Sequence[int]) -> Operations:
    """Count what a valid correlation with stride 1 takes: per output one product for each weight, then their sum.

    For the slides' kernel [-1, 1] these are two products and one addition, hence width x height x 3.

    >>> count_convolution_operations((280, 320), (1, 2)).total  # 280 x 319 x 3
    267960

    Args:
        signal_shape: lengths of the signal's axes.
        kernel_shape: as many lengths, none greater.

    Returns:
        Exact counts.

    Raises:
        ValueError: when the two differ in axes or the kernel does not fit.

    Source: T14; Goodfellow, Bengio and Courville (2016), figure 9.6.
    """
    outputs, weights = _count_outputs(signal_shape, kernel_shape), prod(kernel_shape)
    return Operations(outputs * weights, outputs * (weights - 1))


def count_matrix_operations(signal_shape: Sequence[int], kernel_shape: Sequence[int]) -> Operations:
    """Count what the same layer takes as a full matrix: per output one product for each input, then their sum.

    The slides' (width x height)^2 is the number of products; the additions are as many again.

    Args:
        signal_shape: lengths of the signal's axes.
        kernel_shape: as many lengths, none greater.

    Returns:
        Exact counts; the multiplications are also the entries of the matrix.

    Raises:
        ValueError: when the two differ in axes or the kernel does not fit.

    Source: T14; Goodfellow, Bengio and Courville (2016), figure 9.6.
    """
    outputs, inputs = _count_outputs(signal_shape, kernel_shape), prod(signal_shape)
    return Operations(outputs * inputs, outputs * (inputs - 1))


def _count_outputs(signal_shape: Sequence[int], kernel_shape: Sequence[int]) -> int:
    fits = len(signal_shape) == len(kernel_shape) and all(
        1 <= k <= n for k, n in zip(kernel_shape, signal_shape, strict=True)
    )
    if not fits:
        raise ValueError(f"expected a kernel that fits into {tuple(signal_shape)}; got {tuple(kernel_shape)}")
    return prod(n - k + 1 for k, n in zip(kernel_shape, signal_shape, strict=True))
