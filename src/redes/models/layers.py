"""Layers that compute the same bits on processors of different vendors."""

from typing import Any

import keras
from keras import ops


@keras.saving.register_keras_serializable(package="redes")
class BatchNormalization(keras.layers.BatchNormalization):
    """Batch normalisation that divides by a square root.

    Keras multiplies with ``rsqrt``, which each vendor's processors approximate in their own way; ``x / sqrt(v)`` is
    rounded as IEEE 754 says. The weights and their names are those of Keras' layer.

    Source: Ioffe and Szegedy 2015, arXiv 1502.03167.
    """

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:  # noqa: ARG002
        """Normalise ``float32 (n, ..., channels)`` over all axes but the last."""
        if training and self.trainable:
            mean, variance = ops.moments(inputs, axes=list(range(len(inputs.shape) - 1)))
            self.moving_mean.assign(self.moving_mean * self.momentum + mean * (1.0 - self.momentum))
            self.moving_variance.assign(self.moving_variance * self.momentum + variance * (1.0 - self.momentum))
        else:
            mean, variance = self.moving_mean, self.moving_variance
        scale = self.gamma / ops.sqrt(variance + self.epsilon)
        return inputs * scale + (self.beta - mean * scale)
