"""What the trainings of digit classifiers share: prepared digits, the fit, the example for MLflow."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.features.digits import Split, scale_images
from redes.stages.training import predictions_path, train_classifier

PREPARED = Path("data/prepared/mnist")
BatchesOfEpoch = Callable[[int], Iterator[tuple[np.ndarray, ...]]]


def read_digits(split: str, count: int | None = None) -> Split:
    """Read prepared digits of a split ("train", "validation", "test"), all or the first ``count``.

    Returns:
        Images ``float32 (n, 28, 28, 1)`` in [0, 1] and labels ``uint8 (n,)``.
    """
    images = np.load(PREPARED / f"{split}_images.npy", mmap_mode="r")[:count]
    return Split(scale_images(images), np.load(PREPARED / f"{split}_labels.npy")[:count])


def move_digits(
    images: np.ndarray, targets: np.ndarray, params: SimpleNamespace, rng: np.random.Generator
) -> BatchesOfEpoch:
    """Turn, shear, scale and shift the digits anew for each epoch, and put them in a new order.

    Args:
        images: ``float32 (n, 28, 28, 1)``.
        targets: ``float32 (n, 10)``.
        params: of the stage: the limits ``rotation``, ``shear``, ``scale`` and ``shift``, and ``batch_size``.
        rng: where order and movements come from.

    Returns:
        Called with the number of an epoch, gives its batches.
    """
    from redes.models import augmentation, training

    limits = {name: getattr(params, name) for name in ("rotation", "shear", "scale", "shift")}

    def batches_of_epoch(_: int) -> training.BatchIterator:
        order = rng.permutation(len(images))
        transforms = augmentation.random_transforms(rng, len(images), **limits)
        moved = augmentation.transform_images(images[order], transforms)
        return training.slice_batches(moved, targets[order], batch_size=params.batch_size)

    return batches_of_epoch


def train_on_digits(
    stage: str,
    model: Any,
    digits: Mapping[str, Split],
    batches_of_epoch: BatchesOfEpoch,
    **hyperparameters: Any,
) -> None:
    """Fit a classifier of digits, and write all that ``train_classifier`` writes.

    Args:
        stage: the name of the stage.
        model: the Keras model.
        digits: "train", "validation" and "test".
        batches_of_epoch: called with the number of the epoch, from 1; gives images and targets, in order.
        hyperparameters: of ``redes.models.mnist.fit``: epochs, batch size, learning rate, weight decay.
    """
    from redes.models import mnist

    train_classifier(
        stage,
        model,
        fit=lambda on_epoch: mnist.fit(
            model,
            batches_of_epoch,
            num_examples=len(digits["train"].labels),
            on_epoch=on_epoch,
            **hyperparameters,
        ),
        predict=lambda split: mnist.predict(model, digits[split].images),
        labels={split: part.labels for split, part in digits.items()},
        read_example=partial(read_example, stage),
    )


def read_example(stage: str) -> tuple[np.ndarray, np.ndarray]:
    """Two validation digits as the models eat them, and the probabilities that a stage's model gave them."""
    with np.load(predictions_path(stage)) as predictions:
        return read_digits("validation", 2).images, predictions["validation_probabilities"][:2]
