"""Ask what reads reviews by the best recipes: networks one by one and together, the bag of words, and all of them."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from redes.evaluation.classification import summarise
from redes.evaluation.comparison import rate_probabilities
from redes.files import read_json, write_json
from redes.grid import describe_runs
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.best_imdb_network import RECIPES
from redes.stages.training import metrics_path, predictions_path

BAG = "best_imdb_bag"


def main() -> None:
    """Judge by the test reviews, once; write the metrics."""
    stages = {recipe: [f"{recipe}@{seed}" for seed in read_params("best_imdb").seeds] for recipe in RECIPES}
    answers = {recipe: np.stack([_read(stage) for stage in members]) for recipe, members in stages.items()}
    with np.load(predictions_path(BAG)) as arrays:
        labels = arrays["test_labels"]
    metrics = judge(answers, _read(BAG), labels)
    for recipe, first in {**{recipe: members[0] for recipe, members in stages.items()}, BAG: BAG}.items():
        metrics[recipe]["parameters"] = read_json(metrics_path(first))["parameters"]
    write_json(metrics_path("best_imdb"), metrics)
    print(
        f"best_imdb: test accuracy, all together: {100 * metrics['everything']['test']['accuracy']:.2f} %", flush=True
    )


def judge(answers: Mapping[str, np.ndarray], bag: np.ndarray, labels: np.ndarray) -> dict[str, dict[str, Any]]:
    """Judge networks by recipe, a bag of words, and all together, each recipe's networks and the bag one voice.

    Args:
        answers: by recipe, its networks' probabilities of "positive", float64 ``(networks, n)``.
        bag: the bag's, float64 ``(n,)``.
        labels: 0 or 1, integers ``(n,)``.

    Returns:
        For each recipe under "test" what "single" networks know, with its spread and the accuracy "by_seed", what they
        know "together" (the mean of their probabilities), and together "with_bag"; the bag's numbers; everything's.
    """
    found: dict[str, dict[str, Any]] = {BAG: {"test": _rate(bag, labels)}}
    for recipe, networks in answers.items():
        single = [_rate(each, labels) for each in networks]
        together = networks.mean(axis=0)
        found[recipe] = {
            "test": {
                "single": describe_runs(single),
                "by_seed": [numbers["accuracy"] for numbers in single],
                "together": _rate(together, labels),
                "with_bag": _rate((together + bag) / 2, labels),
            }
        }
    voices = [bag, *(networks.mean(axis=0) for networks in answers.values())]
    found["everything"] = {"test": _rate(np.mean(voices, axis=0), labels)}
    return found


def _read(stage: str) -> np.ndarray:
    with np.load(predictions_path(stage)) as arrays:
        return arrays["test_probabilities"].astype(np.float64)


def _rate(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float | int]:
    return summarise(probabilities, labels) | rate_probabilities(probabilities, labels)


if __name__ == "__main__":
    run_stage(main)
