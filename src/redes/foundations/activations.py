"""Activation functions and their derivatives, exact for any float64 (T15, and the sigmoid and tanh of T03 and T09).

``exp`` overflows from 710 on, so each formula only ever takes the exponential of -|x|.
"""

import numpy as np

from redes.foundations.neuron import sigmoid


def sigmoid_derivative(x: np.ndarray) -> np.ndarray:
    """Slope of the sigmoid: g'(x) = g(x) (1 - g(x)) = g(x) g(-x), the last form losing no digits.

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, in [0, 1/4]; the largest at 0.

    Source: T11.
    """
    x = np.asarray(x, dtype=np.float64)
    return sigmoid(x) * sigmoid(-x)


def tanh(x: np.ndarray) -> np.ndarray:
    """Squash any number into [-1, 1]: tanh(x) = (e^x - e^-x) / (e^x + e^-x) = 2 g(2x) - 1.

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, in [-1, 1].

    Source: T09.
    """
    return np.tanh(np.asarray(x, dtype=np.float64))


def tanh_derivative(x: np.ndarray) -> np.ndarray:
    """Slope of tanh: 1 - tanh(x)^2 = 4 g'(2x), the last form losing no digits.

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, in [0, 1]; the largest at 0.

    Source: T09.
    """
    return 4.0 * sigmoid_derivative(2.0 * np.asarray(x, dtype=np.float64))


def relu(x: np.ndarray) -> np.ndarray:
    """Let through what is positive: f(x) = max(0, x).

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, at least 0.

    Source: T15; Nair and Hinton (2010), "Rectified linear units improve restricted Boltzmann machines".

    >>> relu(np.array([-2.0, 0.0, 3.0])).tolist()
    [0.0, 0.0, 3.0]
    """
    return np.maximum(0.0, np.asarray(x, dtype=np.float64))


def relu_derivative(x: np.ndarray) -> np.ndarray:
    """Slope of the ReLU: 1 where x > 0, otherwise 0.

    At 0 there is no derivative; 0 is taken there, as TensorFlow does.

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, 0 or 1.

    Source: T15.
    """
    return (np.asarray(x) > 0).astype(np.float64)


def softplus(x: np.ndarray) -> np.ndarray:
    """Round off the ReLU's corner: f(x) = ln(1 + e^x) = max(0, x) + ln(1 + e^-|x|).

    The second form is the same number, and stays finite where e^x does not. The two curves are never further apart
    than ln 2, which is their distance at 0.

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, at least 0, and at least ``relu(x)``.

    Source: T15; Dugas et al. (2001), "Incorporating second-order functional knowledge for better option pricing".

    >>> softplus(np.array([-1e4, 1e4])).tolist()
    [0.0, 10000.0]
    """
    x = np.asarray(x, dtype=np.float64)
    return np.maximum(0.0, x) + np.log1p(np.exp(-np.abs(x)))


def softplus_derivative(x: np.ndarray) -> np.ndarray:
    """Slope of the softplus, which is the sigmoid: e^x / (1 + e^x) = g(x).

    Args:
        x: floats of any shape.

    Returns:
        float64, same shape, in [0, 1].

    Source: T15.
    """
    return sigmoid(x)
