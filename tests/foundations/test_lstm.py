"""The LSTM by hand and against Keras; its gradient through time against TensorFlow and a plain network's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.activations import sigmoid
from redes.foundations.lstm import LSTMParameters, advance_lstm, compute_step_jacobians, convert_keras_weights, run_lstm
from redes.foundations.recurrent import RecurrentParameters, run_hidden_to_hidden
from redes.foundations.through_time import compute_gradient_norms
from redes.foundations.through_time import compute_step_jacobians as compute_plain_jacobians

seeds = st.integers(0, 2**32 - 1)
small = st.integers(1, 5)


def draw_keras_weights(rng: np.random.Generator, inputs: int, units: int) -> list[np.ndarray]:
    shapes = [(inputs, 4 * units), (units, 4 * units), (4 * units,)]
    return [rng.normal(size=shape).astype(np.float32) for shape in shapes]


def test_one_step_by_hand() -> None:
    """W = [1, 2] and b = 0.5 for every gate, h = 0.1 and x = 0.2: each takes 0.1 + 0.4 + 0.5 = 1."""
    parameters = LSTMParameters(*[np.array([[1.0, 2.0]]), np.array([0.5])] * 4)
    states = advance_lstm(np.array([0.2]), np.array([0.1]), np.array([3.0]), parameters)
    gate = 1 / (1 + np.exp(-1))
    cell = gate * 3 + gate * np.tanh(1)
    np.testing.assert_allclose(np.ravel(states), [gate, gate, np.tanh(1), cell, gate, gate * np.tanh(cell)])


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=10, deadline=None)
@given(seeds, small, small, st.integers(1, 15))
def test_agrees_with_keras(seed: int, inputs: int, units: int, steps: int) -> None:
    import keras

    rng = np.random.default_rng(seed)
    weights = draw_keras_weights(rng, inputs, units)
    sequences = rng.normal(size=(3, steps, inputs)).astype(np.float32)
    layer = keras.layers.LSTM(units, return_sequences=True, return_state=True)
    layer.build(sequences.shape)
    layer.set_weights(weights)
    h, last_h, last_C = (np.asarray(values) for values in layer(sequences))

    states = run_lstm(sequences, convert_keras_weights(*weights))
    np.testing.assert_allclose(states.h, h, atol=1e-5)
    np.testing.assert_allclose(states.h[:, -1], last_h, atol=1e-5)
    np.testing.assert_allclose(states.C[:, -1], last_C, atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(seeds, small, small, st.integers(2, 15))
def test_gates_stay_in_their_ranges_and_satisfy_the_equations(seed: int, inputs: int, units: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    parameters = convert_keras_weights(*draw_keras_weights(rng, inputs, units))
    sequences = rng.normal(size=(2, steps, inputs))
    kept = sequences.copy()
    f, i, C_tilde, C, o, h = states = run_lstm(sequences, parameters)

    assert all(values.shape == (2, steps, units) for values in states)
    assert all((gate >= 0).all() and (gate <= 1).all() for gate in (f, i, o))
    assert (np.abs(C_tilde) <= 1).all()
    np.testing.assert_allclose(C[:, 1:], f[:, 1:] * C[:, :-1] + (i * C_tilde)[:, 1:])
    np.testing.assert_allclose(h, o * np.tanh(C))
    np.testing.assert_allclose(run_lstm(sequences[1], parameters).h, h[1], atol=1e-12)
    np.testing.assert_array_equal(sequences, kept)


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=8, deadline=None)
@given(seeds, small, small, st.integers(1, 6))
def test_jacobian_through_time_agrees_with_tensorflow(seed: int, inputs: int, units: int, steps: int) -> None:
    import keras
    import tensorflow as tf

    rng = np.random.default_rng(seed)
    weights = draw_keras_weights(rng, inputs, units)
    sequence = rng.normal(size=(steps, inputs))
    cell = keras.layers.LSTMCell(units, dtype="float64")
    cell.build((1, inputs))
    cell.set_weights(weights)
    first = tf.Variable(np.zeros((1, 2 * units)))  # h, then C
    with tf.GradientTape(persistent=True) as tape:
        state = tf.split(tf.convert_to_tensor(first), 2, axis=1)
        for x in sequence:
            _, state = cell(x[np.newaxis], state)
        last = tf.concat(state, axis=1)
    expected = tape.jacobian(last, first, experimental_use_pfor=False).numpy()[0, :, 0, :]

    parameters = convert_keras_weights(*weights)
    jacobians = compute_step_jacobians(run_lstm(sequence, parameters), parameters)
    np.testing.assert_allclose(np.linalg.multi_dot([np.eye(2 * units), *jacobians[::-1]]), expected, atol=1e-9)
    np.testing.assert_allclose(compute_gradient_norms(jacobians)[-1], np.linalg.norm(expected, 2), rtol=1e-6)


def test_remembers_where_a_plain_network_forgets() -> None:
    """Random weights of the same size: with its forget gates open the LSTM keeps the gradient over 100 steps."""
    rng = np.random.default_rng(0)
    units, steps = 16, 100
    sequence = rng.normal(size=(steps, 4))
    W = rng.normal(0, 0.5 / np.sqrt(units), (units, units))
    plain = RecurrentParameters(rng.normal(0, 0.5, (units, 4)), W, np.zeros((1, units)), np.zeros(units), np.zeros(1))
    h = run_hidden_to_hidden(sequence, plain).h
    matrices = [rng.normal(0, 0.5 / np.sqrt(units), (units, units + 4)) for _ in range(4)]
    biases = [np.full(units, bias) for bias in (6.0, -6.0, 0.0, 0.0)]
    parameters = LSTMParameters(*(values for pair in zip(matrices, biases, strict=True) for values in pair))

    vanishing = compute_gradient_norms(compute_plain_jacobians(h, W))
    kept = compute_gradient_norms(compute_step_jacobians(run_lstm(sequence, parameters), parameters))
    assert vanishing[-1] < 1e-20
    assert kept[-1] > 0.5


def test_an_open_forget_gate_alone_decides_how_fast_the_cell_s_gradient_fades() -> None:
    shut = np.zeros((1, 2))
    parameters = LSTMParameters(shut, np.array([3.0]), *[shut, np.zeros(1)] * 3)
    jacobians = compute_step_jacobians(run_lstm(np.ones((50, 1)), parameters), parameters)
    np.testing.assert_allclose(jacobians[:, 1, 1], sigmoid(np.array(3.0)))
    np.testing.assert_array_equal(jacobians[:, :, 0], 0)  # nothing reads h


def test_refusals() -> None:
    kernel, recurrent_kernel, bias = draw_keras_weights(np.random.default_rng(0), 2, 3)
    parameters = convert_keras_weights(kernel, recurrent_kernel, bias)
    with pytest.raises(ValueError, match=r"expected \(inputs, 12\), \(3, 12\) and \(12,\); got .*\(2, 8\)"):
        convert_keras_weights(kernel[:, :8], recurrent_kernel, bias)
    for shape in ((2,), (0, 2)):
        with pytest.raises(ValueError, match=r"expected a sequence \(..., steps, inputs\) with a step or more"):
            run_lstm(np.ones(shape), parameters)
    with pytest.raises(ValueError, match=r"expected W_f with shape \(3, 8\); got \(3, 5\)"):
        run_lstm(np.ones((4, 5)), parameters)
    with pytest.raises(ValueError, match=r"expected b_o with shape \(3,\); got \(1,\)"):
        run_lstm(np.ones((4, 2)), parameters._replace(b_o=np.ones(1)))
    with pytest.raises(ValueError, match=r"expected states \(steps, 3\) of one sequence; got shape \(2, 4, 3\)"):
        compute_step_jacobians(run_lstm(np.ones((2, 4, 2)), parameters), parameters)
