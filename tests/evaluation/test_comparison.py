"""Comparisons of models: worked by hand, and against scikit-learn, SciPy and chance."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from redes.evaluation import comparison


def test_a_share_and_its_interval() -> None:
    """Wilson's interval of 8 in 10 by its formula; a share of nothing is none."""
    z, p, n = norm.ppf(0.975), 0.8, 10
    middle, half = (p + z**2 / (2 * n)), z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
    found = comparison.measure_share(np.arange(10) < 8)
    assert (found["share"], found["examples"]) == (0.8, 10)
    assert [found["low"], found["high"]] == pytest.approx((middle + np.array([-half, half])) / (1 + z**2 / n), abs=1e-6)
    assert comparison.measure_share(np.zeros(0, bool)) == {"share": None, "low": None, "high": None, "examples": 0}


def test_a_pair_by_hand() -> None:
    right = np.array([1, 1, 1, 1, 0, 0, 1, 1, 1, 0], bool)
    other = np.array([1, 1, 0, 0, 1, 0, 1, 1, 0, 0], bool)
    found = comparison.compare_pair(right, other)
    assert (found["only_first"], found["only_second"], found["difference"]) == (3, 1, 0.2)
    swapped = comparison.compare_pair(other, right)
    assert (swapped["difference"], swapped["low"], swapped["high"]) == (-0.2, -found["high"], -found["low"])


def test_the_interval_of_a_pair_holds_the_true_difference_95_times_of_100() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(1000):
        easy = rng.random(800)  # what one finds easy the other does too
        found = comparison.compare_pair(easy + 0.1 * rng.random(800) < 0.95, easy + 0.1 * rng.random(800) < 0.93)
        inside += found["low"] <= 0.02 <= found["high"]
    assert 930 <= inside <= 970


def test_ranks_like_scikit_learn_and_calibration_by_hand() -> None:
    probabilities = np.array([0.2, 0.2, 0.2, 0.2, 0.9, 0.9], np.float32)
    labels = np.array([0, 0, 0, 1, 1, 1])
    found = comparison.rate_probabilities(probabilities, labels)
    assert found["auc"] == pytest.approx(roc_auc_score(labels, probabilities), abs=1e-6)
    assert found["calibration_error"] == pytest.approx((4 * 0.05 + 2 * 0.1) / 6, abs=1e-6)


def test_the_surest_mistake_comes_first() -> None:
    probabilities = np.array([0.9, 0.1, 0.6, 0.05, 0.9, 0.99])
    labels = np.array([0, 1, 0, 1, 0, 1])
    everywhere = np.ones(6, bool)
    assert comparison.find_surest_mistakes(probabilities, labels, everywhere, 9).tolist() == [3, 0, 1, 4, 2]
    assert comparison.find_surest_mistakes(probabilities, labels, labels == 0, 2).tolist() == [0, 4]


def test_every_value_falls_into_one_interval() -> None:
    values = np.array([0, 9, 10, 19, 20, 500])
    inside = comparison.bin_by_edges(values, [10, 20])
    assert np.sum(inside, axis=0).tolist() == [1] * 6
    assert [values[rows].tolist() for rows in inside] == [[0, 9], [10, 19], [20, 500]]
