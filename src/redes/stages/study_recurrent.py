"""Train the three designs of recurrent network on tasks that tell them apart, and on lengths never seen (T21)."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.errors import UserError
from redes.files import write_arrays, write_json
from redes.foundations.activations import sigmoid
from redes.foundations.adam import minimise
from redes.foundations.recurrent import RecurrentParameters, run_hidden_to_hidden, run_output_to_hidden
from redes.foundations.recurrent_starts import draw_recurrent
from redes.foundations.through_time import backpropagate_hidden_to_hidden, backpropagate_output_to_hidden
from redes.params import read_params
from redes.stages import run_stage

ARRAYS = Path("data/studies/recurrent.npz")
METRICS = Path("reports/metrics/study_recurrent.json")
DESIGNS = ("hidden_to_hidden", "output_to_hidden", "final_output")
PARITY = "parity"


def main() -> None:
    """Train every design on every task from several starts; write the accuracy at every length."""
    params = read_params("study_recurrent")
    check(params)
    tasks = [*params.delays, PARITY]
    accuracies = np.empty((len(tasks), len(DESIGNS), params.num_seeds, params.test_length))
    for place in np.ndindex(accuracies.shape[:3]):
        task, design, seed = tasks[place[0]], DESIGNS[place[1]], params.seed + place[2]
        trained = train(design, task, params, np.random.default_rng(seed))
        accuracies[place] = measure(design, task, trained, params)
        if place[1:] == (len(DESIGNS) - 1, params.num_seeds - 1):
            print(f"trained on {'the parity' if task == PARITY else f'a delay of {task}'}", flush=True)
    arrays = {"designs": np.array(DESIGNS), "delays": np.array(params.delays), "accuracies": accuracies}
    arrays |= {name: np.array(getattr(params, name)) for name in ("compared_delay", "max_length")}
    write_arrays(ARRAYS, arrays)
    write_json(METRICS, tell(accuracies, params))


def check(params: SimpleNamespace) -> None:
    """Refuse parameters that do not fit each other.

    Raises:
        UserError: the delay to compare is none of the delays, or sequences are too short for what is asked of them.
    """
    if params.compared_delay not in params.delays:
        raise UserError(
            f"study_recurrent.compared_delay: {params.compared_delay} is none of the delays {params.delays}"
        )
    if not max(params.delays) < params.max_length <= params.test_length:
        raise UserError(
            "study_recurrent: expected every delay below max_length, and max_length at most test_length; got delays up "
            f"to {max(params.delays)}, {params.max_length} and {params.test_length}"
        )


def target(bits: np.ndarray, task: int | str) -> np.ndarray:
    """What a network should say after each bit.

    Args:
        bits: integers 0 or 1, ``(n, steps)``.
        task: a delay d: the bit of d steps before, 0 where there was none; or ``PARITY``: whether the ones so far are
            odd in number.

    Returns:
        Integers 0 or 1, ``(n, steps)``.

    >>> target(np.array([[1, 0, 1, 1]]), 1).tolist(), target(np.array([[1, 0, 1, 1]]), PARITY).tolist()
    ([[0, 1, 0, 1]], [[1, 1, 0, 1]])
    """
    if task == PARITY:
        return np.cumsum(bits, axis=1) % 2
    return np.pad(bits, ((0, 0), (int(task), 0)))[:, : bits.shape[1]]


def train(design: str, task: int | str, params: SimpleNamespace, rng: np.random.Generator) -> RecurrentParameters:
    """Train a network on random bits, in batches of random length; the loss is the cross-entropy (nats).

    Args:
        design: one of ``DESIGNS``; the last one is judged by its output at the end alone.
        task: as for ``target``.
        params: units, max_length, batch_size, steps and learning_rate.
        rng: draws the start and the bits.
    """
    shortest = 1 if task == PARITY else int(task) + 1
    backpropagate = backpropagate_output_to_hidden if design == "output_to_hidden" else backpropagate_hidden_to_hidden

    def differentiate(weights: list[np.ndarray]) -> RecurrentParameters:
        bits = rng.integers(0, 2, (params.batch_size, rng.integers(shortest, params.max_length + 1)))
        sequences, network = as_sequences(bits), RecurrentParameters(*weights)
        states = run(design, sequences, network)
        gradients = (sigmoid(states.o) - target(bits, task)[..., np.newaxis]) / len(bits)
        if design == "final_output":
            gradients[:, :-1] = 0
        else:
            gradients /= bits.shape[1]
        return backpropagate(sequences, states, gradients, network)

    start = draw_recurrent(1, params.units, 1, rng, from_output=design == "output_to_hidden")
    return RecurrentParameters(*minimise(start, differentiate, params.learning_rate, params.steps))


def run(design: str, sequences: np.ndarray, network: RecurrentParameters) -> Any:
    """Run a network; of the last design all outputs are given, each of which ends a sequence of its own."""
    return (run_output_to_hidden if design == "output_to_hidden" else run_hidden_to_hidden)(sequences, network)


def measure(design: str, task: int | str, network: RecurrentParameters, params: SimpleNamespace) -> np.ndarray:
    """Measure the accuracy of the last answer to fresh sequences of every length, floats ``(test_length,)``.

    An answer depends on what came before it alone, so that those to the beginnings of long sequences are those to
    shorter ones. Where the delay is longer than the sequence, the accuracy is not a number.
    """
    fresh = np.random.default_rng([params.seed, 1])
    bits = fresh.integers(0, 2, (params.num_tests, params.test_length))
    answers = run(design, as_sequences(bits), network).o[..., 0] > 0
    accuracy = (answers == target(bits, task)).mean(axis=0)
    if task != PARITY:
        accuracy[: int(task)] = np.nan
    return accuracy


def as_sequences(bits: np.ndarray) -> np.ndarray:
    """Write bits as a network reads them: −1 or 1, float64 ``(n, steps, 1)``."""
    return 2.0 * bits[..., np.newaxis] - 1.0


def tell(accuracies: np.ndarray, params: SimpleNamespace) -> dict[str, Any]:
    """Mean and spread over the starts at the longest length trained on, and at the longest asked.

    Args:
        accuracies: floats ``(tasks, designs, seeds, lengths)``; the parity is the last task.
        params: of the stage.
    """
    numbers: dict[str, Any] = {
        key: getattr(params, key)
        for key in ("units", "max_length", "test_length", "steps", "num_seeds", "num_tests", "compared_delay")
    }
    compared = params.delays.index(params.compared_delay)
    for name, task in {"delay": accuracies[compared], PARITY: accuracies[-1]}.items():
        numbers[name] = {}
        for design, of_design in zip(DESIGNS, task, strict=True):
            trained, longest = of_design[:, params.max_length - 1], of_design[:, -1]
            numbers[name][design] = {
                "accuracy": round(float(trained.mean()), 6),
                "spread": round(float(trained.std(ddof=1)), 6),
                "accuracy_longest": round(float(longest.mean()), 6),
                "lowest_longest": round(float(longest.min()), 6),
            }
        hidden, output = (numbers[name][design]["accuracy"] for design in DESIGNS[:2])
        numbers[name]["margin"] = round(hidden - output, 6)
    return numbers


if __name__ == "__main__":
    run_stage(main)
