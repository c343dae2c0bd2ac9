"""The neuron: worked by hand, against SciPy, and at the ends of the range."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.special import expit

from redes.foundations.neuron import logistic_unit, net_input, sigmoid, with_bias

few = settings(max_examples=50, deadline=None)
numbers = arrays(np.float64, st.integers(1, 20), elements=st.floats(-1e4, 1e4))


def test_the_bias_unit_comes_first_on_the_last_axis() -> None:
    assert with_bias(np.array([3, 4])).tolist() == [1, 3, 4]
    assert with_bias(np.zeros((2, 3, 4))).shape == (2, 3, 5)


def test_a_sum_worked_by_hand() -> None:
    x = np.array([[1.0, 2.0], [0.0, -1.0]])
    assert net_input(x, np.array([0.5, 2.0, -1.0])).tolist() == [0.5, 1.5]
    assert net_input(x, np.array([[0.5, 2.0, -1.0], [1.0, 0.0, 3.0]])).tolist() == [[0.5, 7.0], [1.5, -2.0]]


def test_a_logistic_unit_worked_by_hand() -> None:
    assert logistic_unit(np.array([np.log(3.0)]), np.array([0.0, 1.0])) == pytest.approx(3 / 4)


@few
@given(numbers)
def test_the_sigmoid_agrees_with_scipy(a: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(a), expit(a), rtol=1e-12, atol=1e-300)  # below, SciPy goes to 0


@few
@given(numbers)
def test_the_sigmoid_is_symmetric_and_rises(a: np.ndarray) -> None:
    np.testing.assert_allclose(sigmoid(-a), 1 - sigmoid(a), atol=1e-15)
    assert (np.diff(sigmoid(np.sort(a))) >= 0).all()


@pytest.mark.parametrize("theta", [np.zeros(2), np.zeros(4), np.zeros((5, 2))])
def test_weights_that_do_not_fit_are_refused(theta: np.ndarray) -> None:
    with pytest.raises(ValueError, match=f"expected 3 weights, .*theta has {theta.shape[-1]}"):
        net_input(np.zeros((1, 2)), theta)
