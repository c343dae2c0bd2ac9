"""Ask what reads reviews by the best recipes: networks one by one and together, the bag of words, and all of them."""

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
    seeds = read_params("best_imdb").seeds
    with np.load(predictions_path(BAG)) as arrays:
        bag, labels = arrays["test_probabilities"].astype(np.float64), arrays["test_labels"]
    metrics: dict[str, Any] = {
        BAG: {"parameters": read_json(metrics_path(BAG))["parameters"], "test": _judge(bag, labels)}
    }
    voices = [bag]
    for recipe in RECIPES:
        stages = [f"{recipe}@{seed}" for seed in seeds]
        networks = np.stack([_read(stage) for stage in stages])
        voices.append(networks.mean(axis=0))
        single = [summarise(each, labels) for each in networks]
        found = {
            "single": describe_runs(single),
            "by_seed": [numbers["accuracy"] for numbers in single],
            "together": _judge(voices[-1], labels),
            "with_bag": _judge((voices[-1] + bag) / 2, labels),
        }
        metrics[recipe] = {"parameters": read_json(metrics_path(stages[0]))["parameters"], "test": found}
    metrics["everything"] = {"test": _judge(np.mean(voices, axis=0), labels)}
    write_json(metrics_path("best_imdb"), metrics)
    print(f"best_imdb: everything together, test accuracy {100 * metrics['everything']['test']['accuracy']:.2f} %")


def _read(stage: str) -> np.ndarray:
    with np.load(predictions_path(stage)) as arrays:
        return arrays["test_probabilities"].astype(np.float64)


def _judge(probabilities: np.ndarray, labels: np.ndarray) -> dict[str, float | int]:
    return summarise(probabilities, labels) | rate_probabilities(probabilities, labels)


if __name__ == "__main__":
    run_stage(main)
