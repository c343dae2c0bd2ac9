"""What is in a `.keras` file, weights and configuration, read without TensorFlow."""

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from redes.errors import UserError

CONFIG = "config.json"
WEIGHTS = "model.weights.h5"
#: What a layer of layers calls them, in the order in which Keras lists their weights.
PARTS = ("forward_layer", "backward_layer", "cell")


def read_layer(path: Path, layer: str) -> list[np.ndarray]:
    """Read the weights of one layer of a saved model.

    Args:
        path: a `.keras` file, which is a zip archive with an HDF5 file; each layer has a group there.
        layer: the layer's name, e.g. ``"convolution_1"``.

    Returns:
        float32 arrays in the order in which the layer made them: the kernel, ``(height, width, inputs,
        filters)`` or ``(inputs, units)``, then the bias where there is one; of an LSTM kernel, recurrent kernel and
        bias, of one in both directions those of the forward one first.

    Raises:
        UserError: the file is missing or is not a Keras model, or has no such layer.
    """
    import h5py

    with _opened(path) as archive, h5py.File(io.BytesIO(archive.read(WEIGHTS))) as weights:
        layers = {group["vars"].attrs.get("name"): group for group in weights["layers"].values()}
        if layer in layers:
            return _read_variables(layers[layer])
    raise UserError(f"{path} has no layer {layer!r}; its layers: {', '.join(sorted(filter(None, layers)))}")


def read_config(path: Path) -> dict[str, Any]:
    """Read how a saved model is built: its class, and the configuration of its layers.

    Args:
        path: a `.keras` file.

    Returns:
        The content of its ``config.json``.

    Raises:
        UserError: the file is missing or is not a Keras model.
    """
    with _opened(path) as archive:
        model = dict(json.loads(archive.read(CONFIG)))
        if "layers" not in model.get("config", {}):
            raise KeyError(f"{CONFIG} lists no layers")
        return model


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a `.keras` file; say in words what is wrong with it, also where its content is not what it should be."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError:
        raise UserError(f"{path} is missing; make it with: dvc repro train_{path.stem}") from None
    except (zipfile.BadZipFile, KeyError, OSError, json.JSONDecodeError) as error:
        raise UserError(
            f"{path} is not a saved Keras model ({error}); make it anew with: dvc repro train_{path.stem}"
        ) from None


def _read_variables(group: Any) -> list[np.ndarray]:
    """Read a layer's own arrays, and then those of the layers that it is made of."""
    own = [group["vars"][name][()] for name in sorted(group["vars"], key=int)]
    return own + [array for part in PARTS if part in group for array in _read_variables(group[part])]
