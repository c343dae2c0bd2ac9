"""Activation functions against SciPy, NumPy and differences."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from redes.foundations import activations

PAIRS = {
    "sigmoid": (activations.sigmoid, activations.sigmoid_derivative),
    "tanh": (activations.tanh, activations.tanh_derivative),
    "relu": (activations.relu, activations.relu_derivative),
    "softplus": (activations.softplus, activations.softplus_derivative),
}
numbers = st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=20).map(np.array)


@settings(max_examples=50, deadline=None)
@given(numbers)
def test_agree_with_scipy_and_numpy(x: np.ndarray) -> None:
    np.testing.assert_allclose(activations.sigmoid(x), expit(x), rtol=1e-13, atol=1e-300)  # SciPy drops subnormals
    np.testing.assert_allclose(activations.softplus(x), np.logaddexp(0, x), rtol=1e-13, atol=1e-300)
    np.testing.assert_allclose(activations.relu(x), np.where(x > 0, x, 0.0))
    small = np.clip(x, -300, 300)
    formula = (np.exp(small) - np.exp(-small)) / (np.exp(small) + np.exp(-small))
    np.testing.assert_allclose(activations.tanh(small), formula, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", PAIRS)
def test_derivatives_agree_with_differences(name: str) -> None:
    function, derivative = PAIRS[name]
    x = np.linspace(-20, 20, 400)  # 0 is not among them
    difference = (function(x + 1e-5) - function(x - 1e-5)) / 2e-5
    np.testing.assert_allclose(derivative(x), difference, atol=1e-9)


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("kind", [0, 1])
def test_stay_finite_without_a_warning(name: str, kind: int) -> None:
    x = np.array([-1e300, -1e4, -745.0, -0.0, 0.0, 745.0, 1e4])
    kept = x.copy()
    function: Callable[[np.ndarray], np.ndarray] = PAIRS[name][kind]
    with warnings.catch_warnings(), np.errstate(over="raise", invalid="raise", divide="raise"):
        values = function(x)
    assert np.isfinite(values).all()
    assert values.dtype == np.float64
    np.testing.assert_array_equal(x, kept)


def test_worked_by_hand() -> None:
    assert activations.softplus(np.array(0.0)) == np.log(2)
    assert activations.sigmoid(np.array(np.log(3))) == pytest.approx(0.75)
    assert activations.relu_derivative(np.array([-1.0, 0.0, 2.0])).tolist() == [0, 0, 1]
    assert activations.tanh(np.array(np.log(2))) == pytest.approx(0.6)  # (2 - 1/2) / (2 + 1/2)


@settings(max_examples=50, deadline=None)
@given(numbers)
def test_softplus_lies_above_relu_by_at_most_ln_2(x: np.ndarray) -> None:
    gap = activations.softplus(x) - activations.relu(x)
    assert (gap >= 0).all()
    assert (gap <= np.log(2)).all()
