"""Networks of any number of layers: forward propagation, back-propagation, training (T05, T09, T11).

A network is a list of weights and a list of activations, one of each per layer. Theta of a layer is ``(units, inputs +
1)``, with the bias in column 0.
"""

from collections.abc import Callable, Sequence

import numpy as np

from redes.foundations.neuron import net_input, sigmoid, with_bias
from redes.foundations.perceptron import step
from redes.foundations.softmax import cross_entropy, softmax

#: z = g(a), by the names that Keras uses.
ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": lambda a: a,
    "relu": lambda a: np.maximum(a, 0.0),
    "sigmoid": sigmoid,
    "softmax": softmax,
    "step": step,
    "tanh": np.tanh,
}

#: g'(a), told from z = g(a), which forward propagation leaves behind.
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "linear": np.ones_like,
    "relu": lambda z: (z > 0).astype(np.float64),
    "sigmoid": lambda z: z * (1 - z),
    "tanh": lambda z: 1 - z**2,
}


def propagate_forward(x: np.ndarray, weights: Sequence[np.ndarray], activations: Sequence[str]) -> list[np.ndarray]:
    """Compute every layer from the one before: a1 = x, a2 = g(Theta1 a1), a3 = g(Theta2 a2), ..., h(x) the last.

    Args:
        x: floats ``(n, inputs)``, one example a row.
        weights: Theta of each layer, floats ``(units, units before + 1)``, the bias in column 0.
        activations: of each layer, names of ``ACTIVATIONS``.

    Returns:
        What each layer answers, float64 ``(n, units)``, x itself first and the network's answer last.

    Raises:
        ValueError: if weights and activations are not equally many, an activation is not known, or the units of a layer
            do not fit the weights that follow.

    Source: T05; Bishop (1995), Neural Networks for Pattern Recognition, section 4.1.
    """
    layers = [np.asarray(x, dtype=np.float64)]
    for theta, activation in zip(weights, activations, strict=True):
        layers.append(_look_up(ACTIVATIONS, activation)(net_input(layers[-1], theta)))
    return layers


def network_error(
    x: np.ndarray, targets: np.ndarray, weights: Sequence[np.ndarray], activations: Sequence[str]
) -> float:
    """Compute E, the sum over the examples of how wrong each answer y is.

    After a softmax it is the cross-entropy, E^n = -sum_k t_k ln y_k; else the squared error, E^n = 1/2 sum_k (y_k -
    t_k)^2.

    Args:
        x: floats ``(n, inputs)``.
        targets: what the network should answer, floats ``(n, outputs)``.
        weights: as for ``propagate_forward``.
        activations: as for ``propagate_forward``.

    Returns:
        The sum, 0 or more; in nats if it is a cross-entropy.

    Raises:
        ValueError: as ``propagate_forward``; also if targets have another shape than the answers, or stand against a
            softmax and do not sum to 1.

    Source: T11.
    """
    *before, y = propagate_forward(x, weights, activations)
    _check_targets(y, targets)
    if activations[-1] == "softmax":
        return float(cross_entropy(net_input(before[-1], weights[-1]), targets).sum())
    return float(((y - targets) ** 2).sum() / 2)


def back_propagate(
    x: np.ndarray, targets: np.ndarray, weights: Sequence[np.ndarray], activations: Sequence[str]
) -> list[np.ndarray]:
    """Compute how E changes with every weight, layer by layer from the last one to the first, by the chain rule.

    - Last layer: delta_k = dE/da_k = g'(a_k) (y_k - t_k) for the squared error, y_k - t_k for softmax and its
      cross-entropy.
    - Layers before: delta_j = g'(a_j) sum_k w_kj delta_k, the deltas of the layer after, sent back along the weights.
    - Every weight: dE/dw_ji = delta_j z_i, what comes out at its far end times what went in; z_0 = 1.

    Args:
        x: floats ``(n, inputs)``.
        targets: what the network should answer, floats ``(n, outputs)``.
        weights: as for ``propagate_forward``.
        activations: names of ``SLOPES``; the last may also be "softmax".

    Returns:
        dE/dTheta of each layer, float64, in the shapes of the weights.

    Raises:
        ValueError: as ``network_error``; also if an activation has no slope to go down by.

    Source: T11; Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors.
    """
    *before, y = propagate_forward(x, weights, activations)
    _check_targets(y, targets)
    delta = y - targets
    if activations[-1] != "softmax":
        delta = _look_up(SLOPES, activations[-1])(y) * delta
    gradients = [delta.T @ with_bias(before[-1])]
    for layer in reversed(range(1, len(weights))):
        sent_back = delta @ weights[layer][:, 1:]
        delta = _look_up(SLOPES, activations[layer - 1])(before[layer]) * sent_back
        gradients.insert(0, delta.T @ with_bias(before[layer - 1]))
    return gradients


def fit(
    x: np.ndarray,
    targets: np.ndarray,
    weights: Sequence[np.ndarray],
    activations: Sequence[str],
    rate: float,
    steps: int,
) -> tuple[list[np.ndarray], np.ndarray]:
    """Train by gradient descent on all examples at once: Theta := Theta - rate/n dE/dTheta.

    Args:
        x: floats ``(n, inputs)``.
        targets: what the network should answer, floats ``(n, outputs)``.
        weights: where to start, as for ``propagate_forward``; left as they are.
        activations: as for ``back_propagate``.
        rate: the learning rate, per example; positive.
        steps: how many times to go downhill.

    Returns:
        The weights at the end, and the mean error per example at the start and after each step, float64
        ``(steps + 1,)``.

    Raises:
        ValueError: as ``back_propagate``.

    Source: T09, T11.
    """
    weights = [np.array(theta, dtype=np.float64) for theta in weights]
    errors = [network_error(x, targets, weights, activations)]
    for _ in range(steps):
        gradients = back_propagate(x, targets, weights, activations)
        weights = [theta - rate / len(x) * gradient for theta, gradient in zip(weights, gradients, strict=True)]
        errors.append(network_error(x, targets, weights, activations))
    return weights, np.array(errors) / len(x)


def _look_up(functions: dict[str, Callable[[np.ndarray], np.ndarray]], name: str) -> Callable[[np.ndarray], np.ndarray]:
    if name not in functions:
        raise ValueError(f"expected an activation among {', '.join(functions)}; got {name!r}")
    return functions[name]


def _check_targets(y: np.ndarray, targets: np.ndarray) -> None:
    if y.shape != targets.shape:
        raise ValueError(f"expected targets of the shape of the answers, {y.shape}; got {targets.shape}")
