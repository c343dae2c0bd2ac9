"""The stretches of an input that the units of a convolution or of a pooling see (T13, T16)."""

from collections.abc import Sequence
from typing import Literal

import numpy as np

Padding = Literal["valid", "same", "full"]


def extract_windows(
    signal: np.ndarray, sizes: Sequence[int], stride: int = 1, padding: Padding = "valid", fill: float = 0.0
) -> np.ndarray:
    """Cut the windows out of a signal, one for each unit of the next layer.

    Window i starts at i * stride of the padded signal. Source: the slides, T13 and T16.

    Args:
        signal: floats ``(..., n_1, ..., n_d)``; the windows slide along the last d axes.
        sizes: the d lengths of a window, each at least 1.
        stride: steps from one window to the next, along every axis, at least 1.
        padding: ``"valid"`` adds nothing, so that each window lies inside; ``"same"`` adds what makes
            ceil(n / stride) windows, half on each side, an odd one at the end, as TensorFlow does; ``"full"`` adds
            size - 1 on both sides: every window that touches the signal.
        fill: the value that is added.

    Returns:
        float64 ``(..., m_1, ..., m_d, *sizes)``, m windows along each axis; read-only.

    Raises:
        ValueError: when the signal has fewer than d axes or an empty one, a size or the stride is below 1, the
            padding is unknown, or a window does not fit.
    """
    signal = np.asarray(signal, dtype=np.float64)
    num_axes = len(sizes)
    lengths = signal.shape[-num_axes:]
    if not num_axes or signal.ndim < num_axes or min(lengths) < 1:
        raise ValueError(f"expected a signal that is not empty, with {num_axes} axes or more; got shape {signal.shape}")
    if min(sizes) < 1 or stride < 1:
        raise ValueError(f"expected sizes and a stride of at least 1; got sizes {tuple(sizes)} and stride {stride}")
    added = [_count_padding(n, size, stride, padding) for n, size in zip(lengths, sizes, strict=True)]
    padded = np.pad(signal, [(0, 0)] * (signal.ndim - num_axes) + added, constant_values=fill)
    if any(size > n for size, n in zip(sizes, padded.shape[-num_axes:], strict=True)):
        raise ValueError(f"expected windows that fit into the signal of {lengths}; got {tuple(sizes)}")
    windows = np.lib.stride_tricks.sliding_window_view(padded, tuple(sizes), axis=tuple(range(-num_axes, 0)))
    kept = [slice(None, None, stride)] * num_axes + [slice(None)] * num_axes
    return windows[(..., *kept)]


def _count_padding(length: int, size: int, stride: int, padding: str) -> tuple[int, int]:
    """How many values go before and after one axis."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        num_windows = -(-length // stride)
        total = max((num_windows - 1) * stride + size - length, 0)
        return total // 2, total - total // 2
    if padding == "full":
        return size - 1, size - 1
    raise ValueError(f'expected padding "valid", "same" or "full"; got {padding!r}')
