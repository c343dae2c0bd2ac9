"""Adam against Keras' own, and gradients cut to a length."""

import numpy as np
import pytest

from redes.foundations.adam import clip_gradients, minimise


def test_short_gradients_stay_and_long_ones_keep_their_direction() -> None:
    rng = np.random.default_rng(1)
    gradients = [rng.normal(0, 1, (3, 2)), rng.normal(0, 1, 4)]
    norm = np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))
    for kept, gradient in zip(clip_gradients(gradients, 2 * norm), gradients, strict=True):
        np.testing.assert_allclose(kept, gradient)
    for cut, gradient in zip(clip_gradients(gradients, norm / 4), gradients, strict=True):
        np.testing.assert_allclose(cut, gradient / 4)
    assert all((cut == 0).all() for cut in clip_gradients([np.zeros(3)], 1.0))


def test_the_lowest_point_of_a_bowl() -> None:
    start = [np.array([3.0, -1.0]), np.array(2.0)]
    before = [theta.copy() for theta in start]
    target = [np.array([1.0, 0.5]), np.array(-0.25)]
    found = minimise(start, lambda weights: [w - t for w, t in zip(weights, target, strict=True)], 0.05, 2000)
    for theta, lowest in zip(found, target, strict=True):
        np.testing.assert_allclose(theta, lowest, atol=1e-6)
    for theta, kept in zip(start, before, strict=True):
        np.testing.assert_array_equal(theta, kept)


@pytest.mark.usefixtures("tensorflow_settings")
def test_the_same_steps_as_keras() -> None:
    import keras

    start, steps = np.random.default_rng(2).normal(0, 1, 5), 30
    given = np.random.default_rng(3).normal(0, 1, (steps, 5))  # mostly longer than 1
    variable = keras.Variable(start, dtype="float64")
    optimizer = keras.optimizers.Adam(0.01, epsilon=1e-8, global_clipnorm=1.0)
    for gradient in given:
        optimizer.apply([keras.ops.convert_to_tensor(gradient)], [variable])

    rows = iter(given)
    (found,) = minimise([start], lambda _: [next(rows)], 0.01, steps)

    # Keras adds epsilon before it undoes the start at 0, and its rate is a float32.
    np.testing.assert_allclose(found, np.array(variable), rtol=1e-5)
