"""The LSTM: gates that decide what a cell forgets, takes in and shows (T22).

The letters are those of the slides: f, i and o are gates, C~ is what could be taken in, C the cell, h what it shows.
"""

from typing import NamedTuple

import numpy as np

from redes.foundations.activations import sigmoid


class LSTMParameters(NamedTuple):
    """A matrix ``(units, units + inputs)`` and a bias ``(units,)`` for each gate; floats."""

    W_f: np.ndarray
    b_f: np.ndarray
    W_i: np.ndarray
    b_i: np.ndarray
    W_C: np.ndarray
    b_C: np.ndarray
    W_o: np.ndarray
    b_o: np.ndarray


class LSTMStates(NamedTuple):
    """All that a step computes, float64 ``(..., units)``; of a sequence ``(..., steps, units)``."""

    f: np.ndarray  # forget gate, in [0, 1]
    i: np.ndarray  # input gate, in [0, 1]
    C_tilde: np.ndarray  # candidate, in [-1, 1]
    C: np.ndarray  # cell
    o: np.ndarray  # output gate, in [0, 1]
    h: np.ndarray  # hidden state, in [-1, 1]


def advance_lstm(x: np.ndarray, h: np.ndarray, C: np.ndarray, parameters: LSTMParameters) -> LSTMStates:
    """Take one step of an LSTM.

    f_t = g(W_f [h_{t-1}, x_t] + b_f), i_t = g(W_i [h_{t-1}, x_t] + b_i), C~_t = tanh(W_C [h_{t-1}, x_t] + b_C),
    C_t = f_t * C_{t-1} + i_t * C~_t, o_t = g(W_o [h_{t-1}, x_t] + b_o), h_t = o_t * tanh(C_t), with the sigmoid g,
    [h, x] one vector after the other and * element by element.

    Args:
        x: the input x_t, floats ``(..., inputs)``.
        h: the last hidden state h_{t-1}, floats ``(..., units)``.
        C: the last cell C_{t-1}, floats ``(..., units)``.
        parameters: of the cell.

    Returns:
        All gates and states of the step, ``(..., units)`` each.

    Source: T22; Hochreiter and Schmidhuber (1997), "Long short-term memory"; the forget gate is Gers, Schmidhuber and
        Cummins (2000), "Learning to forget".
    """
    p, hx = parameters, np.concatenate([h, x], axis=-1)
    f = sigmoid(hx @ p.W_f.T + p.b_f)
    i = sigmoid(hx @ p.W_i.T + p.b_i)
    C_tilde = np.tanh(hx @ p.W_C.T + p.b_C)
    C = f * C + i * C_tilde
    o = sigmoid(hx @ p.W_o.T + p.b_o)
    return LSTMStates(f, i, C_tilde, C, o, o * np.tanh(C))


def run_lstm(sequence: np.ndarray, parameters: LSTMParameters) -> LSTMStates:
    """Let an LSTM read a sequence, from h_0 = 0 and C_0 = 0.

    Args:
        sequence: x_1, ..., x_T, floats ``(..., steps, inputs)``.
        parameters: of the cell.

    Returns:
        Gates and states after each step, ``(..., steps, units)`` each.

    Raises:
        ValueError: when the sequence has no step, or the shapes do not fit each other.

    Source: T22.
    """
    sequence = np.asarray(sequence, dtype=np.float64)
    if sequence.ndim < 2 or sequence.shape[-2] < 1:
        raise ValueError(f"expected a sequence (..., steps, inputs) with a step or more; got shape {sequence.shape}")
    num_units = len(parameters.b_f)
    _check_parameters(parameters, num_units, sequence.shape[-1])
    h = C = np.zeros((*sequence.shape[:-2], num_units))
    steps = []
    for x in np.moveaxis(sequence, -2, 0):
        steps.append(advance_lstm(x, h, C, parameters))
        h, C = steps[-1].h, steps[-1].C
    return LSTMStates(*(np.stack(values, axis=-2) for values in zip(*steps, strict=True)))


def convert_keras_weights(kernel: np.ndarray, recurrent_kernel: np.ndarray, bias: np.ndarray) -> LSTMParameters:
    """Turn the weights of ``keras.layers.LSTM`` into the slides' form.

    Keras keeps the gates side by side in the order i, f, C~, o, inputs and hidden state apart, and multiplies from
    the other side: x kernel + h recurrent_kernel + bias.

    Args:
        kernel: ``(inputs, 4 * units)``, first of the layer's ``get_weights()``.
        recurrent_kernel: ``(units, 4 * units)``, the second.
        bias: ``(4 * units,)``, the third.

    Returns:
        The same weights as float64.

    Raises:
        ValueError: when the shapes do not fit each other.

    Source: T22.
    """
    num_units = len(recurrent_kernel)
    width = 4 * num_units
    if kernel.ndim != 2 or {kernel.shape[-1], recurrent_kernel.shape[-1], bias.shape[-1]} != {width}:
        shapes = kernel.shape, recurrent_kernel.shape, bias.shape
        raise ValueError(f"expected (inputs, {width}), ({num_units}, {width}) and ({width},); got shapes {shapes}")
    stacked = np.concatenate([recurrent_kernel, kernel]).astype(np.float64)
    W_i, W_f, W_C, W_o = (matrix.T for matrix in np.split(stacked, 4, axis=1))
    b_i, b_f, b_C, b_o = np.split(bias.astype(np.float64), 4)
    return LSTMParameters(W_f, b_f, W_i, b_i, W_C, b_C, W_o, b_o)


def compute_step_jacobians(states: LSTMStates, parameters: LSTMParameters) -> np.ndarray:
    """Differentiate each state (h_t, C_t) of an LSTM by the one before.

    With W' the columns of a matrix that meet h_{t-1}, and each factor scaling a row:
    dC_t/dC_{t-1} = f, dC_t/dh_{t-1} = C_{t-1} f(1-f) W_f' + C~ i(1-i) W_i' + i (1-C~^2) W_C',
    dh_t/d. = o (1 - tanh^2 C_t) dC_t/d. , and for h_{t-1} also tanh(C_t) o(1-o) W_o'.

    The first of these is why an LSTM remembers: where f is near 1 the cell's gradient passes nearly whole, while a
    plain network multiplies by W and by a slope at every step.

    Args:
        states: of one sequence, ``(steps, units)`` each, as ``run_lstm`` returns them.
        parameters: of the cell.

    Returns:
        float64 ``(steps, 2 * units, 2 * units)``, h before C in rows and columns; ``compute_gradient_norms`` of
        ``through_time`` takes them as it takes those of a plain network.

    Raises:
        ValueError: when the states belong to several sequences, or do not fit the parameters.

    Source: T22; Hochreiter and Schmidhuber (1997), the constant error carousel.
    """
    num_units = len(parameters.b_f)
    if states.h.ndim != 2 or states.h.shape[1] != num_units:
        raise ValueError(f"expected states (steps, {num_units}) of one sequence; got shape {states.h.shape}")
    f, i, C_tilde, C, o, _ = states
    previous_C = np.concatenate([np.zeros((1, num_units)), C[:-1]])
    W_f, W_i, W_C, W_o = (W[:, :num_units] for W in (parameters.W_f, parameters.W_i, parameters.W_C, parameters.W_o))

    C_by_C = _scale_rows(f, np.eye(num_units))
    C_by_h = _scale_rows(previous_C * f * (1 - f), W_f)
    C_by_h = C_by_h + _scale_rows(C_tilde * i * (1 - i), W_i) + _scale_rows(i * (1 - C_tilde**2), W_C)
    through_cell = o * (1 - np.tanh(C) ** 2)
    h_by_C = _scale_rows(through_cell, C_by_C)
    h_by_h = _scale_rows(through_cell, C_by_h) + _scale_rows(np.tanh(C) * o * (1 - o), W_o)
    return np.block([[h_by_h, h_by_C], [C_by_h, C_by_C]])


def _scale_rows(factors: np.ndarray, matrices: np.ndarray) -> np.ndarray:
    """diag(factors) times a matrix, for each step: ``(steps, units)`` and ``(..., units, units)``."""
    return factors[:, :, np.newaxis] * matrices


def _check_parameters(parameters: LSTMParameters, num_units: int, num_inputs: int) -> None:
    for name, values in parameters._asdict().items():
        shape = (num_units, num_units + num_inputs) if name.startswith("W") else (num_units,)
        if values.shape != shape:
            raise ValueError(f"expected {name} with shape {shape}; got {values.shape}")
