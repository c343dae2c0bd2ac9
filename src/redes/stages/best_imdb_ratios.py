"""Put ratios at the words of all reviews for the best recipes: ``python -m redes.stages.best_imdb_ratios IN``."""

import sys
from pathlib import Path

import numpy as np

from redes.params import read_params
from redes.stages import run_stage
from redes.stages.imdb_ratios import prepare_ratios, read_film_numbers
from redes.stages.prepared_imdb import BEST_TOKENS, read_reviews, read_tokens

TRAIN_ON = ("train", "validation")
UNLABELLED = "unlabelled"
#: What ``best_imdb_teachers`` says of the unlabelled reviews.
TAUGHT = Path("best/data/prepared/imdb_taught.npz")


def main() -> None:
    """Count in the labelled reviews that are not the test set's; in "taught" ones, those that models labelled, too."""
    counted_in = sys.argv[1]
    reviews = {split: read_tokens(split) for split in (*TRAIN_ON, "test")}
    reviews[UNLABELLED] = read_tokens(UNLABELLED, BEST_TOKENS)
    labels = {split: read_reviews(split).labels for split in TRAIN_ON}
    if counted_in == "taught":
        with np.load(TAUGHT) as arrays:
            labels[UNLABELLED] = arrays["labels"]
    params, films = read_params("best_imdb_ratios"), read_film_numbers(*TRAIN_ON)
    prepare_ratios(ratios_path(counted_in), params, reviews, labels, films, taught=UNLABELLED)


def ratios_path(counted_in: str) -> Path:
    """Where the ratios lie that were counted in "labelled" or, besides, in "taught" reviews."""
    return Path(f"best/data/prepared/imdb_{counted_in}_ratios")


if __name__ == "__main__":
    run_stage(main)
