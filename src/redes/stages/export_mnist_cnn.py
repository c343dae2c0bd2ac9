"""Write the convolutional network as a script, for the page that lets people play with it."""

from pathlib import Path

import numpy as np

from redes.data.keras_file import read_config, read_layer
from redes.evaluation.answers import find_worst_mistakes
from redes.files import write_bytes
from redes.report.network_script import Examples, Layer, build_script
from redes.stages import run_stage
from redes.stages.mnist_answers import read_answers

MODEL = Path("models/mnist_cnn.keras")
PREPARED = Path("data/prepared/mnist")
SCRIPT = Path("reports/play/mnist_cnn.js")
NUM_PER_CLASS, NUM_MISTAKES = 2, 12


def main() -> None:
    """Load network, predictions and test digits; write the script."""
    layers = read_layers(MODEL)
    images, labels = (np.load(PREPARED / f"test_{part}.npy", mmap_mode="r") for part in ("images", "labels"))
    mistakes = find_worst_mistakes(*read_answers("cnn"), NUM_MISTAKES)
    first = [np.flatnonzero(labels == digit)[:NUM_PER_CLASS] for digit in range(10)]
    rows = np.concatenate([*first, mistakes])
    examples = Examples(images[rows], labels[rows], rows, len(mistakes))
    write_bytes(SCRIPT, build_script(MODEL.stem, layers, examples).encode())
    print(f"{SCRIPT}: {len(layers)} layers, {len(rows)} digits")


def read_layers(path: Path) -> list[Layer]:
    """Read a saved network's layers, without the input."""
    return [
        Layer(layer["class_name"], layer["config"], read_layer(path, layer["config"]["name"]))
        for layer in read_config(path)["config"]["layers"]
        if layer["class_name"] != "InputLayer"
    ]


if __name__ == "__main__":
    run_stage(main)
