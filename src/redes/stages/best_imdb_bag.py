"""Fit the best bag of words to IMDB: punctuation marks are words of their own, and no labelled review is held out."""

import numpy as np

from redes.stages import bag_training, run_stage
from redes.stages.prepared_imdb import BEST_TOKENS, read_reviews, read_tokens

STAGE = "best_imdb_bag"
TRAIN_ON = ("train", "validation")


def main() -> None:
    """Fit, and write model, predictions and metrics."""
    tokens = [review for split in TRAIN_ON for review in read_tokens(split, BEST_TOKENS)]
    labels = np.concatenate([read_reviews(split).labels for split in TRAIN_ON])
    bag_training.train_bag(
        STAGE, (tokens, labels), {"test": (read_tokens("test", BEST_TOKENS), read_reviews("test").labels)}
    )


if __name__ == "__main__":
    run_stage(main)
