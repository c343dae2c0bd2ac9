"""Softmax and its cross-entropy: against SciPy, a numerical gradient and scikit-learn; at the ends of the range."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special
from sklearn.metrics import log_loss

from redes.foundations.softmax import cross_entropy, cross_entropy_gradient, log_softmax, one_hot, softmax

few = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def draw(seed: int, classes: int, scale: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    return rng.normal(0, scale, (4, classes)), rng.dirichlet(np.ones(classes), 4)


def test_worked_by_hand() -> None:
    logits = np.log([1.0, 2.0, 5.0])
    np.testing.assert_allclose(softmax(logits), [1 / 8, 2 / 8, 5 / 8])
    np.testing.assert_allclose(cross_entropy(logits, np.array([0.0, 1.0, 0.0])), np.log(4))
    np.testing.assert_allclose(cross_entropy_gradient(logits, np.array([0.0, 1.0, 0.0])), [1 / 8, -6 / 8, 5 / 8])


@few
@given(seeds, st.integers(1, 10), st.sampled_from([1.0, 100.0, 1e4]))
def test_like_scipy(seed: int, classes: int, scale: float) -> None:
    logits, _ = draw(seed, classes, scale)
    np.testing.assert_allclose(softmax(logits), special.softmax(logits, axis=-1), rtol=1e-12, atol=1e-300)
    np.testing.assert_allclose(log_softmax(logits), special.log_softmax(logits, axis=-1), rtol=1e-12, atol=1e-12)


@few
@given(seeds, st.integers(2, 10))
def test_the_cross_entropy_like_scikit_learn(seed: int, classes: int) -> None:
    logits, _ = draw(seed, classes)
    labels = np.arange(4) % classes
    expected = log_loss(labels, softmax(logits), labels=range(classes))
    np.testing.assert_allclose(cross_entropy(logits, one_hot(labels, classes)).mean(), expected)


@few
@given(seeds, st.integers(2, 8))
def test_the_gradient_is_the_numerical_one(seed: int, classes: int) -> None:
    logits, targets = draw(seed, classes)
    h = 1e-5
    numerical = [
        (cross_entropy(logits + h * unit, targets) - cross_entropy(logits - h * unit, targets)) / (2 * h)
        for unit in np.eye(classes)
    ]
    np.testing.assert_allclose(cross_entropy_gradient(logits, targets), np.transpose(numerical), atol=1e-8)


@few
@given(seeds, st.integers(1, 8), st.floats(-1e3, 1e3))
def test_probabilities_sum_to_one_and_a_common_shift_changes_nothing(seed: int, classes: int, shift: float) -> None:
    logits, targets = draw(seed, classes)
    np.testing.assert_allclose(softmax(logits).sum(axis=-1), 1)
    np.testing.assert_allclose(softmax(logits + shift), softmax(logits), rtol=1e-9)
    np.testing.assert_allclose(cross_entropy_gradient(logits, targets).sum(axis=-1), 0, atol=1e-12)


def test_two_classes_are_the_logistic_unit() -> None:
    a = np.linspace(-40, 40, 81)
    np.testing.assert_allclose(softmax(np.stack([np.zeros(81), a], axis=-1))[:, 1], special.expit(a), rtol=1e-12)


def test_logits_of_ten_thousand() -> None:
    logits = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4]])
    targets = one_hot(np.array([1, 2]), 3)
    np.testing.assert_allclose(cross_entropy(logits, targets), [2e4, np.log(3)])
    np.testing.assert_allclose(cross_entropy_gradient(logits, targets), [[1, -1, 0], [1 / 3, 1 / 3, -2 / 3]])


def test_targets_that_are_no_probabilities_are_refused() -> None:
    for function in (cross_entropy, cross_entropy_gradient):
        with pytest.raises(ValueError, match="expected targets that sum to 1; got sums from 0 to 2"):
            function(np.zeros((2, 2)), np.array([[1.0, 1.0], [0.0, 0.0]]))


@pytest.mark.parametrize("labels", [[0, 3], [-1, 0]])
def test_labels_beyond_the_classes_are_refused(labels: list[int]) -> None:
    with pytest.raises(ValueError, match=f"expected labels from 0 to 2; got {labels[0]} to {labels[1]}"):
        one_hot(np.array(labels), 3)
