"""The script that carries a network holds its very weights, and no layer that the page does not compute."""

import base64
import json
from typing import Any

import numpy as np
import pytest

from redes.report.network_script import Examples, Layer, build_script

EXAMPLES = Examples(np.arange(2 * 784, dtype=np.uint8).reshape(2, 28, 28), np.array([7, 2], np.uint8), np.arange(2), 1)
CONVOLUTION: dict[str, Any] = {
    "name": "convolution_1",
    "kernel_size": [3, 3],
    "strides": [1, 1],
    "padding": "valid",
    "dilation_rate": [1, 1],
    "groups": 1,
    "activation": "linear",
}


def read(script: str) -> dict[str, Any]:
    head, _, model = script.partition(".model = ")
    assert head == "(window.RedesPlay ??= {})"
    return json.loads(model.removesuffix(";\n"))


def test_weights_and_digits_come_back() -> None:
    rng = np.random.default_rng(1)
    kernel, dense, bias = (rng.normal(size=shape).astype(np.float32) for shape in ((3, 3, 1, 2), (4, 10), (10,)))
    layers = [
        Layer("Conv2D", CONVOLUTION, [kernel]),
        Layer("Flatten", {"name": "features"}, []),
        Layer("Dense", {"name": "logits", "activation": "linear"}, [dense, bias]),
    ]
    model = read(build_script("mnist_cnn", layers, EXAMPLES))
    weights = np.frombuffer(base64.b64decode(model["weights"]), "<f4")
    np.testing.assert_array_equal(weights, np.concatenate([kernel.ravel(), dense.ravel(), bias]))
    assert model["layers"] == [
        {"name": "convolution_1", "kind": "Conv2D", "kernel_size": [3, 3], "shapes": [[3, 3, 1, 2]]},
        {"name": "features", "kind": "Flatten", "shapes": []},
        {"name": "logits", "kind": "Dense", "shapes": [[4, 10], [10]]},
    ]
    assert base64.b64decode(model["examples"].pop("images")) == EXAMPLES.images.tobytes()
    assert model["examples"] == {"labels": [7, 2], "rows": [0, 1], "num_mistakes": 1}


@pytest.mark.parametrize(
    ("kind", "settings", "message"),
    [
        ("LSTM", {"name": "lstm"}, "layer 'lstm': expected one of Conv2D, MaxPooling2D, .*; got LSTM"),
        ("Conv2D", CONVOLUTION | {"padding": "same"}, "layer 'convolution_1': expected padding 'valid'; got 'same'"),
        ("Conv2D", CONVOLUTION | {"strides": [2, 2]}, r"expected strides \[1, 1\]; got \[2, 2\]"),
    ],
)
def test_what_the_page_does_not_compute_is_refused(kind: str, settings: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        build_script("mnist_cnn", [Layer(kind, settings, [])], EXAMPLES)
