"""A classifier's answers, counted in the ways that figures show."""

import numpy as np


def count_confusions(answers: np.ndarray, labels: np.ndarray, num_classes: int) -> np.ndarray:
    """Count how often each class got each answer.

    Args:
        answers: integers ``(n,)`` in [0, num_classes).
        labels: the true classes, integers ``(n,)``.
        num_classes: how many classes there are.

    Returns:
        int64 ``(num_classes, num_classes)``; rows are the true classes, columns the answers.

    >>> count_confusions(np.array([0, 1, 1]), np.array([0, 0, 1]), 2).tolist()
    [[1, 1], [0, 1]]
    """
    pairs = labels.astype(np.int64) * num_classes + answers
    return np.bincount(pairs, minlength=num_classes**2).reshape(num_classes, num_classes)


def find_worst_mistakes(probabilities: np.ndarray, labels: np.ndarray, count: int) -> np.ndarray:
    """Find the examples whose wrong answer got the highest probability.

    Args:
        probabilities: floats ``(n, classes)``.
        labels: the true classes, integers ``(n,)``.
        count: how many at most.

    Returns:
        Rows, int64 ``(m,)`` with m at most ``count``, the worst first; of equals the earlier one first.
    """
    answers = probabilities.argmax(axis=1)
    wrong = np.flatnonzero(answers != labels)
    order = np.argsort(-probabilities[wrong, answers[wrong]], kind="stable")
    return wrong[order[:count]]


def compute_roc(probabilities: np.ndarray, labels: np.ndarray, num_points: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Compute what each threshold wins and loses.

    Args:
        probabilities: of the class 1, floats ``(n,)``.
        labels: 0 or 1, integers ``(n,)``, both of them present.
        num_points: corners of the curve that are kept, about.

    Returns:
        Shares of the negative and of the positive examples above the thresholds, float64 ``(m,)`` each, both
        rising from 0 to 1.
    """
    order = np.argsort(-probabilities, kind="stable")
    positive = labels[order].astype(bool)
    ends = np.append(np.flatnonzero(np.diff(probabilities[order])), len(order) - 1)
    true, false = np.cumsum(positive)[ends], np.cumsum(~positive)[ends]
    shares = [np.concatenate([[0.0], counts / counts[-1]]) for counts in (false, true)]
    keep = np.unique(np.linspace(0, len(ends), min(num_points, len(ends) + 1)).round().astype(int))
    return shares[0][keep], shares[1][keep]


def compute_calibration(
    probabilities: np.ndarray, labels: np.ndarray, num_bins: int = 10
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Compare the probabilities given with the shares observed, in bins of equal width.

    Args:
        probabilities: of the class 1, floats ``(n,)`` in [0, 1].
        labels: 0 or 1, integers ``(n,)``.
        num_bins: bins; empty ones are left out.

    Returns:
        Mean probability, share of the class 1, and number of examples of each bin.
    """
    wide = probabilities.astype(np.float64)
    bins = np.minimum((wide * num_bins).astype(int), num_bins - 1)
    counts = np.bincount(bins, minlength=num_bins)
    full = counts > 0
    mean, positive = (np.bincount(bins, weights=weights, minlength=num_bins)[full] for weights in (wide, labels))
    return mean / counts[full], positive / counts[full], counts[full]


def compute_calibration_error(mean: np.ndarray, observed: np.ndarray, counts: np.ndarray) -> float:
    """Compute how far the probabilities given are from the shares observed, weighed by the examples of each bin.

    It is called the expected calibration error. Source: Guo et al. 2017, arXiv 1706.04599.

    Args:
        mean: as ``compute_calibration`` gives them.
        observed: the same.
        counts: the same.

    Returns:
        A number in [0, 1].

    >>> compute_calibration_error(np.array([0.5, 0.9]), np.array([0.5, 0.8]), np.array([1, 3]))
    0.075
    """
    return float(np.sum(counts * np.abs(mean - observed)) / counts.sum())
