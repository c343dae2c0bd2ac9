"""Counted answers agree with scikit-learn and with examples worked by hand."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.calibration import calibration_curve
from sklearn.metrics import confusion_matrix, roc_auc_score, roc_curve

from redes.evaluation.answers import (
    compute_calibration,
    compute_calibration_error,
    compute_roc,
    count_confusions,
    find_worst_mistakes,
)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=50))
def test_confusions_like_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    answers, labels = np.array(pairs, dtype=np.uint8).T
    assert (count_confusions(answers, labels, 4) == confusion_matrix(labels, answers, labels=range(4))).all()


def test_the_surest_mistake_comes_first() -> None:
    probabilities = np.array([[0.9, 0.1], [0.6, 0.4], [0.2, 0.8], [0.6, 0.4]])
    labels = np.array([0, 1, 0, 1])
    assert find_worst_mistakes(probabilities, labels, 5).tolist() == [2, 1, 3]
    assert find_worst_mistakes(probabilities, labels, 1).tolist() == [2]


def _examples(seed: int, count: int, decimals: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 2, count)
    return np.clip(rng.normal(0.35 + 0.3 * labels, 0.2), 0, 1).round(decimals).astype(np.float32), labels


def test_roc_like_scikit_learn_ties_included() -> None:
    probabilities, labels = _examples(1, 300, decimals=2)
    false, true = compute_roc(probabilities, labels, num_points=1000)
    expected = roc_curve(labels, probabilities, drop_intermediate=False)
    np.testing.assert_allclose(false, expected[0])
    np.testing.assert_allclose(true, expected[1])


def test_a_roc_with_fewer_corners_keeps_its_ends_and_area() -> None:
    probabilities, labels = _examples(2, 20_000, decimals=6)
    false, true = compute_roc(probabilities, labels, num_points=200)
    assert len(false) <= 200
    assert (false[0], true[0], false[-1], true[-1]) == (0, 0, 1, 1)
    assert abs(np.trapezoid(true, false) - roc_auc_score(labels, probabilities)) < 1e-3


def test_calibration_like_scikit_learn() -> None:
    probabilities, labels = _examples(3, 5000, decimals=6)
    mean, observed, counts = compute_calibration(probabilities, labels)
    expected_observed, expected_mean = calibration_curve(labels, probabilities, n_bins=10)
    np.testing.assert_allclose(mean, expected_mean, rtol=1e-6)
    np.testing.assert_allclose(observed, expected_observed)
    assert counts.sum() == 5000


def test_a_probability_of_one_falls_into_the_last_bin() -> None:
    mean, observed, counts = compute_calibration(np.array([1.0, 0.95, 0.0]), np.array([1, 0, 0]))
    assert (mean.tolist(), observed.tolist(), counts.tolist()) == ([0, 0.975], [0, 0.5], [1, 2])


def test_calibration_error_like_scikit_learn_s_curve() -> None:
    probabilities, labels = _examples(4, 5000, decimals=6)
    observed, mean = calibration_curve(labels, probabilities, n_bins=10)
    counts, _ = np.histogram(probabilities, bins=np.linspace(0, 1, 11))
    expected = np.average(np.abs(mean - observed), weights=counts[counts > 0])
    assert abs(compute_calibration_error(*compute_calibration(probabilities, labels)) - expected) < 1e-6


def test_who_says_what_happens_makes_no_calibration_error() -> None:
    labels = np.repeat([1, 0, 1, 0], [30, 10, 20, 60])
    promised = np.repeat([0.75, 0.25], [40, 80])
    assert compute_calibration_error(*compute_calibration(promised, labels)) == 0
