"""Where weights start, and what becomes of the signal in a deep network (T12).

The slides give the limit of the uniform distribution as sqrt(6) / (n + m). The paper that they follow has the root over
all of the fraction, sqrt(6 / (n + m)): for two layers of 100 units 0.173, not 0.012. Both are here, the slip as
``slide_uniform`` and the right one as ``glorot_uniform``.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from redes.foundations.networks import propagate_forward

Initializer = Callable[[int, int, np.random.Generator], np.ndarray]


def zeros(num_inputs: int, num_outputs: int, rng: np.random.Generator) -> np.ndarray:
    """Start at 0: all units of a layer stay equal for ever, since each gets the same gradient.

    Args:
        num_inputs: n, units before the weights.
        num_outputs: m, units after them.
        rng: not used; here so that all initialisers are called alike.

    Returns:
        float64 ``(num_outputs, num_inputs)``.

    Source: T12.
    """
    del rng
    return np.zeros((num_outputs, num_inputs))


def large_normal(num_inputs: int, num_outputs: int, rng: np.random.Generator) -> np.ndarray:
    """Draw from N(0, 1), too wide: sums of n such weights have variance n, and tanh saturates.

    Args:
        num_inputs: n, units before the weights.
        num_outputs: m, units after them.
        rng: draws the numbers.

    Returns:
        float64 ``(num_outputs, num_inputs)``.

    Source: T12.
    """
    return rng.normal(0.0, 1.0, (num_outputs, num_inputs))


def slide_limit(num_inputs: int, num_outputs: int) -> float:
    """Compute the limit as the slides print it, a slip: sqrt(6) / (n + m).

    Source: T12.

    >>> round(slide_limit(100, 100), 4)
    0.0122
    """
    return float(np.sqrt(6.0) / (num_inputs + num_outputs))


def glorot_limit(num_inputs: int, num_outputs: int) -> float:
    """Compute the limit as it was published: sqrt(6 / (n + m)), a variance of 2 / (n + m).

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 16.

    >>> round(glorot_limit(100, 100), 4)
    0.1732
    """
    return float(np.sqrt(6.0 / (num_inputs + num_outputs)))


def slide_uniform(num_inputs: int, num_outputs: int, rng: np.random.Generator) -> np.ndarray:
    """Draw from U[-sqrt(6) / (n + m), sqrt(6) / (n + m)]: the slides' form, sqrt(n + m) times too narrow.

    With it the signal shrinks from layer to layer; ``glorot_uniform`` is the right form.

    Args:
        num_inputs: n, units before the weights.
        num_outputs: m, units after them.
        rng: draws the numbers.

    Returns:
        float64 ``(num_outputs, num_inputs)``.

    Source: T12, the slip.
    """
    limit = slide_limit(num_inputs, num_outputs)
    return rng.uniform(-limit, limit, (num_outputs, num_inputs))


def glorot_uniform(num_inputs: int, num_outputs: int, rng: np.random.Generator) -> np.ndarray:
    """Draw from U[-sqrt(6 / (n + m)), sqrt(6 / (n + m))]: the right form of what the slides mean.

    The variance 2 / (n + m) lies between 1/n, which keeps the signal's variance on its way forward, and 1/m, which
    keeps that of the gradient on its way back.

    Args:
        num_inputs: n, units before the weights.
        num_outputs: m, units after them.
        rng: draws the numbers.

    Returns:
        float64 ``(num_outputs, num_inputs)``.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 16.
    """
    limit = glorot_limit(num_inputs, num_outputs)
    return rng.uniform(-limit, limit, (num_outputs, num_inputs))


def he_normal(num_inputs: int, num_outputs: int, rng: np.random.Generator) -> np.ndarray:
    """Draw from N(0, 2/n): twice the variance that keeps a signal, since a ReLU lets half of it through.

    Args:
        num_inputs: n, units before the weights.
        num_outputs: m, units after them.
        rng: draws the numbers.

    Returns:
        float64 ``(num_outputs, num_inputs)``.

    Source: T12; He et al. (2015), Delving deep into rectifiers.
    """
    return rng.normal(0.0, np.sqrt(2.0 / num_inputs), (num_outputs, num_inputs))


#: All of them, in the order in which figures show them.
INITIALIZERS: dict[str, Initializer] = {
    "zeros": zeros,
    "large_normal": large_normal,
    "slide_uniform": slide_uniform,
    "glorot_uniform": glorot_uniform,
    "he_normal": he_normal,
}


def draw_weights(sizes: Sequence[int], initializer: Initializer, rng: np.random.Generator) -> list[np.ndarray]:
    """Draw where a network starts; biases start at 0.

    Args:
        sizes: units of each layer, the inputs first.
        initializer: one of ``INITIALIZERS``.
        rng: draws the numbers.

    Returns:
        Theta of each layer but the first, float64 ``(units, units before + 1)``; column 0, the bias, is 0.

    Source: T12.

    >>> [theta.shape for theta in draw_weights([2, 5, 1], zeros, np.random.default_rng(1))]
    [(5, 3), (1, 6)]
    """
    return [np.pad(initializer(before, after, rng), ((0, 0), (1, 0))) for before, after in pairwise(sizes)]


def activation_variances(x: np.ndarray, weights: Sequence[np.ndarray]) -> np.ndarray:
    """Compute how much of the signal each layer of a deep tanh network carries.

    Args:
        x: floats ``(n, inputs)``.
        weights: Theta of each layer, floats ``(units, units before + 1)``, as from ``draw_weights``.

    Returns:
        The variance over examples and units of x and of what each layer answers, float64 ``(layers + 1,)``; those of
        the layers are in [0, 1]: near 0 the signal has died out, near 1 all units are saturated.

    Raises:
        ValueError: if the units of a layer do not fit the weights that follow.

    Source: T12; Glorot and Bengio (2010), figures 2 and 6.
    """
    return np.array([layer.var() for layer in propagate_forward(x, weights, ["tanh"] * len(weights))])
