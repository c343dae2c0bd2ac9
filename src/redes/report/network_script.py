"""A trained network and some digits as a script, for the page that computes with them."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

#: By class of layer, what the page's script computes: settings that it reads, and settings that must be as here.
LAYERS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "Conv2D": (
        ("kernel_size",),
        {"strides": [1, 1], "padding": "valid", "dilation_rate": [1, 1], "groups": 1, "activation": "linear"},
    ),
    "MaxPooling2D": (("pool_size", "strides"), {"padding": "valid"}),
    "BatchNormalization": (("epsilon",), {"axis": -1, "center": True, "scale": True}),
    "ReLU": ((), {"max_value": None, "negative_slope": 0.0, "threshold": 0.0}),
    "Flatten": ((), {}),
    "Dense": ((), {"activation": "linear"}),
    "Softmax": ((), {"axis": -1}),
}


class Layer(NamedTuple):
    """A layer of a network: its class in Keras, its settings, its weights in the order in which Keras keeps them."""

    kind: str
    settings: Mapping[str, Any]
    weights: Sequence[np.ndarray]


class Examples(NamedTuple):
    """Test digits to choose from.

    Attributes:
        images: ``uint8 (n, 28, 28)``.
        labels: ``uint8 (n,)``.
        rows: where each stands in the test set, integers ``(n,)``.
        num_mistakes: how many, the last ones, are mistakes of the network.
    """

    images: np.ndarray
    labels: np.ndarray
    rows: np.ndarray
    num_mistakes: int


def build_script(name: str, layers: Sequence[Layer], examples: Examples) -> str:
    """Write the network as one assignment, which a page can load from a file as it can load no data.

    Args:
        name: of the network.
        layers: from the first after the input to the last.
        examples: the digits that the page offers.

    Returns:
        JavaScript that sets ``RedesPlay.model``: the layers with the shapes of their weights, all weights in a row as
        float32 in little-endian order, and all images in a row as bytes, both in base64.

    Raises:
        ValueError: a layer that the page's script does not compute.
    """
    weights = b"".join(np.asarray(array, dtype="<f4").tobytes() for layer in layers for array in layer.weights)
    model = {
        "name": name,
        "layers": [_describe(layer) for layer in layers],
        "weights": base64.b64encode(weights).decode(),
        "examples": {
            "images": base64.b64encode(examples.images.astype(np.uint8).tobytes()).decode(),
            "labels": examples.labels.tolist(),
            "rows": examples.rows.tolist(),
            "num_mistakes": examples.num_mistakes,
        },
    }
    return f"(window.RedesPlay ??= {{}}).model = {json.dumps(model)};\n"


def _describe(layer: Layer) -> dict[str, Any]:
    name = layer.settings["name"]
    if layer.kind not in LAYERS:
        raise ValueError(f"layer {name!r}: expected one of {', '.join(LAYERS)}; got {layer.kind}")
    read, expected = LAYERS[layer.kind]
    for key, value in expected.items():
        if layer.settings[key] != value:
            raise ValueError(f"layer {name!r}: expected {key} {value!r}; got {layer.settings[key]!r}")
    shapes = [list(array.shape) for array in layer.weights]
    return {"name": name, "kind": layer.kind, **{key: layer.settings[key] for key in read}, "shapes": shapes}
