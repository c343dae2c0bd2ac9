"""Compare an LSTM with a plain network: gradients through many steps, and a symbol to be kept in mind (T22)."""

from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.files import write_arrays, write_json
from redes.foundations import lstm, through_time
from redes.foundations.activations import sigmoid
from redes.foundations.adam import minimise
from redes.foundations.initialization import glorot_uniform
from redes.foundations.lstm import LSTMParameters, run_lstm
from redes.foundations.lstm_through_time import backpropagate_lstm
from redes.foundations.recurrent import RecurrentParameters, run_hidden_to_hidden, run_to_final_output
from redes.foundations.recurrent_starts import draw_lstm, draw_recurrent
from redes.params import read_params
from redes.stages import run_stage

ARRAYS = Path("data/studies/lstm.npz")
METRICS = Path("reports/metrics/study_lstm.json")
#: Two symbols to remember, and two that distract.
SYMBOLS = 4


def main() -> None:
    """Run both studies, write arrays and numbers."""
    params = read_params("study_lstm")
    norms = study_gradients(params)
    accuracies = study_delays(params)
    arrays = {"gains": params.gains, "forget_biases": params.forget_biases, "delays": params.delays}
    write_arrays(ARRAYS, {name: np.array(values) for name, values in arrays.items()} | norms | accuracies)
    write_json(METRICS, tell(norms, accuracies, params))


def study_gradients(params: SimpleNamespace) -> dict[str, np.ndarray]:
    """Measure what is left of a change k steps ago, in untrained networks that read random numbers of variance 1.

    Returns:
        Norms, float64 ``(gains, seeds, steps + 1)`` of plain networks and ``(forget biases, seeds, steps + 1)`` of
        LSTMs.
    """
    norms: dict[str, list[np.ndarray]] = {"plain_norms": [], "lstm_norms": []}
    units, inputs = params.gradient_units, params.gradient_inputs
    for seed in range(params.seed, params.seed + params.num_seeds):
        for gain in params.gains:
            rng = np.random.default_rng(seed)
            plain = draw_recurrent(inputs, units, 1, rng, gain=gain)
            states = run_hidden_to_hidden(rng.normal(0, 1, (params.gradient_steps, inputs)), plain)
            jacobians = through_time.compute_step_jacobians(states.h, plain.W)
            norms["plain_norms"].append(through_time.compute_gradient_norms(jacobians))
        for bias in params.forget_biases:
            rng = np.random.default_rng(seed)
            cell = draw_lstm(inputs, units, rng, forget_bias=bias)
            gates = run_lstm(rng.normal(0, 1, (params.gradient_steps, inputs)), cell)
            norms["lstm_norms"].append(through_time.compute_gradient_norms(lstm.compute_step_jacobians(gates, cell)))
    return {
        name: np.reshape(rows, (params.num_seeds, -1, params.gradient_steps + 1)).swapaxes(0, 1)
        for name, rows in norms.items()
    }


def study_delays(params: SimpleNamespace) -> dict[str, np.ndarray]:
    """Train a plain network and two LSTMs to remember the first symbol, over longer and longer distractions.

    Returns:
        Accuracies, float64 ``(networks, delays, seeds)``: the plain network, then the LSTMs with the last two of the
        forget biases.
    """
    gain, biases = params.gains[0], params.forget_biases[1:]
    trainings = [partial(remember_plainly, gain), *(partial(remember_with_lstm, bias) for bias in biases)]
    accuracies = np.empty((len(trainings), len(params.delays), params.num_seeds))
    for place in np.ndindex(accuracies.shape):
        network, delay, seed = trainings[place[0]], params.delays[place[1]], params.seed + place[2]
        accuracies[place] = network(delay, params, np.random.default_rng(seed))
        if place[2] == params.num_seeds - 1:
            print(f"network {place[0] + 1} of {len(trainings)} trained on a delay of {delay}", flush=True)
    return {"accuracies": accuracies}


def draw_sequences(num: int, delay: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw a first symbol, 0 or 1, and ``delay`` distracting ones, 2 or 3.

    Returns:
        Sequences with a 1 for each symbol, float64 ``(num, delay + 1, SYMBOLS)``; the first symbols, ``(num, 1)``.
    """
    first, rest = rng.integers(0, 2, (num, 1)), rng.integers(2, SYMBOLS, (num, delay))
    return np.eye(SYMBOLS)[np.hstack([first, rest])], first


def remember_plainly(gain: float, delay: int, params: SimpleNamespace, rng: np.random.Generator) -> float:
    """Train a plain network with one output at the end; tell its accuracy on fresh sequences."""

    def differentiate(weights: list[np.ndarray]) -> RecurrentParameters:
        x, first = draw_sequences(params.batch_size, delay, rng)
        network = RecurrentParameters(*weights)
        states = run_hidden_to_hidden(x, network)
        gradients = np.zeros_like(states.o)
        gradients[:, -1] = (sigmoid(states.o[:, -1]) - first) / len(x)
        return through_time.backpropagate_hidden_to_hidden(x, states, gradients, network)

    start = draw_recurrent(SYMBOLS, params.units, 1, rng, gain=gain)
    trained = RecurrentParameters(*minimise(start, differentiate, params.learning_rate, params.steps))
    x, first = draw_sequences(params.num_tests, delay, rng)
    return float(((run_to_final_output(x, trained).o > 0) == first).mean())


def remember_with_lstm(forget_bias: float, delay: int, params: SimpleNamespace, rng: np.random.Generator) -> float:
    """Train an LSTM whose last hidden state is read out, o = V h_T + c; tell its accuracy on fresh sequences."""

    def differentiate(weights: list[np.ndarray]) -> list[np.ndarray]:
        x, first = draw_sequences(params.batch_size, delay, rng)
        *gates, V, c = weights
        cell = LSTMParameters(*gates)
        states = run_lstm(x, cell)
        error = (sigmoid(states.h[:, -1] @ V.T + c) - first) / len(x)
        gradients = np.zeros_like(states.h)
        gradients[:, -1] = error @ V
        return [*backpropagate_lstm(x, states, gradients, cell), error.T @ states.h[:, -1], error.sum(axis=0)]

    start = [*draw_lstm(SYMBOLS, params.units, rng, forget_bias=forget_bias), glorot_uniform(params.units, 1, rng)]
    *gates, V, c = minimise([*start, np.zeros(1)], differentiate, params.learning_rate, params.steps)
    x, first = draw_sequences(params.num_tests, delay, rng)
    return float(((run_lstm(x, LSTMParameters(*gates)).h[:, -1] @ V.T + c > 0) == first).mean())


def tell(norms: dict[str, np.ndarray], found: dict[str, np.ndarray], params: SimpleNamespace) -> dict[str, Any]:
    """Medians of the norms over the starts, and accuracies at the longest delay that all learn and at the longest."""
    keys = ("gradient_steps", "gradient_units", "units", "batch_size", "steps", "num_seeds", "num_tests")
    numbers: dict[str, Any] = {key: getattr(params, key) for key in keys}
    plain, cells = (np.median(norms[name][..., -1], axis=1) for name in ("plain_norms", "lstm_norms"))
    numbers["plain"] = [{"gain": gain, "norm": _shorten(norm)} for gain, norm in zip(params.gains, plain, strict=True)]
    kept = sigmoid(np.array(params.forget_biases))
    numbers["lstm"] = [
        {"forget_bias": bias, "kept": _shorten(share), "norm": _shorten(norm)}
        for bias, share, norm in zip(params.forget_biases, kept, cells, strict=True)
    ]
    numbers["ratio"] = _shorten(cells[-1] / plain[0])
    numbers["delays"] = {"shortest": params.delays[0], "longest": params.delays[-1]}
    for name, accuracies in zip(("plain", "lstm_keras", "lstm_open"), found["accuracies"], strict=True):
        numbers["delays"][name] = {
            "at_shortest": _shorten(accuracies[0].mean()),
            "at_longest": _shorten(accuracies[-1].mean()),
            "lowest_at_longest": _shorten(accuracies[-1].min()),
        }
    return numbers


def _shorten(value: float) -> float:
    """Keep three digits: what is beyond them says nothing."""
    return float(f"{value:.3g}")


if __name__ == "__main__":
    run_stage(main)
