"""What single levers give the digits' network: averaged weights, several views of a digit, smoothed labels.

Source of the levers: Izmailov et al. 2018, arXiv 1803.05407 (averaging); Krizhevsky et al. 2012 (views); Szegedy et
al. 2016, arXiv 1512.00567 (label smoothing).
"""

from typing import Any

from benchmarks.effort import Effort
from benchmarks.processes import run_trials

PACKAGES = ("tensorflow", "keras", "numpy")
MINUTES = {"quick": 1, "normal": 15, "long": 75}
REPETITIONS = {"quick": 1, "normal": 6, "long": 30}
EPOCHS = {"quick": 1, "normal": 5, "long": 5}
#: Digits that are trained on, of the 60,000 that are not the test set's; the others judge, as far as asked for.
NUM_TRAIN = {"quick": 4000, "normal": 40000, "long": 40000}
NUM_JUDGED = {"quick": 1000, "normal": 20000, "long": 20000}
SMOOTHING = 0.05
#: Of the averaged weights: they reach back for about 1 / (1 - 0.998) = 500 steps, more than an epoch.
MOMENTUM = 0.998


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Train by ``train_mnist_cnn``'s parameters, but for fewer epochs, with and without each lever, seed by seed.

    Returns:
        For each lever the errors, and the cross-entropy in nats, of each seed without and with it; all else is as in
        the plan: smoothed labels, one view, no averaging.
    """
    sizes = {"num_train": NUM_TRAIN[effort], "num_judged": NUM_JUDGED[effort], "epochs": EPOCHS[effort]}
    found: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for seed in range(1, repetitions + 1):
        trials = {
            name: (f"{__name__}:train", {"smoothing": smoothing, "seed": seed, **sizes})
            for name, smoothing in (("plain", 0.0), ("smoothed", SMOOTHING))
        }
        done = run_trials(trials, 1, f"levers, seed {seed} of {repetitions}")
        found.append((done["plain"][0].given, done["smoothed"][0].given))
    pairs = {
        "averaging": [(smoothed["as_it_is"], smoothed["averaged"]) for _, smoothed in found],
        "views": [(smoothed["as_it_is"], smoothed["views"]) for _, smoothed in found],
        "label_smoothing": [(plain["as_it_is"], smoothed["as_it_is"]) for plain, smoothed in found],
    }
    effects = {
        lever: {
            f"{metric}_{side}": [pair[number][metric] for pair in seeds]
            for metric in ("errors", "loss")
            for number, side in enumerate(("without", "with"))
        }
        for lever, seeds in pairs.items()
    }
    return {**sizes, "effects": effects}


def train(smoothing: float, seed: int, num_train: int, num_judged: int, epochs: int) -> dict[str, Any]:
    """Train once, and judge the network with its last weights, with averaged ones, and by several views."""
    from benchmarks.trainings import settle

    settle(seed=seed)
    import numpy as np

    from benchmarks.prepared import read_digits
    from redes.evaluation.classification import summarise
    from redes.features.digits import Split
    from redes.models import mnist
    from redes.params import read_params
    from redes.stages.best_mnist import ask_views
    from redes.stages.mnist_training import fit_digits, join_digits

    images, labels = join_digits([read_digits("train"), read_digits("validation")])
    judged = Split(images[-num_judged:], labels[-num_judged:])
    params = read_params("train_mnist_cnn")
    vars(params).update(label_smoothing=smoothing, seed=seed, epochs=epochs, averaging=MOMENTUM)
    model = mnist.build_cnn(params.filters)
    found: dict[str, Any] = {}

    def judge(name: str, probabilities: Any) -> None:
        found[name] = summarise(probabilities, judged.labels)

    def on_epoch(epoch: int, _: Any) -> None:
        # Keras puts the averaged weights in place when the training ends, after its last epoch.
        if epoch == epochs:
            views = ask_views(model, judged.images)
            judge("as_it_is", views[-1])
            judge("views", np.mean(views, axis=0))

    fit_digits(model, Split(images[:num_train], labels[:num_train]), params, on_epoch)
    judge("averaged", mnist.predict(model, judged.images))
    return found
