"""Networks that read digits: softmax regression, a multilayer perceptron and a small convolutional network."""

from collections.abc import Sequence
from functools import partial

import keras
import numpy as np
from keras import layers

from redes.models import losses, training
from redes.models.layers import BatchNormalization

NUM_CLASSES = 10
IMAGE_SHAPE = (28, 28, 1)

#: For targets ``float32 (n, 10)``, rows that sum to 1.
OBJECTIVE = training.Objective(
    losses.softmax_cross_entropy, partial(keras.metrics.CategoricalAccuracy, name="accuracy")
)


def build_softmax() -> keras.Model:
    """Build softmax regression: one layer of 784 x 10 weights, zero at the start.

    Source: the slides, T06 and T19.

    Returns:
        An untrained model: ``float32 (n, 28, 28, 1)`` to ``float32 (n, 10)`` probabilities; 7,850 parameters.
    """
    inputs = keras.Input(IMAGE_SHAPE, name="image")
    flat = layers.Flatten(name="pixels")(inputs)
    logits = layers.Dense(NUM_CLASSES, kernel_initializer="zeros", name="logits")(flat)
    return keras.Model(inputs, layers.Softmax(name="probability")(logits), name="mnist_softmax")


def build_mlp(units: Sequence[int]) -> keras.Model:
    """Build a multilayer perceptron: every unit of a layer reads the whole layer before it.

    Source: the slides, T17 and T20.

    Args:
        units: of the hidden layers, from the image on; ReLU follows each.

    Returns:
        An untrained model: ``float32 (n, 28, 28, 1)`` to ``float32 (n, 10)`` probabilities.
    """
    inputs = keras.Input(IMAGE_SHAPE, name="image")
    x = layers.Flatten(name="pixels")(inputs)
    for number, width in enumerate(units, start=1):
        x = layers.ReLU(name=f"relu_{number}")(layers.Dense(width, name=f"hidden_{number}")(x))
    logits = layers.Dense(NUM_CLASSES, name="logits")(x)
    return keras.Model(inputs, layers.Softmax(name="probability")(logits), name="mnist_mlp")


def build_cnn(filters: Sequence[int]) -> keras.Model:
    """Build a convolutional network: each convolution is followed by batch normalisation and ReLU.

    Args:
        filters: feature maps of the four convolutions; the first sees 5x5 pixels, the others 3x3. The image is
            halved by max pooling after the first and the third; nothing is padded.

    Returns:
        An untrained model: ``float32 (n, 28, 28, 1)`` to ``float32 (n, 10)`` probabilities.
    """
    inputs = keras.Input(IMAGE_SHAPE, name="image")
    x = inputs
    for number, (width, size, pooled) in enumerate(zip(filters, (5, 3, 3, 3), (1, 0, 1, 0), strict=True), start=1):
        x = layers.Conv2D(width, size, use_bias=False, name=f"convolution_{number}")(x)
        if pooled:
            x = layers.MaxPooling2D(2, name=f"pooling_{number}")(x)
        x = BatchNormalization(momentum=0.9, name=f"normalization_{number}")(x)
        x = layers.ReLU(name=f"relu_{number}")(x)
    logits = layers.Dense(NUM_CLASSES, name="logits")(layers.Flatten(name="features")(x))
    return keras.Model(inputs, layers.Softmax(name="probability")(logits), name="mnist_cnn")


def one_hot(labels: np.ndarray, smoothing: float = 0.0) -> np.ndarray:
    """Turn labels into target probabilities.

    Args:
        labels: integers ``(n,)`` in [0, 10).
        smoothing: share of the target that is spread evenly over all classes (Szegedy et al. 2016, arXiv 1512.00567).

    Returns:
        ``float32 (n, 10)``, rows that sum to 1.
    """
    return np.eye(NUM_CLASSES, dtype=np.float32)[labels] * np.float32(1 - smoothing) + np.float32(
        smoothing / NUM_CLASSES
    )


def predict(model: keras.Model, images: np.ndarray) -> np.ndarray:
    """Predict probabilities, ``float32 (n, 10)``, for images ``float32 (n, 28, 28, 1)``."""
    return training.predict(model, (images for (images,) in training.slice_batches(images, batch_size=500)))
