"""Receptive fields: formula against measurement, and against TensorFlow's gradients."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.receptive_field import compute_receptive_fields, measure_receptive_fields, trace_receptive_fields

stacks = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3)), min_size=1, max_size=4)


def length_for(layers: list[tuple[int, int]]) -> int:
    """The shortest input that gives the last layer three units."""
    length = 3
    for size, stride in reversed(layers):
        length = (length - 1) * stride + size
    return length


def test_worked_by_hand() -> None:
    # 5 pixels; 2 more units, 2 pixels apart; 1 more, 2 pixels apart; 2 more, 4 pixels apart
    np.testing.assert_array_equal(compute_receptive_fields([(5, 2), (3, 1), (2, 2), (3, 1)]), [5, 9, 11, 19])


def test_two_layers_of_three_weigh_the_middle_most() -> None:
    gradients = trace_receptive_fields([(3, 1), (3, 1)], length=7)
    np.testing.assert_allclose(gradients[0] * 3, [0, 0, 1, 1, 1, 0, 0])
    np.testing.assert_allclose(gradients[1] * 9, [0, 1, 2, 3, 2, 1, 0])


@settings(max_examples=50, deadline=None)
@given(stacks)
def test_measurement_agrees_with_the_formula(layers: list[tuple[int, int]]) -> None:
    length = length_for(layers)
    if all(stride <= size for size, stride in layers):
        np.testing.assert_array_equal(measure_receptive_fields(layers, length), compute_receptive_fields(layers))
    np.testing.assert_allclose(trace_receptive_fields(layers, length).sum(axis=1), 1)


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=10, deadline=None)
@given(stacks)
def test_gradients_agree_with_tensorflow(layers: list[tuple[int, int]]) -> None:
    import tensorflow as tf

    length = length_for(layers)
    x = tf.Variable(np.random.default_rng(0).normal(size=(1, length, 1)))
    for depth, gradient in enumerate(trace_receptive_fields(layers, length), start=1):
        with tf.GradientTape() as tape:
            y = tf.convert_to_tensor(x)
            for size, stride in layers[:depth]:
                y = tf.nn.conv1d(y, tf.fill((size, 1, 1), tf.constant(1 / size, tf.float64)), stride, "VALID")
            middle = y[0, y.shape[1] // 2, 0]
        np.testing.assert_allclose(gradient, tape.gradient(middle, x)[0, :, 0], atol=1e-12)


@pytest.mark.parametrize("layers", [[], [(3, 0)], [(0, 1)]])
def test_refuses_layers_without_size_or_stride(layers: list[tuple[int, int]]) -> None:
    for function in (compute_receptive_fields, lambda stack: measure_receptive_fields(stack, 9)):
        with pytest.raises(ValueError, match=r"expected \(kernel size, stride\) of each layer"):
            function(layers)


def test_refuses_an_input_that_is_too_short() -> None:
    with pytest.raises(ValueError, match="expected windows that fit"):
        measure_receptive_fields([(3, 1), (3, 1)], length=4)
