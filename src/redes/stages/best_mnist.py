"""Ask the networks of the best recipes for MNIST one by one and together, about one view of a digit and about five."""

from pathlib import Path
from typing import Any

import numpy as np

from redes import determinism
from redes.evaluation.classification import summarise
from redes.features.digits import Split
from redes.files import write_json
from redes.foundations.translation import translate
from redes.grid import describe_runs
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.mnist_answers import DIRECTIONS
from redes.stages.mnist_training import read_digits
from redes.stages.training import model_path

METRICS = Path("best/reports/metrics/best_mnist.json")
RECIPES = ("best_mnist_cnn", "best_mnist_small")
#: Rows and columns that a digit is moved by; the last view is the digit as it is.
VIEWS = (*DIRECTIONS, (0, 0))


def main() -> None:
    """Judge by the test digits, once; write the metrics. The networks have seen all others."""
    digits = read_digits("test")
    seeds = read_params("best_mnist").seeds
    determinism.seed_tensorflow(seeds[0])
    metrics = {recipe: judge([f"{recipe}@{seed}" for seed in seeds], digits) for recipe in RECIPES}
    write_json(METRICS, metrics)
    for recipe, told in metrics.items():
        single, together = (told["test"][name]["accuracy"] for name in ("single", "together_views"))
        print(f"{recipe}: test accuracy {100 * single['mean']:.3f} %, together {100 * together:.2f} %", flush=True)


def judge(stages: list[str], digits: Split) -> dict[str, Any]:
    """Judge networks of one recipe.

    Args:
        stages: addresses of their trainings.
        digits: that none of them has seen.

    Returns:
        The number of parameters, and under "test" what "single" networks know, with its spread and the accuracy "by
        seed"; what they know "together" (the mean of their probabilities); and both with the mean over five "views".
    """
    import keras

    from redes.models import mnist  # noqa: F401  (its layers are known to Keras from then on)

    models = [keras.saving.load_model(model_path(stage), compile=False) for stage in stages]
    views = np.array([ask_views(model, digits.images) for model in models])
    found: dict[str, Any] = {}
    for kind, answers in {"": views[:, -1], "_views": views.mean(axis=1)}.items():
        single = [summarise(each, digits.labels) for each in answers]
        found[f"single{kind}"] = describe_runs(single)
        found[f"by_seed{kind}"] = [numbers["accuracy"] for numbers in single]
        found[f"together{kind}"] = summarise(answers.mean(axis=0), digits.labels)
    return {"parameters": models[0].count_params(), "test": found}


def ask_views(model: Any, images: np.ndarray) -> np.ndarray:
    """Ask a network about every view of digits.

    Args:
        model: the Keras model.
        images: ``float32 (n, 28, 28, 1)``.

    Returns:
        Probabilities ``float32 (views, n, 10)``.
    """
    from redes.models import mnist

    moved = (translate(images[..., 0], rows, columns)[..., np.newaxis] for rows, columns in VIEWS)
    return np.stack([mnist.predict(model, view.astype(np.float32)) for view in moved])


if __name__ == "__main__":
    run_stage(main)
