"""Training throughput: this project's networks, Keras' two example programs and PyTorch, in turns.

The convolutional network is trained in other ways, too, that are said to make TensorFlow faster: several steps in
one call, with the kernels of Eigen instead of oneDNN's, and compiled by XLA.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.effort import Effort
from benchmarks.processes import run_trials
from benchmarks.spread import summarise, summarise_ratios
from redes.benchmark_record import is_installed

PACKAGES = ("tensorflow", "keras", "torch", "numpy")
MINUTES = {"quick": 3, "normal": 10, "long": 38}
REPETITIONS = {"quick": 1, "normal": 3, "long": 10}
#: Training examples that are passed over twice; the first pass is not timed.
EXAMPLES = {"quick": {"digits": 2560, "reviews": 640}, "normal": {"digits": 6400, "reviews": 1280}}

#: By task, the trainings; the first one is what the others are compared with.
CONTENDERS: dict[str, dict[str, tuple[str, dict[str, Any]]]] = {
    "digits": {
        "redes_cnn": ("benchmarks.trainings:redes_cnn", {}),
        "redes_cnn_unmoved": ("benchmarks.trainings:redes_cnn", {"augmented": False}),
        "redes_cnn_steps": (
            "benchmarks.trainings:redes_cnn",
            {"augmented": False, "compiling": {"steps_per_execution": 10}},
        ),
        "redes_cnn_eigen": ("benchmarks.trainings:redes_cnn", {"augmented": False, "onednn": False}),
        "redes_cnn_nondeterministic": (
            "benchmarks.trainings:redes_cnn",
            {"augmented": False, "off": ["op_determinism"]},
        ),
        # Keras does not let XLA compile what is to be deterministic.
        "redes_cnn_xla": (
            "benchmarks.trainings:redes_cnn",
            {"augmented": False, "off": ["op_determinism"], "compiling": {"jit_compile": True}},
        ),
        "torch_cnn": ("benchmarks.torch_trainings:torch_cnn", {}),
        "keras_convnet": ("benchmarks.trainings:keras_convnet", {}),
        "torch_convnet": ("benchmarks.torch_trainings:torch_convnet", {}),
    },
    "reviews": {
        "redes_lstm": ("benchmarks.trainings:redes_lstm", {}),
        "torch_lstm": ("benchmarks.torch_trainings:torch_lstm", {}),
        "keras_bidirectional_lstm": ("benchmarks.trainings:keras_bidirectional_lstm", {}),
        "torch_bidirectional_lstm": ("benchmarks.torch_trainings:torch_bidirectional_lstm", {}),
    },
}
#: What is divided by what.
RATIOS = {
    "redes_cnn_over_keras_convnet": ("redes_cnn", "keras_convnet"),
    "redes_cnn_unmoved_over_torch_cnn": ("redes_cnn_unmoved", "torch_cnn"),
    "redes_cnn_steps_over_redes_cnn_unmoved": ("redes_cnn_steps", "redes_cnn_unmoved"),
    "redes_cnn_eigen_over_redes_cnn_unmoved": ("redes_cnn_eigen", "redes_cnn_unmoved"),
    "redes_cnn_xla_over_redes_cnn_nondeterministic": ("redes_cnn_xla", "redes_cnn_nondeterministic"),
    "keras_convnet_over_torch_convnet": ("keras_convnet", "torch_convnet"),
    "redes_lstm_over_keras_bidirectional_lstm": ("redes_lstm", "keras_bidirectional_lstm"),
    "redes_lstm_over_torch_lstm": ("redes_lstm", "torch_lstm"),
    "keras_bidirectional_lstm_over_torch_bidirectional_lstm": ("keras_bidirectional_lstm", "torch_bidirectional_lstm"),
}


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Time a pass over the same examples for each contender, in turns.

    Returns:
        Examples per second of each, the most memory that its process held in MB, and for both the ratios of the same
        rounds; None where PyTorch is not installed.
    """
    examples = EXAMPLES["quick" if effort == "quick" else "normal"]
    with_torch = is_installed("torch")
    if not with_torch:
        print(
            "throughput: PyTorch is not installed, and is left out; add it with requirements-benchmark.txt", flush=True
        )
    trials = {
        name: (function, {"num_examples": examples[task], "passes": 2, **arguments})
        for task, contenders in CONTENDERS.items()
        for name, (function, arguments) in contenders.items()
        if with_torch or not name.startswith("torch_")
    }
    done = run_trials(trials, repetitions, "throughput")
    rates = {
        name: [trials[name][1]["num_examples"] / trial.given[0] for trial in rounds] for name, rounds in done.items()
    }
    memory = {name: [trial.peak_memory_mb for trial in rounds] for name, rounds in done.items()}
    return {
        "examples": examples,
        "contenders": {task: list(contenders) for task, contenders in CONTENDERS.items()},
        "examples_per_second": summarise_contenders(rates),
        "ratios": compare_contenders(rates),
        "peak_memory_mb": summarise_contenders(memory),
        "memory_ratios": compare_contenders(memory),
    }


def summarise_contenders(measured: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Summarise what was measured of each contender, round by round; None where it was not.

    Args:
        measured: by the contender's name.
    """
    names = [name for contenders in CONTENDERS.values() for name in contenders]
    return {name: summarise(measured[name]) if name in measured else None for name in names}


def compare_contenders(measured: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    """Compare what was measured of contenders within each round, by ``RATIOS``; None where it was not.

    Args:
        measured: by the contender's name.
    """
    return {
        name: summarise_ratios(measured[first], measured[second]) if {first, second} <= measured.keys() else None
        for name, (first, second) in RATIOS.items()
    }
