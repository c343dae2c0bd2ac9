"""Where recurrent networks start: the weights that Keras would draw, and what an LSTM forgets at first (T21, T22)."""

import numpy as np

from redes.foundations.initialization import glorot_uniform
from redes.foundations.lstm import LSTMParameters
from redes.foundations.recurrent import RecurrentParameters


def orthogonal(size: int, rng: np.random.Generator) -> np.ndarray:
    """Draw a matrix that turns and mirrors, but stretches nothing.

    Args:
        size: rows and columns.
        rng: draws the numbers.

    Returns:
        float64 ``(size, size)``; its transpose is its inverse.

    Source: Saxe, McClelland and Ganguli (2014), "Exact solutions to the nonlinear dynamics of learning in deep linear
        neural networks"; the signs, so that no turn is preferred, are those of Mezzadri (2007).
    """
    q, r = np.linalg.qr(rng.normal(0, 1, (size, size)))
    return q * np.sign(np.diag(r))


def draw_recurrent(
    inputs: int, units: int, outputs: int, rng: np.random.Generator, *, gain: float = 1.0, from_output: bool = False
) -> RecurrentParameters:
    """Draw where a plain recurrent network starts; biases start at 0.

    Args:
        inputs: components of x_t.
        units: of the hidden layer.
        outputs: components of o_t.
        rng: draws the numbers.
        gain: by how much W stretches at a step, where it feeds the hidden state back; 1 in Keras.
        from_output: whether W feeds the output back, and is drawn as U and V are.

    Returns:
        U and V from Glorot's uniform distribution, W orthogonal times the gain.

    Source: T21; the defaults of ``keras.layers.SimpleRNN``.
    """
    U, V = glorot_uniform(inputs, units, rng), glorot_uniform(units, outputs, rng)
    W = glorot_uniform(outputs, units, rng) if from_output else gain * orthogonal(units, rng)
    return RecurrentParameters(U, W, V, np.zeros(units), np.zeros(outputs))


def draw_lstm(inputs: int, units: int, rng: np.random.Generator, *, forget_bias: float) -> LSTMParameters:
    """Draw where an LSTM starts; biases start at 0, but for that of the forget gate.

    Args:
        inputs: components of x_t.
        units: of the cell.
        rng: draws the numbers.
        forget_bias: b_f. Where nothing else speaks, the cell keeps a share g(b_f) at each step: 0.5 for 0, 0.73 for
            1, which is Keras' ``unit_forget_bias``, and 0.993 for 5.

    Returns:
        For each gate an orthogonal matrix for h_{t-1} beside one from Glorot's uniform distribution for x_t.

    Source: T22; Gers, Schmidhuber and Cummins (2000), "Learning to forget"; the defaults of ``keras.layers.LSTM``.
    """
    W_f, W_i, W_C, W_o = (
        np.concatenate([orthogonal(units, rng), glorot_uniform(inputs, units, rng)], axis=1) for _ in range(4)
    )
    b_i, b_C, b_o = (np.zeros(units) for _ in range(3))
    return LSTMParameters(W_f, np.full(units, float(forget_bias)), W_i, b_i, W_C, b_C, W_o, b_o)
