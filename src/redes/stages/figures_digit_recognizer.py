"""Draw rows of pixels as pictures, and what the network answers to those of test.csv (T18)."""

from pathlib import Path

import numpy as np

from redes.data.digit_recognizer import read_submission
from redes.figures import digit_recognizer
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

PREPARED = Path("data/prepared/digit_recognizer")
PREDICTIONS = Path("data/predictions/digit_recognizer.npz")
SUBMISSION = Path("reports/submission.csv")
FIGURES = Path("reports/figures/digit_recognizer")
NUM_UNCERTAIN = 12


def main() -> None:
    """Load rows, labels and answers, draw, and show the figures beside the run."""
    images, test_images = (np.load(PREPARED / f"{split}_images.npy", mmap_mode="r") for split in ("train", "test"))
    splits = [np.load(PREPARED / f"{split}_labels.npy") for split in ("train", "validation")]
    labels = np.bincount(np.concatenate(splits), minlength=10)
    answers = np.bincount(read_submission(SUBMISSION, len(test_images)), minlength=10)
    with np.load(PREDICTIONS) as predictions:
        probabilities = predictions["test_probabilities"]
    uncertain = np.argsort(probabilities.max(axis=1), kind="stable")[:NUM_UNCERTAIN]
    rows = test_images[uncertain], uncertain + 1, probabilities[uncertain]
    draw_figures(
        FIGURES,
        {
            "row_to_picture": Drawing("png", lambda look: digit_recognizer.plot_row_to_picture(images[0], look)),
            "label_shares": Drawing("svg", lambda look: digit_recognizer.plot_label_shares(labels, answers, look)),
            "least_certain_rows": Drawing("png", lambda look: digit_recognizer.plot_least_certain_rows(*rows, look)),
        },
    )
    from redes import tracking

    tracking.attach("figures_digit_recognizer")


if __name__ == "__main__":
    run_stage(main)
