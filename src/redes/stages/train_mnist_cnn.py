"""Train a convolutional network on MNIST (T17, T20)."""

from functools import partial

from redes.stages import run_stage
from redes.stages.mnist_training import read_example as read_example_of
from redes.stages.mnist_training import train_on_mnist

STAGE = "train_mnist_cnn"


def main() -> None:
    """Train on digits that are turned, sheared, scaled and shifted anew for each epoch."""
    from redes.models import mnist

    train_on_mnist(STAGE, lambda params: mnist.build_cnn(params.filters))


read_example = partial(read_example_of, STAGE)

if __name__ == "__main__":
    run_stage(main)
