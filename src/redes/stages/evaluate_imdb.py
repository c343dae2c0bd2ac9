"""Compare the models that read reviews: where they differ, by length and by stars, and their surest mistakes (T25)."""

import re
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from redes import tracking
from redes.data.imdb import read_reviews
from redes.evaluation import comparison
from redes.evaluation.classification import compute_accuracy, predict_classes
from redes.files import write_json
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.imdb_answers import MODELS, read_answer, read_answers

STARS = (1, 2, 3, 4, 7, 8, 9, 10)
LABELLED = Path("data/raw/imdb.jsonl")
TEST = Path("data/prepared/imdb/test.npz")
METRICS = Path("reports/metrics/evaluate_imdb.json")

Answers = Mapping[str, np.ndarray]


def main() -> None:
    """Read the predictions of all models, write what tells them apart, and add it to their runs."""
    params = read_params("evaluate_imdb")
    answers, labels = read_answers()
    with np.load(TEST) as arrays:
        reviews, lengths = read_reviews(LABELLED).loc[arrays["rows"]], np.diff(arrays["offsets"]) - 1
    right = {model: predict_classes(given) == labels for model, given in answers.items()}
    by_length = comparison.bin_by_edges(lengths, params.length_edges)
    by_stars = {str(number): reviews["rating"].to_numpy() == number for number in STARS}
    metrics = {
        "models": {model: comparison.rate_probabilities(given, labels) for model, given in answers.items()},
        "lstm_and_rnn": comparison.compare_pair(right["lstm"], right["rnn"]),
        "bag_and_lstm": comparison.compare_pair(right["bag"], right["lstm"]),
        "together": _judge_together(answers, right, labels),
        "ratios": _judge_ratios(read_answer("ratios")[0], answers, right, labels),
        "length_edges": params.length_edges,
        "length": {
            model: [comparison.measure_share(hits[inside]) for inside in by_length] for model, hits in right.items()
        },
        "stars": {
            model: {stars: comparison.measure_share(hits[inside]) for stars, inside in by_stars.items()}
            for model, hits in right.items()
        },
        "mistakes": _find_mistakes(reviews, answers, right, labels, params),
    }
    write_json(METRICS, metrics)
    tracking.attach("evaluate_imdb")


def _judge_together(answers: Answers, right: Answers, labels: np.ndarray) -> dict[str, Any]:
    """What the LSTM and the bag give together, by the mean of their probabilities, and where all are right or wrong."""
    hits = np.sum([right[model] for model in MODELS], axis=0)
    return {
        **_judge_mean(answers["lstm"], answers["bag"], right["bag"], labels),
        "all_right": int((hits == len(MODELS)).sum()),
        "all_wrong": int((hits == 0).sum()),
    }


def _judge_ratios(given: np.ndarray, answers: Answers, right: Answers, labels: np.ndarray) -> dict[str, Any]:
    """What the LSTM that also reads the ratios of the bag adds to both, and what the bag still adds to it."""
    hits = predict_classes(given) == labels
    return {
        **comparison.rate_probabilities(given, labels),
        "over_lstm": comparison.compare_pair(hits, right["lstm"]),
        "over_bag": comparison.compare_pair(hits, right["bag"]),
        "with_bag": _judge_mean(given, answers["bag"], hits, labels),
    }


def _judge_mean(one: np.ndarray, other: np.ndarray, hits: np.ndarray, labels: np.ndarray) -> dict[str, Any]:
    """What the mean of the probabilities of two models gives, and what it gains over who has these ``hits``."""
    mean = (one.astype(np.float64) + other) / 2
    return {
        "accuracy": round(compute_accuracy(mean, labels), 6),
        "gain": comparison.compare_pair(predict_classes(mean) == labels, hits),
    }


def _find_mistakes(reviews: Any, answers: Answers, right: Answers, labels: np.ndarray, params: Any) -> dict[str, Any]:
    """The surest mistakes of all models, and where bag and LSTM contradict each other most, one or the other wrong.

    A kind with fewer than ``params.num_mistakes`` of them, as in a trial on few reviews, is filled up with nothing.
    """
    mean = np.stack([answers[model] for model in MODELS]).mean(axis=0, dtype=np.float64)
    lead = answers["bag"].astype(np.float64) - answers["lstm"]
    new = ~reviews["text"].duplicated().to_numpy()
    kinds = {
        "all": (mean, ~(right["lstm"] | right["rnn"] | right["bag"])),
        "bag": (0.5 + lead / 2, right["lstm"] & ~right["bag"]),
        "lstm": (0.5 - lead / 2, right["bag"] & ~right["lstm"]),
    }
    nothing = dict.fromkeys(("stars", "excerpt", *MODELS))
    mistakes: dict[str, Any] = {}
    for kind, (given, among) in kinds.items():
        rows = comparison.find_surest_mistakes(given, labels, among & new, params.num_mistakes)
        mistakes[kind] = [
            {
                "stars": int(reviews["rating"].iloc[row]),
                "excerpt": excerpt(reviews["text"].iloc[row], params.excerpt_length),
                **{model: round(float(answers[model][row]), 4) for model in MODELS},
            }
            for row in rows
        ] + [nothing] * (params.num_mistakes - len(rows))
    return mistakes


def excerpt(review: str, width: int) -> str:
    """Cut the beginning of a review at a word, without its marks of HTML.

    >>> excerpt("Not bad.<br /><br />Not at all, I'd say", 22)
    'Not bad. Not at all, …'
    """
    return textwrap.shorten(re.sub(r"<[^>]*>", " ", review), width, placeholder=" …")


if __name__ == "__main__":
    run_stage(main)
