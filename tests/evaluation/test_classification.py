"""Accuracy and cross-entropy against scikit-learn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from redes.evaluation.classification import (
    compute_accuracy,
    compute_cross_entropy,
    predict_classes,
    summarise,
)


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_many_classes_agree_with_scikit_learn(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    probabilities = rng.dirichlet(np.ones(10), count).astype(np.float32)
    labels = rng.integers(0, 10, count)
    assert compute_accuracy(probabilities, labels) == metrics.accuracy_score(labels, probabilities.argmax(axis=1))
    wide = probabilities.astype(np.float64)
    expected = -np.log(np.clip(wide[np.arange(count), labels], 1e-7, 1)).mean()
    assert compute_cross_entropy(probabilities, labels) == pytest.approx(expected)


@given(st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_two_classes_agree_with_scikit_learn(count: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    probabilities, labels = rng.uniform(0.01, 0.99, count).astype(np.float32), rng.integers(0, 2, count)
    expected = metrics.log_loss(labels, probabilities.astype(np.float64), labels=[0, 1])
    assert compute_cross_entropy(probabilities, labels) == pytest.approx(expected)
    assert compute_accuracy(probabilities, labels) == metrics.accuracy_score(labels, probabilities > 0.5)


def test_a_tie_goes_to_the_lower_class() -> None:
    assert predict_classes(np.array([[0.5, 0.5], [0.2, 0.8]])).tolist() == [0, 1]
    assert predict_classes(np.array([0.5, 0.500001])).tolist() == [0, 1]


def test_a_certain_error_costs_a_finite_loss() -> None:
    summary = summarise(np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32), np.array([0, 1]))
    assert summary == {"accuracy": 0.5, "loss": round(-np.log(1e-7) / 2, 6), "errors": 1, "examples": 2}
