"""Correlation and convolution, and the layer of one neuron copied along its input (T13, T14)."""

from collections.abc import Callable

import numpy as np

from redes.foundations.windows import Padding, extract_windows


def _constant(rows: list[list[float]]) -> np.ndarray:
    """An array that nobody can change by mistake."""
    array = np.array(rows)
    array.setflags(write=False)
    return array


#: A pixel takes the value of the one above it, so the image moves one row down.
SHIFT_DOWN = _constant([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])

#: A pixel takes the mean of its neighbourhood.
MEAN_BLUR = _constant([[1 / 9] * 3] * 3)

#: The difference to the next pixel: near 0 between similar neighbours. The slides put the 1 at the centre, which is
#: the same kernel with a zero column at its right: ``np.pad(EDGE, ((0, 0), (0, 1)))``.
EDGE = _constant([[-1.0, 1.0]])

#: The nine pixels of the slides' worked sum; under ``SHIFT_DOWN`` the one in the centre, 50, becomes 42.
WORKED_PATCH = _constant([[40.0, 42.0, 46.0], [46.0, 50.0, 55.0], [52.0, 56.0, 58.0]])


def cross_correlate(signal: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: Padding = "valid") -> np.ndarray:
    """Lay the kernel on every place of the signal, multiply and add: S(i, j) = sum_mn I(i + m, j + n) K(m, n).

    This is what networks call convolution, and what the slides' worked sum computes:

    >>> cross_correlate(WORKED_PATCH, SHIFT_DOWN).tolist()
    [[42.0]]

    Args:
        signal: floats ``(..., n)`` for a 1-D kernel, ``(..., height, width)`` for a 2-D one.
        kernel: floats ``(k,)`` or ``(kernel_height, kernel_width)``.
        stride: steps between neighbouring outputs, along every axis; S(i, j) is then taken at (i, j) * stride.
        padding: zeros added around the signal, see ``extract_windows``.

    Returns:
        float64 ``(..., m)`` or ``(..., m_height, m_width)``; with ``"valid"`` m = (n - k) // stride + 1.

    Raises:
        ValueError: when the kernel has another number of axes or does not fit into the signal, and as
            ``extract_windows`` says.

    Source: T13; Goodfellow, Bengio and Courville, *Deep Learning* (2016), equation 9.6.
    """
    kernel = np.asarray(kernel, dtype=np.float64)
    if kernel.ndim not in (1, 2):
        raise ValueError(f"expected a kernel with 1 or 2 axes; got shape {kernel.shape}")
    windows = extract_windows(signal, kernel.shape, stride, padding)
    return np.tensordot(windows, kernel, axes=kernel.ndim)


def convolve(signal: np.ndarray, kernel: np.ndarray, stride: int = 1, padding: Padding = "valid") -> np.ndarray:
    """Correlate with the flipped kernel: S(i, j) = sum_mn I(i - m, j - n) K(m, n).

    With ``"valid"`` the first output is S(k - 1, k - 1), the first that needs nothing outside the signal. The flip
    makes signal and kernel interchangeable (with ``"full"``), and under it the slides' shift kernel moves an image up
    instead of down:

    >>> convolve(WORKED_PATCH, SHIFT_DOWN).tolist()
    [[56.0]]

    Args:
        signal: as for ``cross_correlate``.
        kernel: as for ``cross_correlate``.
        stride: as for ``cross_correlate``.
        padding: as for ``cross_correlate``.

    Returns:
        As for ``cross_correlate``.

    Raises:
        ValueError: as for ``cross_correlate``.

    Source: T13; Goodfellow, Bengio and Courville (2016), equation 9.5.
    """
    return cross_correlate(signal, np.flip(kernel), stride, padding)


def integrate_convolution(f: np.ndarray, g: np.ndarray, spacing: float) -> np.ndarray:
    """Approximate the integral (f * g)(t) = int f(tau) g(t - tau) dtau by a sum over samples.

    Args:
        f: samples of a function that is 0 outside of them, ``(n,)``.
        g: samples of another at the same spacing, ``(m,)``.
        spacing: distance between samples, in units of t.

    Returns:
        float64 ``(n + m - 1,)``; the first value belongs to the sum of the times at which f and g begin.

    Raises:
        ValueError: when either is not 1-D or is empty.

    Source: T13.
    """
    if np.ndim(f) != 1 or np.ndim(g) != 1:
        raise ValueError(f"expected two 1-D arrays of samples; got shapes {np.shape(f)} and {np.shape(g)}")
    return spacing * convolve(f, g, padding="full")


def apply_shared_layer(
    x: np.ndarray, weights: np.ndarray, bias: float, activation: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """Copy one neuron along its input: y_i = g(w_0 x_i + w_1 x_{i+1} + ... - b).

    Every output has the same weights, so a layer of any width has k + 1 parameters.

    Args:
        x: inputs, floats ``(..., n)``.
        weights: of the one neuron, floats ``(k,)``; the slides have two.
        bias: b, subtracted as in the slides.
        activation: g, taken element by element.

    Returns:
        float64 ``(..., n - k + 1)``.

    Raises:
        ValueError: when the weights are not 1-D, or are more than the inputs.

    Source: T14.
    """
    if np.ndim(weights) != 1:
        raise ValueError(f"expected weights of one neuron, (k,); got shape {np.shape(weights)}")
    return activation(cross_correlate(x, weights) - bias)
