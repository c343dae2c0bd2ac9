"""Networks for the page that lets people play with one."""

from pathlib import Path
from typing import Any

import numpy as np

from redes.features.digits import Split
from redes.files import write_bytes
from redes.report.network_script import Examples, build_script
from redes.stages.export_mnist_cnn import read_layers


def save_untrained_network(path: Path, filters: list[int]) -> Path:
    """Save a network with random weights, and statistics in its normalisations as if it had seen something."""
    from redes.models.mnist import build_cnn

    rng = np.random.default_rng(1)
    model = build_cnn(filters)
    for layer in model.layers:
        layer.set_weights([rng.uniform(*_range_of(weight), weight.shape) for weight in layer.weights])
    model.save(path)
    return path


def _range_of(weight: Any) -> tuple[float, float]:
    """Normalisations multiply with and divide by what is positive."""
    return (0.5, 2) if weight.name in ("gamma", "moving_variance") else (-0.3, 0.3)


def write_network(model: Path, digits: Split, script: Path) -> None:
    """Write a saved network as a script, with the first digit of each class and one that passes for a mistake."""
    first = [int(np.flatnonzero(digits.labels == digit)[0]) for digit in range(10)]
    rows = np.array([*first, int(np.flatnonzero(digits.labels == 3)[1])])
    examples = Examples(digits.images[rows], digits.labels[rows], rows, 1)
    write_bytes(script, build_script(model.stem, read_layers(model), examples).encode())


def compute_answers(model: Path, images: np.ndarray) -> list[np.ndarray]:
    """Let Keras compute the answers of all layers after the input to images ``float32 (n, 28, 28)``."""
    import keras

    import redes.models.layers  # noqa: F401  (registers our normalisation)

    network = keras.saving.load_model(model, compile=False)
    layers = keras.Model(network.input, [layer.output for layer in network.layers[1:]])
    return [np.asarray(answer) for answer in layers(images[..., np.newaxis])]
