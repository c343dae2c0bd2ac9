"""Softmax regression on real digits: what a training stage does, in seconds."""

import csv
import json
from pathlib import Path

import numpy as np
from ruamel.yaml import YAML

from redes import tracking

STAGE = "train_mnist_softmax"
DATA = Path("data/prepared/mnist")
PREDICTIONS = Path("data/predictions/mnist_softmax.npz")


def read_digits(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Digits as float32 (n, 28, 28, 1) in [0, 1], labels as uint8 (n,)."""
    images, labels = (np.load(DATA / f"{split}_{kind}.npy") for kind in ("images", "labels"))
    return images[..., np.newaxis].astype(np.float32) / 255, labels


def read_example() -> tuple[np.ndarray, np.ndarray]:
    with np.load(PREDICTIONS) as predictions:
        return read_digits("test")[0][:2], predictions["test_probabilities"][:2]


def main() -> None:
    import keras

    params = YAML(typ="safe").load(Path("params.yaml"))[STAGE]
    keras.utils.set_random_seed(params["seed"])
    images, labels = read_digits("train")
    unseen, answers = read_digits("test")
    layers = [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, "softmax")]
    model = keras.Sequential(layers)
    optimizer = keras.optimizers.Adam(params["learning_rate"])
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    rows = []
    with tracking.training_run(STAGE) as run:
        for epoch in range(1, params["epochs"] + 1):
            logs = model.fit(images, labels, batch_size=params["batch_size"], verbose=0).history
            rows.append({"epoch": epoch, "loss": logs["loss"][0], "accuracy": logs["accuracy"][0]})
            run.log_epoch(epoch, {"loss": rows[-1]["loss"], "accuracy": rows[-1]["accuracy"]})
        probabilities = model.predict(unseen, verbose=0)
        for path in ("models", "data/predictions", "reports/history", "reports/metrics"):
            Path(path).mkdir(parents=True, exist_ok=True)
        model.save("models/mnist_softmax.keras")
        np.savez(PREDICTIONS, test_probabilities=probabilities)
        with Path(f"reports/history/{STAGE}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, ["epoch", "loss", "accuracy"])
            writer.writeheader()
            writer.writerows(rows)
        accuracy = float(np.mean(probabilities.argmax(axis=1) == answers))
        metrics = {"parameters": model.count_params(), "test": {"accuracy": accuracy}}
        Path(f"reports/metrics/{STAGE}.json").write_text(json.dumps(metrics))
        run.log_result(metrics, *read_example())


if __name__ == "__main__":
    main()
