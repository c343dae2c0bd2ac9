"""What determinism costs: each training with each of its settings left out in turn, and with all left out."""

from typing import Any

from benchmarks.effort import Effort
from benchmarks.processes import run_trials
from benchmarks.spread import summarise, summarise_ratios
from benchmarks.trainings import SETTINGS

PACKAGES = ("tensorflow", "keras", "gensim", "numpy")
MINUTES = {"quick": 2, "normal": 13, "long": 52}
REPETITIONS = {"quick": 1, "normal": 2, "long": 8}

#: By model: the training, and how many examples it passes over twice (the first pass is not timed).
MODELS = {
    "mnist_softmax": ("benchmarks.trainings:redes_softmax", {"quick": 5120, "normal": 25600}),
    "mnist_cnn": ("benchmarks.trainings:redes_cnn", {"quick": 1280, "normal": 3840}),
    "imdb_lstm": ("benchmarks.trainings:redes_lstm", {"quick": 320, "normal": 960}),
    "vectors": ("benchmarks.word_vectors:train", {"quick": 1000, "normal": 5000}),
}
#: Settings that say nothing to a model: softmax and LSTM do not normalise, and gensim is not TensorFlow.
WITHOUT = {
    "mnist_softmax": ("batch_normalization",),
    "mnist_cnn": (),
    "imdb_lstm": ("batch_normalization",),
    "vectors": tuple(name for name in SETTINGS if name not in ("blas", "numpy")),
}
EVERYTHING = "everything"
#: What the quick way leaves out one by one; all at once are left out in any case.
QUICK = ("onednn_instructions",)


def settings_of(model: str) -> list[str]:
    """The settings that a model is tried without, one by one."""
    return [name for name in SETTINGS if name not in WITHOUT[model]]


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Time each training with all settings and with fewer, in turns.

    Returns:
        By model: examples per second with all settings, and by the setting left out the ratio of the seconds
        with all settings to the seconds without this one: what is above 1 is its cost.
    """
    size = "quick" if effort == "quick" else "normal"
    tried = {model: [name for name in settings_of(model) if size != "quick" or name in QUICK] for model in MODELS}
    trials: dict[str, tuple[str, dict[str, Any]]] = {}
    for model, (function, examples) in MODELS.items():
        arguments = {"num_examples": examples[size], "passes": 2}
        one_by_one = {name: [name] for name in tried[model]}
        left_out = {"": [], **one_by_one, EVERYTHING: settings_of(model)}
        for name, off in left_out.items():
            trials[f"{model} {name}".strip()] = (function, {**arguments, "off": off})
    given = run_trials(trials, repetitions, "determinism_cost")
    seconds = {name: [sum(laps) for laps in rounds] for name, rounds in given.items()}
    return {
        "models": {
            model: {
                "examples": examples[size],
                "examples_per_second": summarise([examples[size] / lap for lap in seconds[model]]),
                "cost": {
                    name: summarise_ratios(seconds[model], seconds[f"{model} {name}"])
                    for name in (*tried[model], EVERYTHING)
                },
            }
            for model, (_, examples) in MODELS.items()
        }
    }
