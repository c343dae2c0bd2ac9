"""Train softmax regression on MNIST (T19)."""

from functools import partial

import numpy as np

from redes import determinism
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.mnist_training import read_digits, train_on_digits
from redes.stages.mnist_training import read_example as read_example_of

STAGE = "train_mnist_softmax"


def main() -> None:
    """Train on digits as they are, in a new order for each epoch."""
    from redes.models import mnist, training

    params = read_params(STAGE)
    determinism.seed_tensorflow(params.seed)
    rng = np.random.default_rng(params.seed)
    digits = {split: read_digits(split) for split in ("train", "validation", "test")}
    images, targets = digits["train"].images, mnist.one_hot(digits["train"].labels)
    model = mnist.build_softmax()

    def batches_of_epoch(_: int) -> training.BatchIterator:
        order = rng.permutation(len(images))
        return training.slice_batches(images[order], targets[order], batch_size=params.batch_size)

    train_on_digits(
        STAGE,
        model,
        digits,
        batches_of_epoch,
        epochs=params.epochs,
        batch_size=params.batch_size,
        learning_rate=params.learning_rate,
        weight_decay=0.0,
    )


read_example = partial(read_example_of, STAGE)

if __name__ == "__main__":
    run_stage(main)
