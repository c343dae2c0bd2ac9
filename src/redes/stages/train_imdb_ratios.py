"""Train a network that reads reviews with ratios beside the vectors of their words."""

from functools import partial

from redes.stages import imdb_training, run_stage
from redes.stages.prepared_imdb import RATIOS

STAGE = "train_imdb_ratios"


def main() -> None:
    """Train the LSTM, and write model, predictions, history and metrics."""
    imdb_training.train_on_reviews(STAGE, "lstm", ratios=RATIOS)


read_example = partial(imdb_training.read_example, STAGE, RATIOS)

if __name__ == "__main__":
    run_stage(main)
