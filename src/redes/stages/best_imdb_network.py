"""Train one of the networks of a best recipe for IMDB: ``python -m redes.stages.best_imdb_network RECIPE SEED``."""

import sys
from pathlib import Path
from typing import NamedTuple

from redes.stages import run_stage
from redes.stages.best_imdb_ratios import TRAIN_ON, ratios_path
from redes.stages.best_vectors import vectors_path
from redes.stages.imdb_training import VECTORS, train_on_reviews


class Recipe(NamedTuple):
    """What tells recipes apart beside their parameters.

    Attributes:
        vectors: file of the word vectors that the networks start with.
        ratios: folder of the ratios that they read beside them.
    """

    vectors: Path
    ratios: Path


RECIPES = {
    "best_imdb_lstm": Recipe(VECTORS, ratios_path("labelled")),
    "best_imdb_unlabelled_lstm": Recipe(vectors_path("training"), ratios_path("taught")),
}


def main() -> None:
    """Train an LSTM by the recipe, from the seed, on all labelled reviews that are not the test set's."""
    name, seed = sys.argv[1], int(sys.argv[2])
    train_on_reviews(f"{name}@{seed}", "lstm", **RECIPES[name]._asdict(), train_on=TRAIN_ON, seed=seed)


if __name__ == "__main__":
    run_stage(main)
