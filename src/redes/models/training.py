"""Fitting a classifier that ends in a softmax or a sigmoid, epoch by epoch."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import keras
import numpy as np

from redes.models.schedules import OneCycle

Batch = tuple[np.ndarray, ...]
BatchIterator = Iterator[Batch]
#: Called after each epoch with its number, from 1, and the loss (nats) and accuracy over the epoch's batches.
OnEpoch = Callable[[int, dict[str, float]], None]


class Objective(NamedTuple):
    """What a classifier is trained for.

    Attributes:
        loss: of targets and logits, ``(n,)`` in nats.
        accuracy: makes a metric of targets and logits.
    """

    loss: Callable[[Any, Any], Any]
    accuracy: Callable[[], keras.metrics.Metric]


def logits_of(model: keras.Model) -> keras.Model:
    """The same network up to its last sums, before they become probabilities; the weights are shared."""
    return keras.Model(model.inputs, model.get_layer("logits").output, name=f"{model.name}_logits")


def adamw(peak: float, num_steps: int, weight_decay: float, averaging: float = 0.0) -> keras.optimizers.Optimizer:
    """AdamW under a one-cycle schedule; biases and normalisation are not decayed.

    Args:
        peak: the highest learning rate.
        num_steps: steps of the whole training.
        weight_decay: share of a weight, times the learning rate, that each step takes away.
        averaging: momentum of the running means of the weights that take their place at the end; 0: none.
    """
    optimizer = keras.optimizers.AdamW(
        OneCycle(peak, num_steps), weight_decay=weight_decay, use_ema=averaging > 0, ema_momentum=averaging
    )
    optimizer.exclude_from_weight_decay(var_names=["bias", "gamma", "beta"])
    return optimizer


class Batches(keras.utils.PyDataset):
    """The batches of one epoch at a time, in the order given; the next epoch's replace them."""

    def __init__(self, batches_of_epoch: Callable[[int], Iterable[Batch]]) -> None:
        super().__init__()
        self.batches_of_epoch = batches_of_epoch
        self.epoch = 0
        self.batches = list(batches_of_epoch(1))

    def __len__(self) -> int:
        return len(self.batches)

    def __getitem__(self, index: int) -> Batch:
        if self.epoch == 0:
            # Keras infers the shapes of all batches from the first two: show it the smallest and the largest.
            return (min, max)[index % 2](self.batches, key=lambda batch: batch[0].shape[1:])
        return self.batches[index]

    def on_epoch_begin(self) -> None:
        """Make the epoch's batches; the first ones are there, since Keras looks at some of them before it begins."""
        self.epoch += 1
        if self.epoch > 1:
            self.batches = list(self.batches_of_epoch(self.epoch))


def slice_batches(*arrays: np.ndarray, batch_size: int) -> BatchIterator:
    """Cut arrays of equal length into batches, in order; the last one may be smaller."""
    for start in range(0, len(arrays[0]), batch_size):
        yield tuple(array[start : start + batch_size] for array in arrays)


def fit(
    model: keras.Model,
    batches_of_epoch: Callable[[int], Iterable[Batch]],
    *,
    objective: Objective,
    num_steps: int,
    epochs: int,
    learning_rate: float,
    weight_decay: float,
    averaging: float = 0.0,
    on_epoch: OnEpoch,
) -> None:
    """Fit a classifier on the logits behind its probabilities, with AdamW under a one-cycle schedule.

    Args:
        model: has a layer named ``logits``; its weights are trained in place.
        batches_of_epoch: called with the number of the epoch, from 1; gives inputs and targets, in order.
        objective: what is made small, and what is told beside it.
        num_steps: batches of all epochs together.
        epochs: passes over the data.
        learning_rate: at the peak of the cycle.
        weight_decay: of AdamW.
        averaging: of the weights, see ``adamw``; ``on_epoch`` sees them before they are averaged.
        on_epoch: called after each epoch.
    """
    network = logits_of(model)
    accuracy = objective.accuracy()
    network.compile(
        adamw(learning_rate, num_steps, weight_decay, averaging),
        objective.loss,
        metrics=[accuracy],
        jit_compile=False,
    )

    def report(epoch: int, logs: dict[str, float]) -> None:
        on_epoch(epoch + 1, {"loss": logs["loss"], "accuracy": logs[accuracy.name]})

    network.fit(
        Batches(batches_of_epoch),
        epochs=epochs,
        shuffle=False,
        verbose=0,
        callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=report)],
    )


def predict(model: keras.Model, batches: Iterable[np.ndarray]) -> np.ndarray:
    """Predict probabilities batch by batch.

    Returns:
        The rows of all batches, in order, ``float32``.
    """
    return np.concatenate([model.predict_on_batch(batch) for batch in batches])
