"""Back-propagation through time: gradients of unrolled networks, and how they vanish (T21, T22)."""

import numpy as np

from redes.foundations.recurrent import RecurrentParameters, RecurrentStates, check_shapes


def backpropagate_hidden_to_hidden(
    sequence: np.ndarray, states: RecurrentStates, output_gradients: np.ndarray, parameters: RecurrentParameters
) -> RecurrentParameters:
    """Differentiate a loss of all outputs by the parameters that every step shares.

    From the last step to the first, with a_t = U x_t + W h_{t-1} + b,
    dL/dh_t = V' dL/do_t + W' dL/da_{t+1} and dL/da_t = (1 - h_t^2) dL/dh_t; then the steps add up:
    dL/dU = sum_t dL/da_t x_t', dL/dW = sum_t dL/da_t h_{t-1}', dL/dV = sum_t dL/do_t h_t'.

    Args:
        sequence: the inputs, floats ``(..., steps, inputs)``.
        states: what ``run_hidden_to_hidden`` returned for them.
        output_gradients: dL/do_t, floats ``(..., steps, outputs)``; for a network with one output at the end they
            are 0 but for the last step.
        parameters: of the network.

    Returns:
        The gradients in the parameters' place and shape, float64; summed over the sequences, where there are several.

    Raises:
        ValueError: when the shapes do not fit each other.

    Source: T21; Werbos (1990), "Backpropagation through time"; Goodfellow, Bengio and Courville (2016), section 10.2.2.
    """
    sequence = check_shapes(sequence, parameters, fed_back="units")
    _check_gradients(output_gradients, states)
    later = np.zeros_like(states.h[..., 0, :])
    gradients = np.empty_like(states.h)
    for t in reversed(range(sequence.shape[-2])):
        from_state = output_gradients[..., t, :] @ parameters.V + later @ parameters.W
        gradients[..., t, :] = later = (1 - states.h[..., t, :] ** 2) * from_state
    return _sum_over_steps(sequence, states.h, gradients, _delay(states.h), output_gradients)


def backpropagate_output_to_hidden(
    sequence: np.ndarray, states: RecurrentStates, output_gradients: np.ndarray, parameters: RecurrentParameters
) -> RecurrentParameters:
    """Do the same where the output is fed back: an output now also acts on the loss through the next step.

    dL/do_t in full = its own part + W' dL/da_{t+1}, dL/da_t = (1 - h_t^2) V' dL/do_t.

    Args:
        sequence: the inputs, floats ``(..., steps, inputs)``.
        states: what ``run_output_to_hidden`` returned for them.
        output_gradients: the parts of dL/do_t that do not pass through later steps, floats ``(..., steps, outputs)``.
        parameters: of the network.

    Returns:
        As ``backpropagate_hidden_to_hidden``.

    Raises:
        ValueError: when the shapes do not fit each other.

    Source: T21; Goodfellow, Bengio and Courville (2016), section 10.2.
    """
    sequence = check_shapes(sequence, parameters, fed_back="outputs")
    _check_gradients(output_gradients, states)
    later = np.zeros_like(states.h[..., 0, :])
    gradients, full = np.empty_like(states.h), np.empty_like(states.o)
    for t in reversed(range(sequence.shape[-2])):
        full[..., t, :] = output_gradients[..., t, :] + later @ parameters.W
        gradients[..., t, :] = later = (1 - states.h[..., t, :] ** 2) * (full[..., t, :] @ parameters.V)
    return _sum_over_steps(sequence, states.h, gradients, _delay(states.o), full)


def compute_step_jacobians(h: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Differentiate each hidden state by the one before: dh_t/dh_{t-1} = diag(1 - h_t^2) W.

    Args:
        h: hidden states of one sequence, floats ``(steps, units)``.
        W: of a hidden-to-hidden network, ``(units, units)``.

    Returns:
        float64 ``(steps, units, units)``; the first row of a Jacobian belongs to the first unit of h_t.

    Raises:
        ValueError: when the shapes do not fit each other.

    Source: T21; Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks".
    """
    if h.ndim != 2 or W.shape != (h.shape[1], h.shape[1]):
        raise ValueError(f"expected h (steps, units) and W (units, units); got shapes {h.shape} and {W.shape}")
    return (1 - h**2)[:, :, np.newaxis] * W


def compute_gradient_norms(jacobians: np.ndarray) -> np.ndarray:
    """Measure how much of a change k steps ago is left now: the norm of ds_T/ds_{T-k} = J_T J_{T-1} ... J_{T-k+1}.

    The norm is the spectral one: the most by which a small change in the old state can be stretched on its way.

    Args:
        jacobians: J_t = ds_t/ds_{t-1} of each step, floats ``(steps, size, size)``: of a plain network from
            ``compute_step_jacobians``, of an LSTM from the function of that name in ``lstm``.

    Returns:
        float64 ``(steps + 1,)`` for k = 0, ..., steps; 1 for k = 0.

    Raises:
        ValueError: when the Jacobians are not square.

    Source: T22; Bengio, Simard and Frasconi (1994), "Learning long-term dependencies with gradient descent is
        difficult".
    """
    if jacobians.ndim != 3 or jacobians.shape[1] != jacobians.shape[2]:
        raise ValueError(f"expected Jacobians (steps, size, size); got shape {jacobians.shape}")
    product = np.eye(jacobians.shape[1])
    norms = [1.0]
    for jacobian in jacobians[::-1]:
        product = product @ jacobian
        norms.append(float(np.linalg.norm(product, ord=2)))
    return np.array(norms)


def _delay(values: np.ndarray) -> np.ndarray:
    """What each step was fed: the values of the step before, 0 for the first."""
    return np.concatenate([np.zeros_like(values[..., :1, :]), values[..., :-1, :]], axis=-2)


def _sum_over_steps(
    sequence: np.ndarray, h: np.ndarray, da: np.ndarray, fed_back: np.ndarray, do: np.ndarray
) -> RecurrentParameters:
    """Add up every step's and every sequence's share in the gradients of the shared parameters."""
    da, x, fed_back, do, h = (values.reshape(-1, values.shape[-1]) for values in (da, sequence, fed_back, do, h))
    return RecurrentParameters(U=da.T @ x, W=da.T @ fed_back, V=do.T @ h, b=da.sum(axis=0), c=do.sum(axis=0))


def _check_gradients(output_gradients: np.ndarray, states: RecurrentStates) -> None:
    if output_gradients.shape != states.o.shape:
        raise ValueError(f"expected gradients of outputs {states.o.shape}; got shape {output_gradients.shape}")
