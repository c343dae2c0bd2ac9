"""Sizes counted from a saved description are those that Keras and TensorFlow count, and those worked out by hand."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from redes.data.keras_file import read_config
from redes.errors import UserError
from redes.evaluation.model_size import Size, add_sizes, count_linear, measure_layers

pytestmark = pytest.mark.usefixtures("tensorflow_settings")


def build(kind: str) -> Any:
    """The course's networks, small, and one with the layers that they do not have."""
    from keras import Input, Model, Sequential, layers

    from redes.models import imdb, mnist

    if kind == "softmax":
        return mnist.build_softmax()
    if kind == "cnn":
        return mnist.build_cnn([3, 4, 5, 6])
    if kind in ("lstm", "ratios"):
        vectors, sizes = np.zeros((50, 7), np.float32), {"filters": 6, "kernel_size": 5, "pool_size": 4, "units": 3}
        return imdb.build_recurrent("lstm", vectors, **sizes, dropout=0.3, num_ratios=2 if kind == "ratios" else 0)
    if kind == "sequential":
        return Sequential(
            [
                Input((9, 9, 2)),
                layers.Conv2D(4, (3, 2), strides=2, padding="same", groups=2, name="first"),
                layers.BatchNormalization(scale=False),
                layers.AveragePooling2D(2, strides=1, padding="same"),
                layers.Conv2D(3, 2, dilation_rate=2, use_bias=False),
                layers.Dense(5, activation="relu"),
                layers.GlobalAveragePooling2D(),
                layers.Dense(2),
            ]
        )
    words = Input((12,), dtype="int32")
    x = layers.SpatialDropout1D(0.1)(layers.Embedding(20, 6)(words))
    x = layers.Bidirectional(layers.SimpleRNN(4, return_sequences=True))(x)
    both = layers.Concatenate()([layers.SimpleRNN(5, use_bias=False)(x), layers.GlobalMaxPooling1D()(x)])
    return Model(words, layers.Dense(1)(both))


@pytest.mark.parametrize("kind", ["softmax", "cnn", "lstm", "ratios", "sequential", "recurrent"])
def test_parameters_and_shapes_are_those_of_keras(kind: str, tmp_path: Path) -> None:
    import keras

    model = build(kind)
    model.save(path := tmp_path / "model.keras")
    length = 37 if kind in ("lstm", "ratios") else None
    found = {layer.name: layer for layer in measure_layers(read_config(path), length)}
    asked = keras.Model(model.inputs, [layer.output for layer in model.layers])
    shape = (1, *(length if size is None else size for size in model.input_shape[1:]))
    answers = asked([np.zeros(shape, model.inputs[0].dtype)])
    for layer, answer in zip(model.layers, answers, strict=True):
        assert found[layer.name].size.parameters == layer.count_params()
        assert found[layer.name].shape == tuple(answer.shape[1:])
    assert add_sizes(list(found.values())).parameters == model.count_params()


@pytest.mark.parametrize("kind", ["softmax", "cnn"])
def test_operations_are_those_of_tensorflow(kind: str, tmp_path: Path) -> None:
    """TensorFlow's profiler counts a multiplication and an addition for each product of a layer with weights."""
    import tensorflow as tf
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    model = build(kind)
    model.save(path := tmp_path / "model.keras")
    wanted = sum(
        layer.size.operations
        for layer in measure_layers(read_config(path))
        if layer.kind in ("Conv2D", "Dense")
    )  # fmt: skip
    call = tf.function(model).get_concrete_function(tf.TensorSpec((1, 28, 28, 1), tf.float32))
    graph = convert_variables_to_constants_v2(call).graph
    options = tf.compat.v1.profiler.ProfileOptionBuilder(tf.compat.v1.profiler.ProfileOptionBuilder.float_operation())
    shown = options.with_empty_output().with_node_names(show_name_regexes=[".*(MatMul|[cC]onvolution).*"]).build()
    profile = tf.compat.v1.profiler.profile(graph, options=shown, cmd="scope")
    assert profile.total_float_ops == 2 * wanted


def test_a_convolutional_network_by_hand(tmp_path: Path) -> None:
    build("cnn").save(path := tmp_path / "model.keras")
    sizes = {layer.name: layer.size for layer in measure_layers(read_config(path))}
    assert sizes["convolution_1"] == Size(5 * 5 * 3, 24 * 24 * 3, 24 * 24 * 3 * 25, 24 * 24 * 3 * 25)
    assert sizes["convolution_2"] == Size(9 * 3 * 4, 10 * 10 * 4, 10 * 10 * 4 * 27, 10 * 10 * 4 * 27)
    assert sizes["normalization_1"] == Size(parameters=4 * 3, operations=12 * 12 * 3)
    assert sizes["logits"] == Size(24 * 10 + 10, 10, 240, 240)
    assert sizes["pooling_1"] == Size()


def test_a_recurrent_unit_is_one_however_often_it_is_used(tmp_path: Path) -> None:
    build("lstm").save(path := tmp_path / "model.keras")
    short, long = (
        {layer.name: layer.size for layer in measure_layers(read_config(path), length)}["lstm"] for length in (40, 80)
    )
    weights = 2 * 4 * 3 * (6 + 3)
    assert short == Size(weights + 2 * 4 * 3, 6, weights, 10 * weights)
    assert long == short._replace(operations=20 * weights)


def test_a_weighted_sum() -> None:
    assert count_linear(784, 10) == Size(7850, 10, 7840, 7840)


def test_refusals(tmp_path: Path) -> None:
    from keras import Input, Sequential, layers

    build("lstm").save(path := tmp_path / "model.keras")
    with pytest.raises(UserError, match="layer 'words' reads sequences of any length"):
        measure_layers(read_config(path))
    Sequential([Input((8, 2)), layers.GRU(3, name="gated")]).save(path)
    with pytest.raises(UserError, match=r"layer 'gated' is a GRU, whose size nothing here counts; counted are: Act"):
        measure_layers(read_config(path))
