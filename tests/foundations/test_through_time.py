"""Gradients through time against TensorFlow's tape."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.recurrent import RecurrentParameters, run_hidden_to_hidden, run_output_to_hidden
from redes.foundations.through_time import (
    backpropagate_hidden_to_hidden,
    backpropagate_output_to_hidden,
    compute_gradient_norms,
    compute_step_jacobians,
)

seeds = st.integers(0, 2**32 - 1)
small = st.integers(1, 4)
DESIGNS = {
    "hidden": (run_hidden_to_hidden, backpropagate_hidden_to_hidden),
    "output": (run_output_to_hidden, backpropagate_output_to_hidden),
}


def draw(rng: np.random.Generator, inputs: int, units: int, outputs: int, fed_back: int) -> RecurrentParameters:
    shapes = [(units, inputs), (units, fed_back), (outputs, units), (units,), (outputs,)]
    return RecurrentParameters(*(rng.normal(0, 0.7, size=shape) for shape in shapes))


def differentiate_with_tape(
    sequences: np.ndarray, weights: np.ndarray, parameters: RecurrentParameters, design: str
) -> list[Any]:
    """Gradients of sum(weights * outputs) by the parameters, from TensorFlow."""
    import tensorflow as tf

    U, W, V, b, c = variables = [tf.Variable(values) for values in parameters]
    with tf.GradientTape() as tape:
        fed_back = tf.zeros((len(sequences), W.shape[1]), tf.float64)
        loss = tf.zeros((), tf.float64)
        for t in range(sequences.shape[1]):
            h = tf.tanh(tf.matmul(sequences[:, t], U, transpose_b=True) + tf.matmul(fed_back, W, transpose_b=True) + b)
            o = tf.matmul(h, V, transpose_b=True) + c
            loss += tf.reduce_sum(weights[:, t] * o)
            fed_back = h if design == "hidden" else o
    return [gradient.numpy() for gradient in tape.gradient(loss, variables, unconnected_gradients="zero")]


@pytest.mark.usefixtures("tensorflow_settings")
@pytest.mark.parametrize("design", DESIGNS)
@settings(max_examples=8, deadline=None)
@given(seeds, small, small, small, st.integers(1, 8))
def test_gradients_agree_with_tensorflow(
    design: str, seed: int, inputs: int, units: int, outputs: int, steps: int
) -> None:
    run, backpropagate = DESIGNS[design]
    rng = np.random.default_rng(seed)
    parameters = draw(rng, inputs, units, outputs, fed_back=units if design == "hidden" else outputs)
    sequences, weights = rng.normal(size=(2, steps, inputs)), rng.normal(size=(2, steps, outputs))
    kept = weights.copy()

    gradients = backpropagate(sequences, run(sequences, parameters), weights, parameters)

    for mine, theirs in zip(gradients, differentiate_with_tape(sequences, weights, parameters, design), strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(weights, kept)


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=8, deadline=None)
@given(seeds, small, st.integers(1, 8))
def test_norm_of_the_state_s_gradient_agrees_with_tensorflow(seed: int, units: int, steps: int) -> None:
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    parameters = draw(rng, 2, units, 1, fed_back=units)
    sequence = rng.normal(size=(steps, 2))
    first = tf.Variable(np.zeros((units, 1)))
    with tf.GradientTape(persistent=True) as tape:
        h = tf.convert_to_tensor(first)
        for x in sequence:
            h = tf.tanh(parameters.U @ x[:, np.newaxis] + parameters.W @ h + parameters.b[:, np.newaxis])
    jacobian = tape.jacobian(h, first, experimental_use_pfor=False).numpy()[:, 0, :, 0]

    states = run_hidden_to_hidden(sequence, parameters)
    norms = compute_gradient_norms(compute_step_jacobians(states.h, parameters.W))
    assert norms.shape == (steps + 1,)
    assert norms[0] == 1
    np.testing.assert_allclose(norms[-1], np.linalg.svd(jacobian, compute_uv=False)[0], rtol=1e-9)


def test_one_linear_unit_keeps_or_loses_or_explodes_by_powers() -> None:
    """At h = 0 the slope is 1, so that a change is multiplied by W at each step."""
    for weight in (0.9, 1.0, 1.1):
        norms = compute_gradient_norms(compute_step_jacobians(np.zeros((200, 1)), np.array([[weight]])))
        np.testing.assert_allclose(norms, weight ** np.arange(201), rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(seeds)
def test_gradients_vanish_under_a_matrix_that_shrinks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    orthogonal, _ = np.linalg.qr(rng.normal(size=(5, 5)))
    h = np.tanh(rng.normal(size=(50, 5)))
    norms = compute_gradient_norms(compute_step_jacobians(h, 0.9 * orthogonal))
    assert (norms <= 0.9 ** np.arange(51) + 1e-12).all()


def test_refusals() -> None:
    parameters = draw(np.random.default_rng(0), 2, 3, 1, fed_back=3)
    sequence = np.ones((4, 2))
    states = run_hidden_to_hidden(sequence, parameters)
    with pytest.raises(ValueError, match=r"expected gradients of outputs \(4, 1\); got shape \(4, 2\)"):
        backpropagate_hidden_to_hidden(sequence, states, np.ones((4, 2)), parameters)
    with pytest.raises(ValueError, match=r"expected W with shape \(3, 1\); got \(3, 3\)"):
        backpropagate_output_to_hidden(sequence, states, np.ones((4, 1)), parameters)
    with pytest.raises(ValueError, match=r"got shapes \(4, 3\) and \(2, 2\)"):
        compute_step_jacobians(states.h, np.ones((2, 2)))
    with pytest.raises(ValueError, match=r"expected Jacobians \(steps, size, size\); got shape \(4, 3, 2\)"):
        compute_gradient_norms(np.ones((4, 3, 2)))
