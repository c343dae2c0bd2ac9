"""The same as Keras and TensorFlow: the only tests of the foundations that need them (T03, T05, T06, T11, T12)."""

from itertools import pairwise

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.initialization import glorot_limit, he_normal
from redes.foundations.networks import back_propagate, network_error, propagate_forward
from redes.foundations.neuron import logistic_unit
from redes.foundations.softmax import cross_entropy, cross_entropy_gradient, softmax

pytestmark = pytest.mark.usefixtures("tensorflow_settings")
few = settings(max_examples=15, deadline=None)
seeds = st.integers(0, 2**32 - 1)
hidden_layers = st.lists(st.sampled_from(["sigmoid", "tanh", "relu", "linear"]), max_size=3)
last_layers = st.sampled_from(["sigmoid", "tanh", "linear", "softmax"])


def draw_network(seed: int, num_layers: int) -> tuple[np.ndarray, np.ndarray, list[np.ndarray]]:
    """Inputs, targets that sum to 1, and weights of a random network."""
    rng = np.random.default_rng(seed)
    sizes = np.append(rng.integers(1, 7, num_layers), rng.integers(2, 7))  # of a single class Keras warns
    weights = [rng.normal(size=(after, before + 1)) for before, after in pairwise(sizes)]
    return rng.normal(size=(5, sizes[0])), rng.dirichlet(np.ones(sizes[-1]), 5), weights


def build(weights: list[np.ndarray], activations: list[str]) -> keras.Sequential:
    """The same network in Keras, in float64."""
    layers = [
        keras.layers.Dense(len(theta), activation=name, dtype="float64")
        for theta, name in zip(weights, activations, strict=True)
    ]
    model = keras.Sequential([keras.Input((weights[0].shape[1] - 1,), dtype="float64"), *layers])
    model.set_weights([part for theta in weights for part in (theta[:, 1:].T, theta[:, 0])])
    return model


@pytest.mark.parametrize("seed", range(5))
def test_a_logistic_unit_is_a_dense_layer_with_one_unit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, theta = rng.normal(0, 3, (50, 4)), rng.normal(0, 2, 5)
    layer = keras.layers.Dense(1, activation="sigmoid")
    layer.build((None, 4))
    layer.set_weights([theta[1:, np.newaxis], theta[:1]])
    np.testing.assert_allclose(logistic_unit(x, theta), layer(x.astype(np.float32)).numpy()[:, 0], atol=1e-6)


@few
@given(seeds, hidden_layers, last_layers)
def test_forward_propagation_is_that_of_keras_layer_by_layer(seed: int, hidden: list[str], last: str) -> None:
    x, _, weights = draw_network(seed, len(hidden) + 1)
    layers = propagate_forward(x, weights, [*hidden, last])
    for ours, layer in zip(layers[1:], build(weights, [*hidden, last]).layers, strict=True):
        x = layer(x).numpy()
        np.testing.assert_allclose(ours, x, rtol=1e-10, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seeds, hidden_layers, last_layers)
def test_back_propagation_is_the_gradient_of_tensorflow(seed: int, hidden: list[str], last: str) -> None:
    x, targets, weights = draw_network(seed, len(hidden) + 1)
    functions = {"sigmoid": tf.sigmoid, "tanh": tf.tanh, "relu": tf.nn.relu}
    variables = [tf.Variable(theta) for theta in weights]
    with tf.GradientTape() as tape:
        z = tf.constant(x)
        for theta, name in zip(variables, [*hidden, last], strict=True):
            z = functions.get(name, tf.identity)(z @ tf.transpose(theta[:, 1:]) + theta[:, 0])
        if last == "softmax":
            error = tf.reduce_sum(tf.nn.softmax_cross_entropy_with_logits(targets, z))
        else:
            error = tf.reduce_sum((z - targets) ** 2) / 2
    assert network_error(x, targets, weights, [*hidden, last]) == pytest.approx(float(error), rel=1e-10)
    ours = np.concatenate([gradient.ravel() for gradient in back_propagate(x, targets, weights, [*hidden, last])])
    theirs = np.concatenate([gradient.numpy().ravel() for gradient in tape.gradient(error, variables)])
    assert np.linalg.norm(ours - theirs) <= 1e-6 * np.linalg.norm(theirs) + 1e-14


@few
@given(seeds, st.integers(2, 10), st.sampled_from([1.0, 30.0, 1e4]))
def test_softmax_and_its_gradient_are_those_of_tensorflow(seed: int, classes: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    logits, targets = rng.uniform(-scale, scale, (4, classes)), rng.dirichlet(np.ones(classes), 4)
    scores = tf.Variable(logits)
    with tf.GradientTape() as tape:
        errors = tf.nn.softmax_cross_entropy_with_logits(targets, scores)
    np.testing.assert_allclose(softmax(logits), tf.nn.softmax(scores).numpy(), rtol=1e-9, atol=1e-300)
    np.testing.assert_allclose(cross_entropy(logits, targets), errors.numpy(), rtol=1e-10)
    theirs = tape.gradient(errors, scores).numpy()
    np.testing.assert_allclose(cross_entropy_gradient(logits, targets), theirs, rtol=1e-6, atol=1e-12)


@pytest.mark.parametrize("shape", [(300, 200), (40, 1000)])
def test_the_right_limit_is_that_of_keras(shape: tuple[int, int]) -> None:
    drawn = np.abs(keras.initializers.GlorotUniform(seed=1)(shape).numpy()).max()
    assert drawn == pytest.approx(glorot_limit(*shape), rel=1e-3)


def test_he_spreads_as_in_keras() -> None:
    theirs = keras.initializers.HeNormal(seed=1)((300, 200)).numpy()
    assert he_normal(300, 200, np.random.default_rng(1)).std() == pytest.approx(theirs.std(), rel=0.02)
