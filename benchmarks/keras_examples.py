"""Two of Keras' example programs, written anew to their specification.

Source: keras.io, *Simple MNIST convnet* (examples/vision/mnist_convnet.py) and *Bidirectional LSTM on IMDB*
(examples/nlp/bidirectional_lstm_imdb.py). Layers, losses, optimisers and batch sizes are theirs; the data are this
project's, so that both read the same examples.
"""

from typing import NamedTuple

import keras
import numpy as np
from keras import layers

from benchmarks.prepared import limit_words
from redes.features.sequences import pad

NUM_WORDS = 20_000
MAX_LENGTH = 200


class Example(NamedTuple):
    """How a compiled model is trained: examples per step, and passes over the data."""

    model: keras.Model
    batch_size: int
    epochs: int


def build_mnist_convnet() -> Example:
    """Build the convolutional network for digits: 34,826 parameters.

    Returns:
        The example; it reads ``float32 (n, 28, 28, 1)`` in [0, 1] and rows of targets ``float32 (n, 10)``.
    """
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(32, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Conv2D(64, 3, activation="relu"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return Example(model, batch_size=128, epochs=15)


def build_bidirectional_lstm() -> Example:
    """Build the two bidirectional LSTMs for reviews: 2,757,761 parameters.

    Returns:
        The example; it reads what ``read_words`` gives, and 0 or 1 as targets.
    """
    model = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(NUM_WORDS, 128),
            layers.Bidirectional(layers.LSTM(64, return_sequences=True)),
            layers.Bidirectional(layers.LSTM(64)),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return Example(model, batch_size=32, epochs=2)


def cut_words(sequences: list[np.ndarray]) -> np.ndarray:
    """Keep the last 200 words of each review, of the 20,000 most frequent ones; rarer ones become 2, unknown.

    Args:
        sequences: reviews as word ids, ``int32``.

    Returns:
        ``int32 (n, 200)``, padded in front with 0, as ``pad_sequences`` does unless told otherwise.
    """
    last = [sequence[-MAX_LENGTH:] for sequence in sequences]
    return pad(limit_words(last, NUM_WORDS), MAX_LENGTH)
