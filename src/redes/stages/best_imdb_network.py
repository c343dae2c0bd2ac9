"""Train one of the networks of a best recipe for IMDB: ``python -m redes.stages.best_imdb_network RECIPE SEED``."""

import sys

from redes.stages import run_stage
from redes.stages.best_vectors import vectors_path
from redes.stages.imdb_training import VECTORS, train_on_reviews

#: The vectors that the networks of a recipe start with.
RECIPES = {"best_imdb_lstm": VECTORS, "best_imdb_unlabelled_lstm": vectors_path("training")}


def main() -> None:
    """Train an LSTM by the recipe, from the seed, on all labelled reviews that are not the test set's."""
    recipe, seed = sys.argv[1], int(sys.argv[2])
    train_on_reviews(f"{recipe}@{seed}", "lstm", vectors=RECIPES[recipe], train_on=("train", "validation"), seed=seed)


if __name__ == "__main__":
    run_stage(main)
