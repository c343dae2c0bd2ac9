"""Train a convolutional network on MNIST (T17, T20)."""

from functools import partial

import numpy as np

from redes import determinism
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.mnist_training import move_digits, read_digits, train_on_digits
from redes.stages.mnist_training import read_example as read_example_of

STAGE = "train_mnist_cnn"


def main() -> None:
    """Train on digits that are turned, sheared, scaled and shifted anew for each epoch."""
    from redes.models import mnist

    params = read_params(STAGE)
    determinism.seed_tensorflow(params.seed)
    rng = np.random.default_rng(params.seed)
    digits = {split: read_digits(split) for split in ("train", "validation", "test")}
    images, targets = digits["train"].images, mnist.one_hot(digits["train"].labels, params.label_smoothing)
    model = mnist.build_cnn(params.filters)
    train_on_digits(
        STAGE,
        model,
        digits,
        move_digits(images, targets, params, rng),
        epochs=params.epochs,
        batch_size=params.batch_size,
        learning_rate=params.learning_rate,
        weight_decay=params.weight_decay,
    )


read_example = partial(read_example_of, STAGE)

if __name__ == "__main__":
    run_stage(main)
