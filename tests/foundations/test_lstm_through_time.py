"""Back-propagation through an LSTM against TensorFlow's own gradients."""

import numpy as np
import pytest

from redes.foundations.lstm import convert_keras_weights, run_lstm
from redes.foundations.lstm_through_time import backpropagate_lstm
from redes.foundations.recurrent_starts import draw_lstm


@pytest.mark.parametrize(("steps", "units", "inputs"), [(1, 1, 1), (7, 4, 3), (12, 3, 5)])
@pytest.mark.usefixtures("tensorflow_settings")
def test_the_gradients_of_keras(steps: int, units: int, inputs: int) -> None:
    import keras
    import tensorflow as tf

    rng = np.random.default_rng(steps)
    x, upstream = rng.normal(0, 1, (2, steps, inputs)), rng.normal(0, 1, (2, steps, units))
    layer = keras.layers.LSTM(units, return_sequences=True, dtype="float64")
    layer.build(x.shape)
    layer.set_weights([rng.normal(0, 0.7, weight.shape) for weight in layer.weights])
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(layer(tf.constant(x)) * upstream)
    theirs = convert_keras_weights(*(np.array(g) for g in tape.gradient(loss, [w.value for w in layer.weights])))

    parameters = convert_keras_weights(*layer.get_weights())
    ours = backpropagate_lstm(x, run_lstm(x, parameters), upstream, parameters)

    for name, gradient in ours._asdict().items():
        np.testing.assert_allclose(gradient, getattr(theirs, name), rtol=1e-7, atol=1e-9, err_msg=name)


def test_a_gradient_for_every_state_is_needed() -> None:
    rng = np.random.default_rng(1)
    x, parameters = rng.normal(0, 1, (4, 2)), draw_lstm(2, 3, rng, forget_bias=1)
    with pytest.raises(ValueError, match=r"expected gradients of states \(4, 3\); got shape \(3,\)"):
        backpropagate_lstm(x, run_lstm(x, parameters), np.zeros(3), parameters)
