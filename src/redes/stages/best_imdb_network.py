"""Train one of the networks of a best recipe for IMDB: ``python -m redes.stages.best_imdb_network RECIPE SEED``."""

import sys
from pathlib import Path
from typing import NamedTuple

from redes.stages import run_stage
from redes.stages.best_vectors import vectors_path
from redes.stages.imdb_training import VECTORS, train_on_reviews
from redes.stages.prepared_imdb import read_reviews

#: The unlabelled reviews, with what ``best_imdb_teachers`` says of them.
TAUGHT = Path("best/data/prepared/imdb_taught")


class Recipe(NamedTuple):
    """What tells recipes apart beside their parameters.

    Attributes:
        vectors: file of the word vectors that the networks start with.
        taught: whether they also learn from the unlabelled reviews.
    """

    vectors: Path
    taught: bool = False


RECIPES = {
    "best_imdb_lstm": Recipe(VECTORS),
    "best_imdb_unlabelled_lstm": Recipe(vectors_path("training")),
    "best_imdb_student": Recipe(vectors_path("training"), taught=True),
}


def main() -> None:
    """Train an LSTM by the recipe, from the seed, on all labelled reviews that are not the test set's."""
    name, seed = sys.argv[1], int(sys.argv[2])
    recipe = RECIPES[name]
    train_on_reviews(
        f"{name}@{seed}",
        "lstm",
        vectors=recipe.vectors,
        train_on=("train", "validation"),
        more=[read_reviews("unlabelled", TAUGHT)] if recipe.taught else [],
        seed=seed,
    )


if __name__ == "__main__":
    run_stage(main)
