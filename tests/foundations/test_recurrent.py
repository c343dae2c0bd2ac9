"""The three recurrent designs by hand and against Keras."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.recurrent import (
    RecurrentParameters,
    RecurrentStates,
    run_hidden_to_hidden,
    run_output_to_hidden,
    run_to_final_output,
    unroll,
)

seeds = st.integers(0, 2**32 - 1)
small = st.integers(1, 4)


def draw_parameters(
    rng: np.random.Generator, inputs: int, units: int, outputs: int, fed_back: int
) -> RecurrentParameters:
    shapes = [(units, inputs), (units, fed_back), (outputs, units), (units,), (outputs,)]
    return RecurrentParameters(*(rng.normal(size=shape) for shape in shapes))


def one_unit(W: float) -> RecurrentParameters:
    """U = 1, V = 2, b = 0.5, c = -1."""
    return RecurrentParameters(np.eye(1), np.array([[W]]), np.array([[2.0]]), np.array([0.5]), np.array([-1.0]))


def test_unrolled_state_is_the_function_of_the_function() -> None:
    def f(s: np.ndarray, theta: float) -> np.ndarray:
        return np.tanh(theta * s)

    first = np.array([0.3, -0.8])
    states = unroll(f, first, 1.7, num_steps=2)
    np.testing.assert_array_equal(states, [first, f(first, 1.7), f(f(first, 1.7), 1.7)])


def test_two_steps_by_hand() -> None:
    sequence = np.array([[1.0], [0.0]])
    first = np.tanh(1.5)

    hidden = run_hidden_to_hidden(sequence, one_unit(3.0))
    np.testing.assert_allclose(hidden.h[:, 0], [first, np.tanh(3 * first + 0.5)])
    np.testing.assert_allclose(hidden.o, 2 * hidden.h - 1)

    output = run_output_to_hidden(sequence, one_unit(3.0))
    np.testing.assert_allclose(output.h[:, 0], [first, np.tanh(3 * (2 * first - 1) + 0.5)])
    np.testing.assert_allclose(output.o, 2 * output.h - 1)

    final = run_to_final_output(sequence, one_unit(3.0))
    np.testing.assert_array_equal(final.h, hidden.h)
    np.testing.assert_array_equal(final.o, hidden.o[-1])


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=8, deadline=None)
@given(seeds, small, small, small, st.integers(1, 12))
def test_hidden_to_hidden_agrees_with_keras(seed: int, inputs: int, units: int, outputs: int, steps: int) -> None:
    import keras

    rng = np.random.default_rng(seed)
    parameters = draw_parameters(rng, inputs, units, outputs, fed_back=units)
    sequences = rng.normal(size=(3, steps, inputs)).astype(np.float32)
    hidden = keras.layers.SimpleRNN(units, return_sequences=True)
    hidden.build(sequences.shape)
    hidden.set_weights([parameters.U.T, parameters.W.T, parameters.b])
    read_out = keras.layers.Dense(outputs)
    read_out.build((3, steps, units))
    read_out.set_weights([parameters.V.T, parameters.c])

    h = np.asarray(hidden(sequences))
    o = np.asarray(read_out(h))
    states = run_hidden_to_hidden(sequences, parameters)
    np.testing.assert_allclose(states.h, h, atol=1e-5)
    np.testing.assert_allclose(states.o, o, atol=1e-5)
    np.testing.assert_allclose(run_to_final_output(sequences, parameters).o, o[:, -1], atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(seeds, small, small, small, st.integers(1, 12))
def test_feeding_back_the_output_is_feeding_back_the_state_through_it(
    seed: int, inputs: int, units: int, outputs: int, steps: int
) -> None:
    """W o = W V h + W c: the same network as one of the first design with that matrix, after its first step."""
    rng = np.random.default_rng(seed)
    output = draw_parameters(rng, inputs, units, outputs, fed_back=outputs)._replace(c=np.zeros(outputs))
    hidden = output._replace(W=output.W @ output.V)
    sequence = rng.normal(size=(steps, inputs))
    np.testing.assert_allclose(
        run_output_to_hidden(sequence, output).o, run_hidden_to_hidden(sequence, hidden).o, atol=1e-9
    )


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(2, 12))
def test_any_length_and_number_of_sequences_with_one_set_of_parameters(seed: int, steps: int) -> None:
    rng = np.random.default_rng(seed)
    parameters = draw_parameters(rng, inputs=2, units=3, outputs=3, fed_back=3)
    sequences = rng.normal(size=(4, steps, 2))
    kept = sequences.copy()
    for run in (run_hidden_to_hidden, run_output_to_hidden):
        whole = run(sequences, parameters)
        np.testing.assert_allclose(whole.o[:, : steps - 1], run(sequences[:, :-1], parameters).o, atol=1e-12)
        np.testing.assert_allclose(whole.o[1], run(sequences[1], parameters).o, atol=1e-12)
    np.testing.assert_array_equal(sequences, kept)


@pytest.mark.parametrize("run", [run_hidden_to_hidden, run_output_to_hidden, run_to_final_output])
def test_refusals(run: Callable[..., RecurrentStates]) -> None:
    fed_back = 1 if run is run_output_to_hidden else 3
    good = draw_parameters(np.random.default_rng(0), inputs=2, units=3, outputs=1, fed_back=fed_back)
    for shape in ((2,), (0, 2)):
        with pytest.raises(ValueError, match=r"expected a sequence \(..., steps, inputs\) with a step or more"):
            run(np.ones(shape), good)
    with pytest.raises(ValueError, match=r"expected U with shape \(3, 5\); got \(3, 2\)"):
        run(np.ones((4, 5)), good)
    with pytest.raises(ValueError, match=rf"expected W with shape \(3, {fed_back}\); got \(3, 2\)"):
        run(np.ones((4, 2)), good._replace(W=np.ones((3, 2))))
    with pytest.raises(ValueError, match=r"expected V with shape \(1, 3\); got \(3, 1\)"):
        run(np.ones((4, 2)), good._replace(V=np.ones((3, 1))))
