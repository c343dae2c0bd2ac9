"""Back-propagation through time of an LSTM (T22)."""

import numpy as np

from redes.foundations.lstm import LSTMParameters, LSTMStates


def backpropagate_lstm(
    sequence: np.ndarray, states: LSTMStates, state_gradients: np.ndarray, parameters: LSTMParameters
) -> LSTMParameters:
    """Differentiate a loss of the hidden states by the weights that every step shares.

    From the last step to the first, what reaches the cell is dL/dC_t = o_t (1 - tanh^2 C_t) dL/dh_t plus what comes
    back from the next step, f_{t+1} dL/dC_{t+1}. Each gate takes its share, dL/da = factor * dL/dC_t, and the output
    gate that of dL/dh_t; through W all of them send a part to h_{t-1}. Then the steps add up:
    dL/dW = sum_t dL/da_t [h_{t-1}, x_t]' for each gate.

    Args:
        sequence: the inputs, floats ``(..., steps, inputs)``.
        states: what ``run_lstm`` returned for them.
        state_gradients: the parts of dL/dh_t that do not pass through later steps, floats ``(..., steps, units)``.
        parameters: of the cell.

    Returns:
        The gradient of each parameter, in its shape, float64.

    Raises:
        ValueError: when there is not one gradient for each state.

    Source: T22; Hochreiter and Schmidhuber (1997); Greff et al. (2017), "LSTM: a search space odyssey", appendix A.
    """
    if state_gradients.shape != states.h.shape:
        raise ValueError(f"expected gradients of states {states.h.shape}; got shape {state_gradients.shape}")
    f, i, C_tilde, C, o, h = states
    shown = np.tanh(C)
    into_cell = o * (1 - shown**2)
    factors = np.stack([_delay(C) * f * (1 - f), C_tilde * i * (1 - i), i * (1 - C_tilde**2)])
    through_o = shown * o * (1 - o)
    num_units = h.shape[-1]
    W = np.stack([parameters.W_f, parameters.W_i, parameters.W_C, parameters.W_o])[..., :num_units]

    gates = np.empty((4, *h.shape))  # dL/da of f, i, C~ and o
    dh, dC = np.zeros_like(h[..., 0, :]), np.zeros_like(h[..., 0, :])
    for t in reversed(range(h.shape[-2])):
        dh = dh + state_gradients[..., t, :]
        dC = dC + into_cell[..., t, :] * dh
        gates[:3, ..., t, :] = factors[..., t, :] * dC
        gates[3, ..., t, :] = through_o[..., t, :] * dh
        dh = sum(gate[..., t, :] @ matrix for gate, matrix in zip(gates, W, strict=True))
        dC = f[..., t, :] * dC

    hx = np.concatenate([_delay(h), sequence], axis=-1)
    hx, gates = hx.reshape(-1, hx.shape[-1]), gates.reshape(4, -1, num_units)
    pairs = [(gate.T @ hx, gate.sum(axis=0)) for gate in gates]
    return LSTMParameters(*(part for pair in pairs for part in pair))


def _delay(values: np.ndarray) -> np.ndarray:
    """The values of the step before, 0 for the first."""
    return np.concatenate([np.zeros_like(values[..., :1, :]), values[..., :-1, :]], axis=-2)
