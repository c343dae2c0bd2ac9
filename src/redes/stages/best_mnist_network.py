"""Train one of the networks of a best recipe for MNIST: ``python -m redes.stages.best_mnist_network RECIPE SEED``."""

import sys

from redes.stages import run_stage
from redes.stages.mnist_training import train_on_mnist


def main() -> None:
    """Train a convolutional network by the recipe, from the seed, on all digits that are not the test set's."""
    from redes.models import mnist

    recipe, seed = sys.argv[1], int(sys.argv[2])
    train_on_mnist(
        f"{recipe}@{seed}",
        lambda params: mnist.build_cnn(params.filters),
        train_on=("train", "validation"),
        seed=seed,
    )


if __name__ == "__main__":
    run_stage(main)
