"""Draw the reviews as a corpus, and how the sentiment model answers."""

from pathlib import Path

import numpy as np
import pandas as pd

from redes.evaluation.answers import compute_calibration, compute_roc
from redes.figures import classification, corpus
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures, draw_learning_curves

PREPARED = Path("data/prepared/imdb")
PREDICTIONS = Path("data/predictions/imdb_lstm.npz")
FIGURES = Path("reports/figures/imdb")
SPLITS = ("train", "validation", "test")


def main() -> None:
    """Load reviews and predictions, draw, and show the figures beside the run."""
    vocabulary = pd.read_csv(PREPARED / "vocabulary.csv", keep_default_na=False)
    words, counts = vocabulary["word"].tolist(), vocabulary["count"].to_numpy()
    lengths = {split: _count_words(split) for split in SPLITS}
    with np.load(PREDICTIONS) as arrays:
        probabilities, labels = arrays["test_probabilities"], arrays["test_labels"]
    roc, calibration = compute_roc(probabilities, labels), compute_calibration(probabilities, labels)
    draw_figures(
        FIGURES,
        {
            "review_lengths": Drawing("svg", lambda look: corpus.plot_review_lengths(lengths, look)),
            "word_frequency": Drawing("svg", lambda look: corpus.plot_word_frequency(words, counts, look)),
            "learning_curves_imdb_lstm": draw_learning_curves("train_imdb_lstm"),
            "probability_histogram_imdb_lstm": Drawing(
                "svg", lambda look: classification.plot_probability_histogram(probabilities, labels, look)
            ),
            "roc_curve_imdb_lstm": Drawing("svg", lambda look: classification.plot_roc_curve(*roc, look=look)),
            "calibration_imdb_lstm": Drawing(
                "svg", lambda look: classification.plot_calibration(*calibration, look=look)
            ),
        },
    )
    from redes import tracking

    tracking.attach_figures(["train_imdb_lstm"], FIGURES)


def _count_words(split: str) -> np.ndarray:
    """Words of each review, without the mark of the start."""
    with np.load(PREPARED / f"{split}.npz") as arrays:
        return np.diff(arrays["offsets"]) - 1


if __name__ == "__main__":
    run_stage(main)
