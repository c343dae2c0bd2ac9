"""Gradient descent for linear regression: batch, incremental, mini-batch (T10).

The three are one algorithm, and differ in how many examples a step looks at:

==============  ==========================================  =========================================
descent         ``draw_batches(m, batch_size, passes)``     its path on the error surface
==============  ==========================================  =========================================
batch           ``batch_size = m``                          smooth: each step is the true gradient
mini-batch      in between                                  wavers a little
incremental     ``batch_size = 1``                          jumps, m steps in the time of one
==============  ==========================================  =========================================
"""

from collections.abc import Sequence

import numpy as np

from redes.foundations.neuron import net_input, with_bias


def regression_error(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Compute the height of the error surface: J(theta) = 1/(2m) sum_i (h(x_i) - y_i)^2, with h(x) = theta'x.

    Args:
        x: floats ``(m, d)``, without the bias unit.
        y: targets, floats ``(m,)``.
        theta: floats ``(..., d + 1)``: one point of the surface, a path or a grid.

    Returns:
        float64 ``(...)``, 0 or more.

    Raises:
        ValueError: if theta has not one weight for the bias and one for each input.

    Source: T10.
    """
    answers = net_input(x, theta.reshape(-1, theta.shape[-1]))
    return ((answers.T - y) ** 2).mean(axis=-1).reshape(theta.shape[:-1]) / 2


def regression_gradient(x: np.ndarray, y: np.ndarray, theta: np.ndarray) -> np.ndarray:
    """Compute which way the error rises: dJ/dtheta_j = 1/m sum_i (h(x_i) - y_i) x_ij, with x_i0 = 1.

    Args:
        x: floats ``(m, d)``, without the bias unit.
        y: targets, floats ``(m,)``.
        theta: floats ``(d + 1,)``, the bias' weight first.

    Returns:
        float64 ``(d + 1,)``.

    Raises:
        ValueError: if theta has not one weight for the bias and one for each input.

    Source: T10; for a single example this is the rule of Widrow and Hoff (1960), Adaptive switching circuits.
    """
    return (net_input(x, theta) - y) @ with_bias(x) / len(x)


def draw_batches(
    num_examples: int, batch_size: int, passes: int, rng: np.random.Generator | None = None
) -> list[np.ndarray]:
    """Decide which examples each step looks at.

    Args:
        num_examples: m, how many examples there are.
        batch_size: how many a step looks at, from 1 (incremental) to m (batch).
        passes: how many times all examples are visited.
        rng: shuffles the examples anew for every pass; None leaves them in their order, as the slides do.

    Returns:
        The rows of each step, int64 ``(batch_size,)``; the last of a pass has what is left over.

    Raises:
        ValueError: if the batch size is not between 1 and m.

    Source: T10.

    >>> [rows.tolist() for rows in draw_batches(5, 2, passes=1)]
    [[0, 1], [2, 3], [4]]
    """
    if not 1 <= batch_size <= num_examples:
        raise ValueError(f"expected a batch size from 1 to {num_examples}, the number of examples; got {batch_size}")
    starts = range(batch_size, num_examples, batch_size)
    orders = (rng.permutation(num_examples) if rng else np.arange(num_examples) for _ in range(passes))
    return [rows for order in orders for rows in np.split(order, starts)]


def decaying_rates(rate: float, num_steps: int, half_life: float) -> np.ndarray:
    """Make learning rates that fall as 1/t: alpha_t = rate / (1 + t / half_life), t = 0, 1, 2, ...

    With a constant rate, steps that see a few examples end up wandering about the minimum, since examples disagree.
    With these they arrive: the rates sum to infinity, so that no distance is too far, but their squares do not, so that
    the noise fades.

    Args:
        rate: the first one; positive.
        num_steps: how many.
        half_life: the step at which half of the first rate is left; positive.

    Returns:
        float64 ``(num_steps,)``, falling.

    Source: T10; Robbins and Monro (1951), A stochastic approximation method.

    >>> decaying_rates(0.5, 3, half_life=1.0).round(3).tolist()
    [0.5, 0.25, 0.167]
    """
    return rate / (1 + np.arange(num_steps) / half_life)


def descend(
    x: np.ndarray, y: np.ndarray, start: np.ndarray, rate: float | np.ndarray, batches: Sequence[np.ndarray]
) -> np.ndarray:
    """Walk down the error surface: theta_j := theta_j - alpha (h(x) - y) x_j, averaged over the examples of each step.

    Args:
        x: floats ``(m, d)``, without the bias unit.
        y: targets, floats ``(m,)``.
        start: the first theta, floats ``(d + 1,)``, the bias' weight first.
        rate: the learning rate alpha, one for all steps or one for each; positive.
        batches: the rows that each step looks at, from ``draw_batches``; their size is what tells the descents apart.

    Returns:
        The path: theta at the start and after each step, float64 ``(steps + 1, d + 1)``.

    Raises:
        ValueError: if theta has not one weight for the bias and one for each input, or if there are several rates,
            but not one for each step.

    Source: T10; Widrow and Hoff (1960) for a single example a step.
    """
    path = [np.array(start, dtype=np.float64)]
    for rows, alpha in zip(batches, np.broadcast_to(rate, len(batches)), strict=True):
        path.append(path[-1] - alpha * regression_gradient(x[rows], y[rows], path[-1]))
    return np.array(path)
