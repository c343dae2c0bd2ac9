"""Several models of two classes on the same examples: what tells them apart, and how sure that is."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import roc_auc_score

from redes.evaluation.answers import compute_calibration, compute_calibration_error

#: Standard deviations on either side of a number that is measured on a sample: 95 % of the normal distribution.
REACH = 1.96


def compute_interval(hits: int, examples: int) -> tuple[float, float]:
    """Compute which shares a sample leaves possible; no point even where all or none are hits.

    Args:
        hits: how many of the examples.
        examples: at least 1.

    Returns:
        The ends of the 95 % interval of the share.

    Source: Wilson (1927), "Probable inference, the law of succession, and statistical inference".
    """
    interval = binomtest(hits, examples).proportion_ci(0.95, method="wilson")
    return float(interval.low), float(interval.high)


def measure_share(hits: np.ndarray) -> dict[str, float | int | None]:
    """Measure a share of examples, with the interval that the sample leaves it.

    Args:
        hits: truth values ``(n,)``.

    Returns:
        ``share``, the ends ``low`` and ``high`` of its 95 % interval, all three None where there is no
        example, and the number of ``examples``.
    """
    if not len(hits):
        return {"share": None, "low": None, "high": None, "examples": 0}
    low, high = compute_interval(int(hits.sum()), len(hits))
    return {
        "share": round(float(hits.mean()), 6),
        "low": round(low, 6),
        "high": round(high, 6),
        "examples": len(hits),
    }


def compare_pair(right: np.ndarray, other: np.ndarray) -> dict[str, float | int]:
    """Compare two models by the examples on which they differ, as McNemar (1947) does.

    Args:
        right: whether the first model is right, truth values ``(n,)``.
        other: the same of the second, on the same examples.

    Returns:
        ``difference`` of the accuracies, first minus second, the ends ``low`` and ``high`` of its 95 % interval
        (paired, normal approximation), and on how many examples ``only_first`` and ``only_second`` is right.
    """
    first, second = int((right & ~other).sum()), int((other & ~right).sum())
    difference = (first - second) / len(right)
    half = REACH * np.sqrt((first + second) / len(right) - difference**2) / np.sqrt(len(right))
    return {
        "difference": round(difference, 6),
        "low": round(float(difference - half), 6),
        "high": round(float(difference + half), 6),
        "only_first": first,
        "only_second": second,
    }


def rate_probabilities(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float]:
    """Measure how well probabilities rank the examples, and how far they are from what happens.

    Args:
        probabilities: of the class 1, floats ``(n,)`` in [0, 1].
        labels: 0 or 1, integers ``(n,)``, both of them present.

    Returns:
        ``auc``, the area under the ROC curve: how often a positive example gets more than a negative one; and
        ``calibration_error``: the distance of given and observed shares, averaged over ten bins by their examples.
    """
    bins = compute_calibration(probabilities, labels)
    return {
        "auc": round(float(roc_auc_score(labels, probabilities)), 6),
        "calibration_error": round(compute_calibration_error(*bins), 6),
    }


def find_surest_mistakes(probabilities: np.ndarray, labels: np.ndarray, among: np.ndarray, count: int) -> np.ndarray:
    """Find the examples to which the wrong class was given with the highest probability.

    Args:
        probabilities: of the class 1, floats ``(n,)``.
        labels: 0 or 1, integers ``(n,)``.
        among: which examples are looked at, truth values ``(n,)``.
        count: how many at most.

    Returns:
        Rows, int64 ``(m,)`` with m at most ``count``, the surest first; of equals the earlier one first.
    """
    given = np.where(labels == 1, 1 - probabilities, probabilities).astype(np.float64)
    rows = np.flatnonzero(among & (given > 0.5))
    return rows[np.argsort(-given[rows], kind="stable")[:count]]


def bin_by_edges(values: np.ndarray, edges: Sequence[int]) -> list[np.ndarray]:
    """Sort examples into intervals.

    Args:
        values: integers ``(n,)``, at least 0.
        edges: rising; each is the first value of the next interval.

    Returns:
        Truth values ``(n,)`` for each of the ``len(edges) + 1`` intervals.

    >>> [inside.tolist() for inside in bin_by_edges(np.array([3, 10]), [10])]
    [[True, False], [False, True]]
    """
    numbers = np.digitize(values, edges)
    return [numbers == number for number in range(len(edges) + 1)]
