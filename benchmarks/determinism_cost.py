"""What determinism costs: each training with each of its settings left out in turn, and with all left out."""

from typing import Any

from benchmarks.effort import Effort
from benchmarks.processes import run_trials
from benchmarks.spread import compare_fastest, summarise
from benchmarks.trainings import SETTINGS

PACKAGES = ("tensorflow", "keras", "gensim", "numpy")
MINUTES = {"quick": 5, "normal": 55, "long": 130}
REPETITIONS = {"quick": 1, "normal": 5, "long": 12}
PASSES = 3

#: By model: the training, and over how many examples it passes (the first pass is not timed).
MODELS = {
    "mnist_softmax": ("benchmarks.trainings:redes_softmax", {"quick": 5120, "normal": 51200}),
    "mnist_mlp": ("benchmarks.trainings:redes_mlp", {"quick": 2560, "normal": 25600}),
    "mnist_cnn": ("benchmarks.trainings:redes_cnn", {"quick": 1280, "normal": 3840}),
    "imdb_bag": ("benchmarks.trainings:redes_bag", {"quick": 500, "normal": 2500}),
    "imdb_rnn": ("benchmarks.trainings:redes_rnn", {"quick": 320, "normal": 960}),
    "imdb_lstm": ("benchmarks.trainings:redes_lstm", {"quick": 320, "normal": 960}),
    "imdb_ratios": ("benchmarks.trainings:redes_ratios", {"quick": 320, "normal": 960}),
    "vectors": ("benchmarks.word_vectors:train", {"quick": 1000, "normal": 5000}),
}
#: Settings that say nothing to a model: only the CNN normalises, and gensim and scikit-learn are not TensorFlow.
NORMALISING = ("mnist_cnn",)
WITHOUT_TENSORFLOW = ("imdb_bag", "vectors")
EVERYTHING = "everything"
#: What the quick way leaves out one by one; all at once are left out in any case.
QUICK = ("onednn_instructions",)


def settings_of(model: str) -> list[str]:
    """The settings that a model is tried without, one by one."""
    if model in WITHOUT_TENSORFLOW:
        return ["blas", "numpy"]
    return [name for name in SETTINGS if name != "batch_normalization" or model in NORMALISING]


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Time each training with all settings and with fewer, in turns.

    Returns:
        By model: examples per second with all settings, and by the setting left out the ratio of the seconds
        with all settings to the seconds without this one: what is above 1 is its cost. A trial's seconds are those
        of its fastest pass.
    """
    size = "quick" if effort == "quick" else "normal"
    tried = {model: [name for name in settings_of(model) if size != "quick" or name in QUICK] for model in MODELS}
    trials: dict[str, tuple[str, dict[str, Any]]] = {}
    for model, (function, examples) in MODELS.items():
        arguments = {"num_examples": examples[size], "passes": PASSES}
        one_by_one = {name: [name] for name in tried[model]}
        left_out = {"": [], **one_by_one, EVERYTHING: settings_of(model)}
        for name, off in left_out.items():
            trials[f"{model} {name}".strip()] = (function, {**arguments, "off": off})
    done = run_trials(trials, repetitions, "determinism_cost")
    seconds = {name: [min(trial.given) for trial in rounds] for name, rounds in done.items()}
    return {
        "models": {
            model: {
                "examples": examples[size],
                "examples_per_second": summarise([examples[size] / lap for lap in seconds[model]]),
                "cost": {
                    name: compare_fastest(seconds[model], seconds[f"{model} {name}"])
                    for name in (*tried[model], EVERYTHING)
                },
            }
            for model, (_, examples) in MODELS.items()
        }
    }
