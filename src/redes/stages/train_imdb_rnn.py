"""Train a plain recurrent network on IMDB over gensim's word vectors (T25)."""

from functools import partial

from redes.stages import imdb_training, run_stage

STAGE = "train_imdb_rnn"


def main() -> None:
    """Train, and write model, predictions, history and metrics."""
    imdb_training.train_on_reviews(STAGE, "rnn")


read_example = partial(imdb_training.read_example, STAGE)

if __name__ == "__main__":
    run_stage(main)
