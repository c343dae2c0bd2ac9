"""One neuron: a weighted sum, and a smooth step (T03)."""

import numpy as np


def with_bias(x: np.ndarray) -> np.ndarray:
    """Put the bias unit x_0 = 1 before the inputs, so that a threshold is one more weight.

    Args:
        x: floats ``(..., d)``; usually one example a row.

    Returns:
        float64 ``(..., d + 1)``, whose column 0 is all ones.

    Source: T03.

    >>> with_bias(np.array([[5.0, 7.0]])).tolist()
    [[1.0, 5.0, 7.0]]
    """
    return np.concatenate([np.ones((*x.shape[:-1], 1)), x], axis=-1)


def net_input(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Weigh and add what comes into each unit: a_j = sum_i theta_ji x_i, i from 0 to d, with x_0 = 1.

    Args:
        x: floats ``(..., d)``, without the bias unit.
        theta: floats ``(d + 1,)`` for one unit, or ``(units, d + 1)``.

    Returns:
        float64 ``(...)`` for one unit, or ``(..., units)``; any real number.

    Raises:
        ValueError: if theta has not one weight for the bias and one for each input.

    Source: T03; McCulloch and Pitts (1943), A logical calculus of the ideas immanent in nervous activity.
    """
    if theta.shape[-1] != x.shape[-1] + 1:
        expected = f"{x.shape[-1] + 1} weights, one for the bias and one for each input"
        raise ValueError(f"expected {expected}; theta has {theta.shape[-1]}")
    return with_bias(x) @ theta.T


def sigmoid(a: np.ndarray) -> np.ndarray:
    """Squeeze any number into (0, 1): g(a) = 1 / (1 + e^-a).

    Written as e^min(a, 0) / (1 + e^-|a|), which is the same, but no exponential can overflow.

    Args:
        a: floats of any shape and size.

    Returns:
        float64 of the same shape, in [0, 1]: the ends are reached where float64 has nothing nearer.

    Source: T03.

    >>> sigmoid(np.array([-1e4, 0.0, 1e4])).tolist()
    [0.0, 0.5, 1.0]
    """
    return np.exp(np.minimum(a, 0.0)) / (1.0 + np.exp(-np.abs(a)))


def logistic_unit(x: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Compute what a logistic neuron answers: h(x) = g(theta'x) = 1 / (1 + e^(-theta'x)), with x_0 = 1.

    Args:
        x: floats ``(..., d)``, without the bias unit.
        theta: floats ``(d + 1,)``, the bias' weight first.

    Returns:
        float64 ``(...)``, in [0, 1]; 0.5 exactly on the plane theta'x = 0.

    Raises:
        ValueError: if theta has not one weight for the bias and one for each input.

    Source: T03; the logistic unit as in Rumelhart, Hinton and Williams (1986), Learning representations by
    back-propagating errors.

    >>> logistic_unit(np.array([[1.0, 2.0]]), np.array([0.0, 2.0, -1.0])).tolist()
    [0.5]
    """
    return sigmoid(net_input(x, theta))
