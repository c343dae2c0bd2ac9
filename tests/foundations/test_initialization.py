"""Initial weights: limits, moments, and what becomes of a signal in ten layers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.initialization import (
    INITIALIZERS,
    activation_variances,
    draw_weights,
    glorot_limit,
    glorot_uniform,
    slide_limit,
    slide_uniform,
    zeros,
)
from redes.foundations.networks import fit, propagate_forward
from redes.foundations.perceptron import truth_table

few = settings(max_examples=20, deadline=None)
widths = st.integers(1, 40)

#: Of n = 150 inputs and m = 50 outputs: zeros, 1, 2/(n+m)^2, 2/(n+m), 2/n.
VARIANCES = {
    "zeros": 0.0,
    "large_normal": 1.0,
    "slide_uniform": 2 / 200**2,
    "glorot_uniform": 2 / 200,
    "he_normal": 2 / 150,
}


def variances_in_depth(name: str, scale: float = 1.0) -> np.ndarray:
    rng = np.random.default_rng(1)
    return activation_variances(rng.normal(0, scale, (200, 100)), draw_weights([100] * 11, INITIALIZERS[name], rng))


def test_the_limits_worked_by_hand() -> None:
    assert slide_limit(2, 4) == pytest.approx(0.408248)
    assert glorot_limit(2, 4) == pytest.approx(1)


@few
@given(widths, widths)
def test_the_slip_is_too_narrow_by_the_root_of_the_units(num_inputs: int, num_outputs: int) -> None:
    limits = glorot_limit(num_inputs, num_outputs), slide_limit(num_inputs, num_outputs)
    assert limits[0] / limits[1] == pytest.approx(np.sqrt(num_inputs + num_outputs))


@few
@given(widths, widths, st.integers(0, 2**32 - 1))
def test_uniform_weights_stay_within_their_limits(num_inputs: int, num_outputs: int, seed: int) -> None:
    for draw, limit in ((slide_uniform, slide_limit), (glorot_uniform, glorot_limit)):
        weights = draw(num_inputs, num_outputs, np.random.default_rng(seed))
        assert np.abs(weights).max() <= limit(num_inputs, num_outputs)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_mean_variance_and_shape(name: str) -> None:
    weights = INITIALIZERS[name](150, 50, np.random.default_rng(2))
    assert weights.shape == (50, 150)
    assert weights.dtype == np.float64
    assert weights.var() == pytest.approx(VARIANCES[name], rel=0.05)
    assert abs(weights.mean()) <= 5 * np.sqrt(VARIANCES[name] / weights.size)


@pytest.mark.parametrize("name", INITIALIZERS)
def test_the_same_seed_gives_the_same_weights_and_biases_start_at_zero(name: str) -> None:
    first, second = (draw_weights([3, 5, 2], INITIALIZERS[name], np.random.default_rng(3)) for _ in range(2))
    assert [theta.shape for theta in first] == [(5, 4), (2, 6)]
    assert all((theta[:, 0] == 0).all() for theta in first)
    assert b"".join(theta.tobytes() for theta in first) == b"".join(theta.tobytes() for theta in second)


def test_a_faint_signal_keeps_its_variance_with_glorot_and_loses_it_with_the_slip() -> None:
    """Where tanh(a) is a, n units multiply the variance by n var(w): 1 for Glorot, 1 / (2n) for the slip."""
    glorot, slip = variances_in_depth("glorot_uniform", 0.01), variances_in_depth("slide_uniform", 0.01)
    np.testing.assert_allclose(glorot[1:] / glorot[:-1], 1, atol=0.2)
    np.testing.assert_allclose(slip[1:] / slip[:-1], 1 / 200, rtol=0.2)


def test_zeros_are_silent_and_large_weights_saturate() -> None:
    assert variances_in_depth("zeros")[1:].tolist() == [0] * 10
    assert (variances_in_depth("large_normal")[1:] > 0.8).all()
    assert variances_in_depth("glorot_uniform")[-1] > 1e6 * variances_in_depth("slide_uniform")[-1]


def test_from_zeros_the_hidden_units_never_differ() -> None:
    x, y = truth_table("XNOR")
    weights = draw_weights([2, 3, 1], zeros, np.random.default_rng(4))
    (hidden, _), _ = fit(x, y[:, np.newaxis], weights, ["sigmoid", "sigmoid"], rate=1.0, steps=50)
    assert (hidden == hidden[0]).all()


def test_the_variances_are_those_of_the_layers() -> None:
    rng = np.random.default_rng(5)
    x, weights = rng.normal(size=(4, 2)), draw_weights([2, 3, 1], glorot_uniform, rng)
    layers = propagate_forward(x, weights, ["tanh", "tanh"])
    assert activation_variances(x, weights).tolist() == [np.var(layer) for layer in layers]
