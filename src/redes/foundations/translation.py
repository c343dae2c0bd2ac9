"""Moving an image, and what a convolution makes of it: equivariance (T14)."""

import numpy as np

from redes.foundations.convolution import cross_correlate


def translate(image: np.ndarray, rows: int = 0, columns: int = 0, fill: float = 0.0) -> np.ndarray:
    """Move an image by whole pixels: T(I)(i, j) = I(i - rows, j - columns).

    >>> translate(np.array([[1.0, 2.0], [3.0, 4.0]]), rows=1).tolist()
    [[0.0, 0.0], [1.0, 2.0]]

    Args:
        image: floats ``(..., height, width)``.
        rows: how far down; negative is up.
        columns: how far right; negative is left.
        fill: what comes in at the border; what goes out is lost.

    Returns:
        float64, same shape.

    Raises:
        ValueError: when the image has fewer than 2 axes.

    Source: T14.
    """
    image = np.asarray(image, dtype=np.float64)
    if image.ndim < 2:
        raise ValueError(f"expected an image (..., height, width); got shape {image.shape}")
    height, width = image.shape[-2:]
    margins = [(0, 0)] * (image.ndim - 2) + [(abs(rows), abs(rows)), (abs(columns), abs(columns))]
    wide = np.pad(image, margins, constant_values=fill)
    top, left = abs(rows) - rows, abs(columns) - columns
    return wide[..., top : top + height, left : left + width]


def compute_equivariance_gap(image: np.ndarray, kernel: np.ndarray, rows: int = 0, columns: int = 0) -> np.ndarray:
    """Compare filtering a moved image with moving the filtered one: |f(T(x)) - T(f(x))|, f with padding "same".

    Args:
        image: floats ``(..., height, width)``.
        kernel: floats ``(kernel_height, kernel_width)``.
        rows: how far down.
        columns: how far right.

    Returns:
        float64, the image's shape; 0 wherever ``mark_equivariant`` says True.

    Raises:
        ValueError: when the kernel is not 2-D or the image has fewer than 2 axes.

    Source: T14.
    """
    if np.ndim(kernel) != 2:
        raise ValueError(f"expected a 2-D kernel; got shape {np.shape(kernel)}")
    filtered_after = cross_correlate(translate(image, rows, columns), kernel, padding="same")
    filtered_before = translate(cross_correlate(image, kernel, padding="same"), rows, columns)
    return np.abs(filtered_after - filtered_before)


def mark_equivariant(
    image_shape: tuple[int, int], kernel_shape: tuple[int, int], rows: int = 0, columns: int = 0
) -> np.ndarray:
    """Name the border: mark the pixels at which f(T(x)) = T(f(x)) holds for every image.

    Along the direction of motion it fails on two strips: where the moved image came in (as many pixels as it moved),
    and at the far edge, where what the kernel reads beyond the edge has been lost (as many pixels as the kernel
    reaches over it).

    Args:
        image_shape: height and width of the image.
        kernel_shape: height and width of the kernel, which is applied with padding "same" and stride 1.
        rows: how far down the image moves.
        columns: how far right.

    Returns:
        bool ``(height, width)``.

    Source: T14.
    """
    shifts = zip(image_shape, kernel_shape, (rows, columns), strict=True)
    inside_rows, inside_columns = (_mark_axis(*shift) for shift in shifts)
    return inside_rows[:, np.newaxis] & inside_columns


def _mark_axis(length: int, size: int, shift: int) -> np.ndarray:
    before = (size - 1) // 2
    after = size - 1 - before
    places = np.arange(length)
    if shift > 0:
        return (places >= shift) & (places < length - after)
    if shift < 0:
        return (places < length + shift) & (places >= before)
    return np.full(length, True)
