"""Train softmax regression on MNIST (T19)."""

from functools import partial

from redes.stages import run_stage
from redes.stages.mnist_training import read_example as read_example_of
from redes.stages.mnist_training import train_on_mnist

STAGE = "train_mnist_softmax"


def main() -> None:
    """Train on digits as they are, in a new order for each epoch."""
    from redes.models import mnist

    train_on_mnist(STAGE, lambda _: mnist.build_softmax())


read_example = partial(read_example_of, STAGE)

if __name__ == "__main__":
    run_stage(main)
