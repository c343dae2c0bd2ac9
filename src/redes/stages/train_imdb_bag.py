"""Fit a bag of words to IMDB (T25): what the order of the words has to beat."""

import numpy as np

from redes.stages import bag_training, run_stage
from redes.stages.prepared_imdb import read_reviews, read_tokens

STAGE = "train_imdb_bag"


def main() -> None:
    """Fit on the training reviews; write model, predictions and metrics."""
    reviews = {split: (read_tokens(split), read_reviews(split).labels) for split in ("train", "validation", "test")}
    bag_training.train_bag(STAGE, reviews.pop("train"), reviews)


def read_example() -> tuple[np.ndarray, np.ndarray]:
    """A test review, ``str (1,)``, and the probability that it is positive."""
    return bag_training.read_example(STAGE, read_tokens("test")[:1])


if __name__ == "__main__":
    run_stage(main)
