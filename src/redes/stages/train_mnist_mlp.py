"""Train a multilayer perceptron on MNIST (T17, T20)."""

from functools import partial

from redes.stages import run_stage
from redes.stages.mnist_training import read_example as read_example_of
from redes.stages.mnist_training import train_on_mnist

STAGE = "train_mnist_mlp"


def main() -> None:
    """Train on digits that are turned, sheared, scaled and shifted anew for each epoch, as for the CNN."""
    from redes.models import mnist

    train_on_mnist(STAGE, lambda params: mnist.build_mlp(params.units))


read_example = partial(read_example_of, STAGE)

if __name__ == "__main__":
    run_stage(main)
