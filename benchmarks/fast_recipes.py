"""Recipes that want to be accurate soon: small networks, and what they are trained with.

They answer one question, how many seconds a given accuracy takes, and are no models of the course; so their numbers
stand here and not in params.yaml. All were chosen on the validation splits.
"""

from types import SimpleNamespace

import keras
import numpy as np
from keras import layers

from redes.models import imdb
from redes.models.layers import BatchNormalization
from redes.models.mnist import IMAGE_SHAPE, NUM_CLASSES

#: Of the digits: AdamW under one cycle, as ``fit_digits`` reads it; the digits are not moved.
DIGITS = SimpleNamespace(epochs=2, batch_size=256, learning_rate=3e-2, weight_decay=1e-2, label_smoothing=0.05)
#: Of the reviews: AdamW under one cycle, as ``fit_reviews`` reads it.
REVIEWS = SimpleNamespace(
    epochs=1,
    batch_size=64,
    learning_rate=5e-3,
    weight_decay=1e-2,
    averaging=0.0,
    max_length=160,
    head_share=0.25,
    num_words=20_000,
    vector_size=32,
    filters=64,
    kernel_size=5,
    pool_size=8,
    units=32,
    dropout=0.3,
)


def build_digits() -> keras.Model:
    """Build a convolutional network whose strides leave little to compute: 41,242 parameters.

    Returns:
        An untrained model: ``float32 (n, 28, 28, 1)`` to ``float32 (n, 10)`` probabilities.
    """
    inputs = x = keras.Input(IMAGE_SHAPE, name="image")
    for number, (width, size, stride) in enumerate(((16, 5, 2), (48, 3, 2), (64, 3, 1)), start=1):
        x = layers.Conv2D(width, size, strides=stride, use_bias=False, name=f"convolution_{number}")(x)
        x = layers.ReLU()(BatchNormalization(momentum=0.9, name=f"normalization_{number}")(x))
    logits = layers.Dense(NUM_CLASSES, name="logits")(layers.Flatten()(x))
    return keras.Model(inputs, layers.Softmax(name="probability")(logits), name="fast_digits")


def build_reviews(seed: int) -> keras.Model:
    """Build the network of ``redes.models.imdb``, smaller, its word vectors drawn at random.

    Args:
        seed: of the vectors, uniform within plus or minus 0.05, as Keras draws them.

    Returns:
        An untrained model: ``int32 (n, length)`` to ``float32 (n, 1)``, the probability that a review is positive.
    """
    vectors = np.random.default_rng(seed).uniform(-0.05, 0.05, (REVIEWS.num_words, REVIEWS.vector_size))
    architecture = {
        name: getattr(REVIEWS, name) for name in ("filters", "kernel_size", "pool_size", "units", "dropout")
    }
    return imdb.build_recurrent("lstm", vectors.astype(np.float32), **architecture)
