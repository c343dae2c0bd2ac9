"""Batch normalisation against Keras' own layer."""

import keras
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.models.layers import BatchNormalization


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 9), st.integers(1, 5))
def test_agrees_with_keras_in_training_and_inference(seed: int, count: int, channels: int) -> None:
    values = np.random.default_rng(seed).normal(3, 2, (count, 4, 4, channels)).astype(np.float32)
    ours, keras_own = BatchNormalization(momentum=0.9), keras.layers.BatchNormalization(momentum=0.9)
    for training in (True, True, False):
        np.testing.assert_allclose(
            ours(values, training=training), keras_own(values, training=training), rtol=1e-4, atol=1e-4
        )
    for mine, theirs in zip(ours.weights, keras_own.weights, strict=True):
        assert mine.name == theirs.name
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)
