"""What the trainings of digit classifiers share: prepared digits, the fit, the example for MLflow."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from redes import determinism
from redes.features.digits import Split, scale_images
from redes.params import read_params
from redes.stages.training import predictions_path, train_classifier

if TYPE_CHECKING:
    from redes.models.training import BatchIterator, OnEpoch

PREPARED = Path("data/prepared/mnist")


def read_digits(split: str, count: int | None = None) -> Split:
    """Read prepared digits of a split ("train", "validation", "test"), all or the first ``count``.

    Returns:
        Images ``float32 (n, 28, 28, 1)`` in [0, 1] and labels ``uint8 (n,)``.
    """
    images = np.load(PREPARED / f"{split}_images.npy", mmap_mode="r")[:count]
    return Split(scale_images(images), np.load(PREPARED / f"{split}_labels.npy")[:count])


def train_on_mnist(
    stage: str, build: Callable[[SimpleNamespace], Any], train_on: Sequence[str] = ("train",), **given: Any
) -> None:
    """Train a classifier on MNIST, and write all that ``train_classifier`` writes.

    Args:
        stage: the address of the stage; its name is that of its parameters.
        build: makes the Keras model from them.
        train_on: splits that are trained on; the others are asked about.
        given: parameters that come from elsewhere than params.yaml.
    """
    from redes.models import mnist

    params = SimpleNamespace(**vars(read_params(stage.partition("@")[0])), **given)
    determinism.seed_tensorflow(params.seed)
    train = join_digits([read_digits(split) for split in train_on])
    asked = {split: read_digits(split) for split in ("validation", "test") if split not in train_on}
    model = build(params)
    train_classifier(
        stage,
        model,
        fit=partial(fit_digits, model, train, params),
        predict=lambda split: mnist.predict(model, asked[split].images),
        labels={split: part.labels for split, part in asked.items()},
        read_example=partial(read_example, stage),
    )


def join_digits(splits: Sequence[Split]) -> Split:
    """Put the digits of several splits one after the other."""
    return Split(*(np.concatenate(arrays) for arrays in zip(*splits, strict=True)))


def fit_digits(model: Any, digits: Split, params: SimpleNamespace, on_epoch: "OnEpoch") -> None:
    """Fit a classifier to digits, in a new order for each epoch.

    Args:
        model: the Keras model, trained in place.
        digits: images ``float32 (n, 28, 28, 1)`` and labels ``uint8 (n,)``.
        params: of the stage. What it does not name is left out: ``label_smoothing``, ``weight_decay``, ``averaging``,
            and ``rotation``, ``shear``, ``scale`` and ``shift``, the limits of movements drawn anew for each epoch.
        on_epoch: called after each epoch.
    """
    from redes.models import augmentation, mnist, training

    given = vars(params)
    rng = np.random.default_rng(params.seed)
    targets = mnist.one_hot(digits.labels, given.get("label_smoothing", 0.0))
    limits = {name: given[name] for name in ("rotation", "shear", "scale", "shift") if name in given}

    def batches_of_epoch(_: int) -> "BatchIterator":
        order = rng.permutation(len(targets))
        images = digits.images[order]
        if limits:
            images = augmentation.transform_images(images, augmentation.random_transforms(rng, len(images), **limits))
        return training.slice_batches(images, targets[order], batch_size=params.batch_size)

    training.fit(
        model,
        batches_of_epoch,
        objective=mnist.OBJECTIVE,
        num_steps=params.epochs * -(-len(targets) // params.batch_size),
        epochs=params.epochs,
        learning_rate=params.learning_rate,
        weight_decay=given.get("weight_decay", 0.0),
        averaging=given.get("averaging", 0.0),
        on_epoch=on_epoch,
    )


def read_example(stage: str) -> tuple[np.ndarray, np.ndarray]:
    """Two test digits as the models eat them, and the probabilities that a stage's model gave them."""
    with np.load(predictions_path(stage)) as predictions:
        return read_digits("test", 2).images, predictions["test_probabilities"][:2]
