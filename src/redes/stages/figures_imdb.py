"""Draw the reviews as a corpus, and how the models that read them answer."""

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from redes.evaluation.answers import compute_calibration, compute_roc
from redes.features import bag_of_words, text
from redes.figures import classification, corpus, sentiment
from redes.files import read_json
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures, draw_learning_curves
from redes.stages.imdb_answers import read_answers
from redes.stages.prepared_imdb import PREPARED, read_reviews, read_tokens

COMPARISON = Path("reports/metrics/evaluate_imdb.json")
BAG = Path("models/imdb_bag.npz")
FIGURES = Path("reports/figures/imdb")
SPLITS = ("train", "validation", "test")


def main() -> None:
    """Load reviews and predictions, draw, and show the figures beside the runs."""
    draw_figures(FIGURES, _list_corpus() | _list_answers() | _list_comparisons())
    from redes import tracking

    tracking.attach("figures_imdb")


def _list_corpus() -> dict[str, Drawing]:
    vocabulary = pd.read_csv(PREPARED / "vocabulary.csv", keep_default_na=False)
    words, counts = vocabulary["word"].tolist(), vocabulary["count"].to_numpy()
    lengths = {split: _count_words(split) for split in SPLITS}
    example = find_example(read_tokens("train"), read_reviews("train").sequences)
    return {
        "review_lengths": Drawing("svg", partial(corpus.plot_review_lengths, lengths)),
        "word_frequency": Drawing("svg", partial(corpus.plot_word_frequency, words, counts)),
        "encoded_review": Drawing("svg", partial(corpus.plot_encoded_review, *example, text.START, text.UNKNOWN)),
    }


def _list_answers() -> dict[str, Drawing]:
    answers, labels = read_answers()
    roc = {model: compute_roc(given, labels) for model, given in answers.items()}
    calibration = {model: compute_calibration(given, labels) for model, given in answers.items()}
    return {
        "learning_curves_imdb_lstm": draw_learning_curves("train_imdb_lstm"),
        "learning_curves_imdb_rnn": draw_learning_curves("train_imdb_rnn"),
        "learning_curves_imdb_ratios": draw_learning_curves("train_imdb_ratios"),
        "probability_histogram_imdb_lstm": Drawing(
            "svg", partial(classification.plot_probability_histogram, answers["lstm"], labels)
        ),
        "roc_curves": Drawing("svg", partial(sentiment.plot_roc_curves, roc)),
        "calibration": Drawing("svg", partial(sentiment.plot_calibration, calibration)),
    }


def _list_comparisons() -> dict[str, Drawing]:
    measured = read_json(COMPARISON)
    by_length = measured["length_edges"], measured["length"]
    with np.load(BAG) as arrays:
        bag = bag_of_words.from_arrays(arrays)
    return {
        "accuracy_by_length": Drawing("svg", partial(sentiment.plot_accuracy_by_length, *by_length)),
        "accuracy_by_stars": Drawing("svg", partial(sentiment.plot_accuracy_by_stars, measured["stars"])),
        "term_weights": Drawing("svg", partial(sentiment.plot_term_weights, bag.terms, bag.weights)),
    }


def find_example(reviews: list[str], sequences: list[np.ndarray]) -> tuple[list[str], list[int]]:
    """Find a short review to show how words become numbers: the shortest with a word that has no number of its own.

    Args:
        reviews: tokenized, the words joined by single spaces.
        sequences: the same reviews encoded.

    Returns:
        The words of the review, and its numbers; those of the shortest of all where every word has its own.
    """
    row = min(range(len(sequences)), key=lambda i: (text.UNKNOWN not in sequences[i], len(sequences[i])))
    return reviews[row].split(" "), sequences[row].tolist()


def _count_words(split: str) -> np.ndarray:
    """Words of each review, without the mark of the start."""
    with np.load(PREPARED / f"{split}.npz") as arrays:
        return np.diff(arrays["offsets"]) - 1


if __name__ == "__main__":
    run_stage(main)
