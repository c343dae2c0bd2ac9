"""The perceptron: what one unit with a step can learn, and what only several can (T04)."""

import numpy as np

from redes.foundations.neuron import net_input, with_bias

#: Functions of two bits. XNOR is true where both are equal.
TRUTH_FUNCTIONS = {"AND": np.logical_and, "OR": np.logical_or, "XNOR": np.equal}


def truth_table(name: str) -> tuple[np.ndarray, np.ndarray]:
    """List the four inputs of a function of two bits, and what it answers to each.

    Args:
        name: "AND", "OR" or "XNOR".

    Returns:
        The inputs 00, 01, 10, 11, float64 ``(4, 2)``, and the targets, float64 ``(4,)``; 0 or 1.

    Raises:
        ValueError: if the name is another one.

    Source: T04.

    >>> truth_table("XNOR")[1].tolist()
    [1.0, 0.0, 0.0, 1.0]
    """
    if name not in TRUTH_FUNCTIONS:
        raise ValueError(f"expected one of {', '.join(TRUTH_FUNCTIONS)}; got {name!r}")
    inputs = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    return inputs, TRUTH_FUNCTIONS[name](inputs[:, 0], inputs[:, 1]).astype(np.float64)


def step(a: np.ndarray) -> np.ndarray:
    """Decide: g(a) = 1 where a >= 0, else 0.

    Args:
        a: floats of any shape.

    Returns:
        float64 of the same shape, 0 or 1.

    Source: T04.
    """
    return (np.asarray(a) >= 0).astype(np.float64)


def mean_error(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> float:
    """Compute the share of examples that a perceptron gets wrong: 1/m sum_i |y_i - g(theta'x_i)|.

    Args:
        x: floats ``(m, d)``, without the bias unit.
        y: targets, 0 or 1, ``(m,)``.
        theta: floats ``(d + 1,)``, the bias' weight first.

    Returns:
        A share in [0, 1].

    Source: T04.
    """
    return float(np.mean(np.abs(y - step(net_input(x, theta)))))


def fit_perceptron(
    x: np.ndarray, y: np.ndarray, max_passes: int, start: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Learn by the perceptron rule: one example after the other, theta_j := theta_j + (y - g(theta'x)) x_j.

    A right answer changes nothing. A wrong one moves the plane: y - g is +1 or -1, so that x is added or taken away.
    If some plane separates the examples, one is found in finitely many passes; if none does, the rule never rests.

    Args:
        x: floats ``(m, d)``, without the bias unit; visited in their order.
        y: targets, 0 or 1, ``(m,)``.
        max_passes: how many times to visit all examples, at most; it ends sooner once none is wrong.
        start: the first theta, floats ``(d + 1,)``; zeros if None.

    Returns:
        theta before the first pass and after each one, float64 ``(passes + 1, d + 1)``, and the mean error of each of
        these, float64 ``(passes + 1,)``, in [0, 1].

    Raises:
        ValueError: if a target is neither 0 nor 1.

    Source: T04; Rosenblatt (1958), The perceptron; that it ends: Novikoff (1962), On convergence proofs on perceptrons.
    """
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"expected targets 0 and 1; got {np.unique(y).tolist()}")
    inputs = with_bias(x)
    theta = np.zeros(inputs.shape[1]) if start is None else np.array(start, dtype=np.float64)
    thetas, errors = [theta], [mean_error(x, y, theta)]
    while errors[-1] > 0 and len(thetas) <= max_passes:
        for example, target in zip(inputs, y, strict=True):
            theta = theta + (target - step(theta @ example)) * example
        thetas.append(theta)
        errors.append(mean_error(x, y, theta))
    return np.array(thetas), np.array(errors)


def xnor_weights() -> list[np.ndarray]:
    """Write down the weights with which two layers compute XNOR: it is "both, or neither".

    The hidden units are AND and NOR, each a perceptron of its own; the last one is the OR of the two.

    Returns:
        Theta of the hidden layer, float64 ``(2, 3)``, and of the last one, ``(1, 3)``; column 0 is the bias. With a
        step at each unit the network is XNOR exactly; with the sigmoid, to within 1e-4, since every sum is far from 0.

    Source: T04; the weights are those of Ng's course Machine Learning (2011); that one unit cannot: Minsky and
    Papert (1969), Perceptrons.
    """
    both, neither = [-30.0, 20.0, 20.0], [10.0, -20.0, -20.0]
    either = [-10.0, 20.0, 20.0]
    return [np.array([both, neither]), np.array([either])]


def xnor_network(x: np.ndarray) -> np.ndarray:
    """Compute XNOR with three perceptrons in two layers.

    Args:
        x: bits as floats, ``(..., 2)``.

    Returns:
        float64 ``(...)``, 0 or 1.

    Source: T04.

    >>> xnor_network(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])).tolist()
    [1.0, 0.0, 0.0, 1.0]
    """
    hidden, last = xnor_weights()
    return step(net_input(step(net_input(x, hidden)), last))[..., 0]
