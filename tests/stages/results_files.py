"""Files of the best recipes and records in the form in which they are written; their numbers were never measured."""

from pathlib import Path
from typing import Any

import numpy as np

from redes.files import read_json, write_json
from redes.grid import describe_runs
from redes.stages.best_imdb import judge
from redes.stages.best_imdb_network import RECIPES

BEST = Path("reports/best")
RECORDS = Path("benchmarks")
MACHINE = {"processor": "none", "cores": 2, "memory_gb": 8, "system": "Linux x86_64", "python": "3.11.7"}


def judged(accuracies: list[float]) -> dict[str, Any]:
    """What ``best_mnist`` writes of networks: one by one, together, and the same from five views."""
    found: dict[str, Any] = {}
    for kind in ("", "_views"):
        found[f"single{kind}"] = describe_runs([{"accuracy": accuracy, "loss": 0.02} for accuracy in accuracies])
        found[f"by_seed{kind}"] = accuracies
        found[f"together{kind}"] = {"accuracy": max(accuracies), "loss": 0.01, "errors": 1, "examples": 2}
    return {"parameters": 98_690, "test": found}


def make_best(embeddings: Any) -> dict[str, Any]:
    """By stem, what the best recipes' files hold."""
    rng = np.random.default_rng(1)
    labels = rng.integers(0, 2, 2000)
    sure = labels + rng.normal(0, 0.33, 2000)
    answers = {recipe: np.clip(sure + rng.normal(0, 0.1, (5, 2000)), 0.01, 0.99) for recipe in RECIPES}
    reviews = judge(answers, np.clip(sure + rng.normal(0, 0.2, 2000), 0.01, 0.99), labels)
    return {
        "best_mnist": {
            "best_mnist_cnn": judged([0.9971, 0.9973, 0.9975]),
            "best_mnist_small": judged([0.9958, 0.9961]),
        },
        "best_imdb": reviews,
        "best_embeddings": embeddings,
    }


def make_seeds(stage: str, accuracies: list[float]) -> dict[str, Any]:
    """What ``redes sweep STAGE seed=1..N --record`` writes."""
    runs = [
        {"combination": {"seed": seed}, "validation.accuracy": a - 0.001, "test.accuracy": a, "seconds": 150.0 + seed}
        for seed, a in enumerate(accuracies, 1)
    ]
    return {"machine": MACHINE, "commit": "0" * 12, "command": f"redes sweep {stage}", "stage": stage, "runs": runs}


def make_tried(stage: str, combinations: list[dict[str, Any]]) -> dict[str, Any]:
    """What ``redes sweep`` writes of validation accuracies and losses, three seeds each."""
    groups, runs = [], []
    for place, combination in enumerate(combinations):
        given = [
            {"validation.accuracy": 0.99 + 0.001 * place + 0.0003 * seed, "validation.loss": 0.05 - 0.002 * place}
            for seed in (1, 2, 3)
        ]
        groups.append({"combination": combination, **describe_runs(given)})
        runs += [
            {"combination": {**combination, "seed": seed}, **given[seed - 1], "seconds": 30.0} for seed in (1, 2, 3)
        ]
    return {"machine": MACHINE, "stage": stage, "combinations": groups, "best": combinations[-1], "runs": runs}


LEVERS = {
    "machine": MACHINE,
    "effort": "normal",
    "repetitions": 10,
    "num_train": 10_000,
    "num_judged": 5000,
    "epochs": 4,
    "effects": {
        lever: {
            "errors_without": [40 + seed % 4 for seed in range(10)],
            "errors_with": [38 - gain + seed % 3 for seed in range(10)],
            "loss_without": [0.05 + seed / 1000 for seed in range(10)],
            "loss_with": [0.049 - gain / 100 + seed / 900 for seed in range(10)],
        }
        for gain, lever in enumerate(("averaging", "label_smoothing", "views"))
    },
}
TRIED = {
    "tried_bag": make_tried("train_imdb_bag", [{"ngrams": [1, n], "regularization": 0.01 * n} for n in (1, 2, 3)]),
    "tried_cnn": make_tried("train_mnist_cnn", [{"epochs": n, "learning_rate": 0.004, "label_smoothing": 0.05 * n,
                                                 "rotation": 12, "filters": [24, 48, 64, 96]} for n in (1, 2)]),
}  # fmt: skip


def write_everything(folder: Path) -> None:
    """Write all of it under a project's folder that has the plan's metrics."""
    embeddings = read_json(folder / "reports/metrics/evaluate_embeddings_labelled.json")
    for name, content in make_best(embeddings).items():
        write_json(folder / BEST / f"{name}.json", content)
    for stage in ("train_mnist_softmax", "train_mnist_cnn", "train_imdb_lstm"):
        middle = read_json(folder / f"reports/metrics/{stage}.json")["test"]["accuracy"]
        seeds = [middle + (1 - middle) * (seed % 7 - 3) / 40 for seed in range(30)]
        write_json(folder / RECORDS / f"seeds_{stage}.json", make_seeds(stage, seeds))
    for name, record in ({"levers": LEVERS} | TRIED).items():
        write_json(folder / RECORDS / f"{name}.json", record)
