"""Adam: descent with a step of its own for every weight, and gradients kept from exploding (T21, T22)."""

from collections.abc import Callable, Sequence

import numpy as np


def clip_gradients(gradients: Sequence[np.ndarray], max_norm: float) -> list[np.ndarray]:
    """Shorten gradients that are too long; their direction stays.

    Args:
        gradients: of each weight, floats of any shapes.
        max_norm: the greatest length of all of them as one vector, above 0.

    Returns:
        The gradients, float64, together no longer than ``max_norm``.

    Source: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 3.2.

    >>> [gradient.tolist() for gradient in clip_gradients([np.array([6.0]), np.array([8.0])], max_norm=5.0)]
    [[3.0], [4.0]]
    """
    norm = np.sqrt(sum(np.sum(np.square(gradient)) for gradient in gradients))
    return [gradient * (max_norm / max(norm, max_norm)) for gradient in gradients]


def minimise(
    weights: Sequence[np.ndarray],
    differentiate: Callable[[list[np.ndarray]], Sequence[np.ndarray]],
    rate: float,
    num_steps: int,
) -> list[np.ndarray]:
    """Go downhill with Adam, m = 0.9 m + 0.1 g and v = 0.999 v + 0.001 g^2, theta -= rate m' / (sqrt(v') + 1e-8).

    m' and v' are m and v divided by 1 - 0.9^t and 1 - 0.999^t, which undoes their start at 0. The gradients g are cut
    to a length of 1 before.

    Args:
        weights: where to start, floats of any shapes; they stay as they are.
        differentiate: gives the gradient of each weight, perhaps of a new batch at each call.
        rate: the learning rate, above 0.
        num_steps: how often.

    Returns:
        The weights after the last step, float64.

    Source: Kingma and Ba (2015), "Adam: a method for stochastic optimization", algorithm 1.
    """
    weights = [np.asarray(theta, dtype=np.float64) for theta in weights]
    means, squares = ([np.zeros_like(theta) for theta in weights] for _ in range(2))
    for t in range(1, num_steps + 1):
        gradients = clip_gradients(differentiate(weights), max_norm=1.0)
        means = [0.9 * m + 0.1 * g for m, g in zip(means, gradients, strict=True)]
        squares = [0.999 * v + 0.001 * g**2 for v, g in zip(squares, gradients, strict=True)]
        weights = [
            theta - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
            for theta, m, v in zip(weights, means, squares, strict=True)
        ]
    return weights
