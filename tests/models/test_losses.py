"""Cross-entropies and their gradients against Keras and TensorFlow's own derivatives."""

import keras
import numpy as np
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.models import losses

seeds = st.integers(0, 2**32 - 1)


def gradient_of(loss: object, targets: tf.Tensor, logits: tf.Tensor) -> tuple[np.ndarray, np.ndarray]:
    with tf.GradientTape() as tape:
        tape.watch(logits)
        values = loss(targets, logits)  # type: ignore[operator]
        mean = tf.reduce_mean(values)
    return values.numpy(), tape.gradient(mean, logits).numpy()


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 8))
def test_softmax_cross_entropy_agrees_with_keras(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    logits = tf.constant(rng.normal(0, 5, (count, 10)).astype(np.float32))
    targets = tf.constant(rng.dirichlet(np.ones(10), count).astype(np.float32))
    mine = gradient_of(losses.softmax_cross_entropy, targets, logits)
    theirs = gradient_of(lambda t, a: keras.losses.categorical_crossentropy(t, a, from_logits=True), targets, logits)
    for ours, keras_own in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(ours, keras_own, rtol=1e-4, atol=1e-6)


@settings(max_examples=25, deadline=None)
@given(seeds, st.integers(1, 8))
def test_sigmoid_cross_entropy_agrees_with_keras(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    logits = tf.constant(rng.normal(0, 5, (count, 1)).astype(np.float32))
    targets = tf.constant(rng.integers(0, 2, (count, 1)).astype(np.float32))
    mine = gradient_of(losses.sigmoid_cross_entropy, targets, logits)
    theirs = gradient_of(lambda t, a: keras.losses.binary_crossentropy(t, a, from_logits=True), targets, logits)
    for ours, keras_own in zip(mine, theirs, strict=True):
        np.testing.assert_allclose(ours, keras_own, rtol=1e-4, atol=1e-6)


def test_extreme_logits_stay_finite() -> None:
    logits = tf.constant([[1e4, -1e4, 0.0]])
    values, gradient = gradient_of(losses.softmax_cross_entropy, tf.constant([[0.0, 1.0, 0.0]]), logits)
    np.testing.assert_allclose(values, [2e4])
    np.testing.assert_array_equal(gradient, [[1.0, -1.0, 0.0]])
