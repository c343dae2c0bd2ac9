"""Cross-entropies with the gradient of the slides (T06), y - t, written out.

The gradients that TensorFlow derives go through ``log`` and ``log1p``, whose own gradients take the processor's
approximate reciprocal; y - t needs neither, and is what those gradients come to.
"""

from typing import Any

import tensorflow as tf


@tf.custom_gradient
def softmax_cross_entropy(targets: Any, logits: Any) -> Any:
    """Cross-entropy of the softmax of logits.

    Args:
        targets: ``float32 (n, classes)``, rows that sum to 1.
        logits: ``float32 (n, classes)``.

    Returns:
        ``float32 (n,)``, in nats.
    """
    losses = tf.nn.softmax_cross_entropy_with_logits(targets, logits)

    def gradient(upstream: Any) -> tuple[None, Any]:
        return None, (tf.nn.softmax(logits) - targets) * upstream[:, tf.newaxis]

    return losses, gradient


@tf.custom_gradient
def sigmoid_cross_entropy(targets: Any, logits: Any) -> Any:
    """Cross-entropy of the sigmoid of a logit.

    Args:
        targets: ``float32 (n, 1)``, 0 or 1.
        logits: ``float32 (n, 1)``.

    Returns:
        ``float32 (n,)``, in nats.
    """
    losses = tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits)[:, 0]

    def gradient(upstream: Any) -> tuple[None, Any]:
        return None, (tf.sigmoid(logits) - targets) * upstream[:, tf.newaxis]

    return losses, gradient
