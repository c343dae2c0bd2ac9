"""Three designs of recurrent network, unrolled over a sequence (T21).

The letters are those of the equations: U brings the input in, W feeds something back, V reads the hidden state out.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

Theta = TypeVar("Theta")


class RecurrentParameters(NamedTuple):
    """Weights and biases that every step shares; floats."""

    U: np.ndarray  # (units, inputs): from the input to the hidden layer
    W: np.ndarray  # (units, units) from the last hidden state, or (units, outputs) from the last output
    V: np.ndarray  # (outputs, units): from the hidden layer to the output
    b: np.ndarray  # (units,): of the hidden layer
    c: np.ndarray  # (outputs,): of the output


class RecurrentStates(NamedTuple):
    """What a network went through; float64."""

    h: np.ndarray  # (..., steps, units): hidden states after each step
    o: np.ndarray  # (..., steps, outputs): an output for each step, or (..., outputs) for the last one only


def unroll(
    step: Callable[[np.ndarray, Theta], np.ndarray], state: np.ndarray, theta: Theta, num_steps: int
) -> np.ndarray:
    """Apply one function with the same parameters again and again: s_t = f(s_{t-1}; theta).

    >>> unroll(lambda s, theta: theta * s, np.array([1.0]), 0.5, num_steps=3).ravel().tolist()
    [1.0, 0.5, 0.25, 0.125]

    Args:
        step: f, from a state and the parameters to the next state of the same shape.
        state: s_0, floats of any shape.
        theta: the parameters, whatever f takes.
        num_steps: how often.

    Returns:
        float64 ``(num_steps + 1, *state.shape)``: s_0, s_1, ..., s_num_steps.

    Source: T21; Goodfellow, Bengio and Courville (2016), equation 10.1.
    """
    states = [np.asarray(state, dtype=np.float64)]
    for _ in range(num_steps):
        states.append(np.asarray(step(states[-1], theta), dtype=np.float64))
    return np.stack(states)


def advance(x: np.ndarray, fed_back: np.ndarray, parameters: RecurrentParameters) -> np.ndarray:
    """Take one step of any of the three designs: h_t = tanh(U x_t + W r_{t-1} + b).

    Args:
        x: the input x_t, floats ``(..., inputs)``.
        fed_back: r_{t-1}, the last hidden state ``(..., units)`` or the last output ``(..., outputs)``.
        parameters: of the network; V and c are not used.

    Returns:
        h_t, float64 ``(..., units)`` in [-1, 1].

    Source: T21; Goodfellow, Bengio and Courville (2016), equations 10.8 and 10.9.
    """
    return np.tanh(x @ parameters.U.T + fed_back @ parameters.W.T + parameters.b)


def run_hidden_to_hidden(sequence: np.ndarray, parameters: RecurrentParameters) -> RecurrentStates:
    """Feed the hidden state back, and give an output at every step.

    h_t = tanh(U x_t + W h_{t-1} + b), o_t = V h_t + c, from h_0 = 0.

    Args:
        sequence: x_1, ..., x_T, floats ``(..., steps, inputs)``.
        parameters: of the network, W ``(units, units)``.

    Returns:
        Hidden states ``(..., steps, units)`` and outputs ``(..., steps, outputs)``.

    Raises:
        ValueError: when the sequence has no step, or the shapes do not fit each other.

    Source: T21; Goodfellow, Bengio and Courville (2016), figure 10.3 and equations 10.8 to 10.10.
    """
    sequence = check_shapes(sequence, parameters, fed_back="units")
    state = np.zeros((*sequence.shape[:-2], len(parameters.b)))
    states = []
    for x in np.moveaxis(sequence, -2, 0):
        state = advance(x, state, parameters)
        states.append(state)
    h = np.stack(states, axis=-2)
    return RecurrentStates(h, h @ parameters.V.T + parameters.c)


def run_output_to_hidden(sequence: np.ndarray, parameters: RecurrentParameters) -> RecurrentStates:
    """Feed the output back, and give one at every step.

    h_t = tanh(U x_t + W o_{t-1} + b), o_t = V h_t + c, from o_0 = 0. All that a step learns of the past is the last
    output, so what the outputs do not say is forgotten.

    Args:
        sequence: x_1, ..., x_T, floats ``(..., steps, inputs)``.
        parameters: of the network, W ``(units, outputs)``.

    Returns:
        Hidden states ``(..., steps, units)`` and outputs ``(..., steps, outputs)``.

    Raises:
        ValueError: when the sequence has no step, or the shapes do not fit each other.

    Source: T21; Goodfellow, Bengio and Courville (2016), figure 10.4.
    """
    sequence = check_shapes(sequence, parameters, fed_back="outputs")
    output = np.zeros((*sequence.shape[:-2], len(parameters.c)))
    states, outputs = [], []
    for x in np.moveaxis(sequence, -2, 0):
        state = advance(x, output, parameters)
        output = state @ parameters.V.T + parameters.c
        states.append(state)
        outputs.append(output)
    return RecurrentStates(np.stack(states, axis=-2), np.stack(outputs, axis=-2))


def run_to_final_output(sequence: np.ndarray, parameters: RecurrentParameters) -> RecurrentStates:
    """Feed the hidden state back, and give one output when the sequence has ended: o = V h_T + c.

    Args:
        sequence: x_1, ..., x_T, floats ``(..., steps, inputs)``.
        parameters: of the network, W ``(units, units)``.

    Returns:
        Hidden states ``(..., steps, units)`` and the output ``(..., outputs)``.

    Raises:
        ValueError: when the sequence has no step, or the shapes do not fit each other.

    Source: T21; Goodfellow, Bengio and Courville (2016), figure 10.5.
    """
    states = run_hidden_to_hidden(sequence, parameters)
    return RecurrentStates(states.h, states.o[..., -1, :])


def check_shapes(sequence: np.ndarray, parameters: RecurrentParameters, fed_back: str) -> np.ndarray:
    """Refuse a sequence and parameters whose shapes do not fit, where NumPy might stretch them.

    Source: the shapes of the slides' networks, T21.

    Args:
        sequence: floats ``(..., steps, inputs)``, at least one step.
        parameters: of a network.
        fed_back: ``"units"`` or ``"outputs"``, what W takes.

    Returns:
        The sequence as float64.

    Raises:
        ValueError: with the shape that was expected and the one that came.
    """
    sequence = np.asarray(sequence, dtype=np.float64)
    sizes = {"units": len(parameters.b), "outputs": len(parameters.c)}
    if sequence.ndim < 2 or sequence.shape[-2] < 1:
        raise ValueError(f"expected a sequence (..., steps, inputs) with a step or more; got shape {sequence.shape}")
    expected = {
        "U": (sizes["units"], sequence.shape[-1]),
        "W": (sizes["units"], sizes[fed_back]),
        "V": (sizes["outputs"], sizes["units"]),
        "b": (sizes["units"],),
        "c": (sizes["outputs"],),
    }
    for name, shape in expected.items():
        if getattr(parameters, name).shape != shape:
            raise ValueError(f"expected {name} with shape {shape}; got {getattr(parameters, name).shape}")
    return sequence
