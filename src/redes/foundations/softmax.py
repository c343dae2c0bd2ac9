"""Softmax: from one score per class to probabilities, and the gradient y - t (T06)."""

import numpy as np


def one_hot(labels: np.ndarray, num_classes: int) -> np.ndarray:
    """Write each class as a vector with a single 1, which is what softmax should answer.

    Args:
        labels: integers ``(n,)`` in [0, num_classes).
        num_classes: how many classes there are.

    Returns:
        float64 ``(n, num_classes)``, rows that sum to 1.

    Raises:
        ValueError: if a label is not in [0, num_classes).

    Source: T06.

    >>> one_hot(np.array([2, 0]), 3).tolist()
    [[0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
    """
    if labels.size and not (labels.min() >= 0 and labels.max() < num_classes):
        raise ValueError(f"expected labels from 0 to {num_classes - 1}; got {labels.min()} to {labels.max()}")
    return np.eye(num_classes)[labels]


def softmax(logits: np.ndarray) -> np.ndarray:
    """Turn scores into probabilities: y_j = e^(a_j) / sum_i e^(a_i).

    The largest score is taken away first: numerator and denominator shrink by the same factor, and none can overflow.

    Args:
        logits: scores a_j = w_j'x of the classes, floats ``(..., classes)``, of any size.

    Returns:
        float64 of the same shape, in [0, 1], sums of 1 over the last axis.

    Source: T06; Bridle (1990), Probabilistic interpretation of feedforward classification network outputs.

    >>> softmax(np.array([1e4, 1e4, -1e4])).tolist()
    [0.5, 0.5, 0.0]
    """
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def log_softmax(logits: np.ndarray) -> np.ndarray:
    """Compute the logarithm of softmax: ln y_j = a_j - ln sum_i e^(a_i); finite even where y_j itself would be 0.

    Args:
        logits: floats ``(..., classes)``, of any size.

    Returns:
        float64 of the same shape, 0 or less.

    Source: T06.
    """
    shifted = logits - logits.max(axis=-1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Compute the error of each example: E = -sum_k t_k ln y_k, with y the softmax of the logits.

    Args:
        logits: floats ``(..., classes)``.
        targets: probabilities of the same shape, often one-hot; sums of 1 over the last axis.

    Returns:
        float64 ``(...)``, in nats, 0 or more.

    Raises:
        ValueError: if targets of an example do not sum to 1.

    Source: T06.
    """
    _check_sums(targets)
    return -(targets * log_softmax(logits)).sum(axis=-1)


def cross_entropy_gradient(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Compute how the error changes with each score: dE/da_k = y_k - t_k, the answer less what it should have been.

    Args:
        logits: floats ``(..., classes)``.
        targets: as for ``cross_entropy``; that they sum to 1 is what makes the formula so short.

    Returns:
        float64 of the same shape, in [-1, 1], sums of 0 over the last axis.

    Raises:
        ValueError: if targets of an example do not sum to 1.

    Source: T06; Bridle (1990).
    """
    _check_sums(targets)
    return softmax(logits) - targets


def _check_sums(targets: np.ndarray) -> None:
    sums = targets.sum(axis=-1)
    if not np.allclose(sums, 1):
        raise ValueError(f"expected targets that sum to 1; got sums from {sums.min():g} to {sums.max():g}")
