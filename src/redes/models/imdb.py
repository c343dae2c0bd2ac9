"""Networks that read reviews: word vectors, a convolution over words, recurrent units in both directions."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Literal

import keras
import numpy as np
from keras import layers

from redes.models import losses, training

Cell = Literal["lstm", "rnn"]
#: What stands at each step: a memory with gates, or one plain layer of tanh.
CELLS: dict[Cell, type[layers.RNN]] = {"lstm": layers.LSTM, "rnn": layers.SimpleRNN}


def agree(targets: keras.KerasTensor, logits: keras.KerasTensor) -> keras.KerasTensor:
    """Whether targets and logits, both ``(n, 1)``, agree: a target above a half and a logit above 0 say positive."""
    return keras.ops.cast(keras.ops.equal(targets > 0.5, logits > 0.0), "float32")


#: For targets ``float32 (n, 1)``, probabilities.
OBJECTIVE = training.Objective(
    losses.sigmoid_cross_entropy, partial(keras.metrics.MeanMetricWrapper, agree, name="accuracy")
)


@keras.saving.register_keras_serializable(package="redes")
class Columns(layers.Layer):
    """Some of the columns of a table, or a single one.

    Args:
        first: of the columns, from 0.
        count: of them; None: the first alone, without the axis of the columns.
    """

    def __init__(self, first: int, count: int | None = None, **settings: Any) -> None:
        super().__init__(**settings)
        self.first, self.count = first, count

    def call(self, table: Any) -> Any:
        """Take ``(n, length, count)`` or ``(n, length)`` of ``(n, length, columns)``."""
        return table[:, :, self.first if self.count is None else slice(self.first, self.first + self.count)]

    def get_config(self) -> dict[str, Any]:
        """What Keras needs to make this layer again."""
        return {**super().get_config(), "first": self.first, "count": self.count}


def build_recurrent(
    cell: Cell,
    vectors: np.ndarray,
    *,
    filters: int,
    kernel_size: int,
    pool_size: int,
    units: int,
    dropout: float,
    num_ratios: int = 0,
    ratio_unit: float = 1.0,
) -> keras.Model:
    """Build a network: vectors, convolution, pooling, a cell in both directions, maximum and mean over time.

    Args:
        cell: what reads the pooled positions one by one; all else is the same.
        vectors: first values of the word vectors, ``float32 (num_words, vector_size)``; they are trained further.
        filters: feature maps of the convolution.
        kernel_size: words that it sees.
        pool_size: neighbouring positions summarised by their maximum before the cell.
        units: of the cell, in each direction.
        dropout: share of inputs dropped before the output and, for all words of a review alike, of components of the
            vectors (Tompson et al. 2015, arXiv 1411.4280: neighbours tell too much of each other to be dropped singly).
        num_ratios: integers that stand beside each word, such as those of ``features.ratios``.
        ratio_unit: what one of them is worth.

    Returns:
        An untrained model: ``int32 (n, length)`` or, with ratios, ``(n, length, 1 + num_ratios)``, any length of at
        least ``pool_size``, to ``float32 (n, 1)``, the probability that a review is positive.
    """
    inputs = keras.Input((None, 1 + num_ratios) if num_ratios else (None,), dtype="int32", name="words")
    num_words, vector_size = vectors.shape
    words = Columns(0, name="ids", dtype="int32")(inputs) if num_ratios else inputs
    x = layers.Embedding(num_words, vector_size, name="vectors", weights=[vectors])(words)
    x = layers.SpatialDropout1D(dropout, name="dropout_of_vectors")(x)
    if num_ratios:
        integers = Columns(1, num_ratios, name="integers", dtype="int32")(inputs)
        ratios = layers.Rescaling(ratio_unit, name="ratios")(integers)
        x = layers.Concatenate(name="beside_each_word")([x, ratios])
    x = layers.Conv1D(filters, kernel_size, padding="same", activation="relu", name="convolution")(x)
    x = layers.MaxPooling1D(pool_size, name="pooling")(x)
    x = layers.Bidirectional(CELLS[cell](units, return_sequences=True), name=cell)(x)
    x = layers.Concatenate(name="over_time")(
        [layers.GlobalMaxPooling1D(name="maximum")(x), layers.GlobalAveragePooling1D(name="mean")(x)]
    )
    x = layers.Dropout(dropout, name="dropout")(x)
    logits = layers.Dense(1, name="logits")(x)
    return keras.Model(inputs, layers.Activation("sigmoid", name="probability")(logits), name=f"imdb_{cell}")


def predict(model: keras.Model, batches: Iterable[tuple[np.ndarray, np.ndarray]], num_examples: int) -> np.ndarray:
    """Predict the probability that a review is positive.

    Args:
        model: the network.
        batches: indices of the examples, and what the network reads of them, ``int32 (batch, length, ...)``.
        num_examples: examples in all.

    Returns:
        ``float32 (num_examples,)``, by index.
    """
    probabilities = np.empty(num_examples, dtype=np.float32)
    for indices, words in batches:
        probabilities[indices] = model.predict_on_batch(words)[:, 0]
    return probabilities
