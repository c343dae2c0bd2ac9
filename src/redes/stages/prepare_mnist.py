"""Split MNIST into training, validation and test digits."""

from pathlib import Path

import numpy as np

from redes.data.mnist import read_mnist
from redes.features.digits import Split, split_validation
from redes.files import folder_as_whole, write_json
from redes.params import read_params
from redes.stages import run_stage

RAW = Path("data/raw/mnist")
PREPARED = Path("data/prepared/mnist")
METRICS = Path("reports/metrics/prepare_mnist.json")


def main() -> None:
    """Read the official files, split them, write arrays and counts."""
    params, limit = read_params("prepare_mnist"), read_params("data").limit
    training, validation = split_validation(Split(*read_mnist(RAW, "train")), params.num_validation, params.seed, limit)
    test = Split(*(part[:limit] for part in read_mnist(RAW, "test")))
    splits = {"train": training, "validation": validation, "test": test}
    with folder_as_whole(PREPARED) as folder:
        for name, split in splits.items():
            np.save(folder / f"{name}_images.npy", split.images)
            np.save(folder / f"{name}_labels.npy", split.labels)
    write_json(METRICS, {name: _describe(split) for name, split in splits.items()})
    print(", ".join(f"{len(split.labels):,} {name} digits" for name, split in splits.items()))


def _describe(split: Split) -> dict[str, object]:
    return {
        "digits": len(split.labels),
        "per_class": np.bincount(split.labels, minlength=10).tolist(),
        "mean_ink": round(float(split.images.mean() / 255), 6),
    }


if __name__ == "__main__":
    run_stage(main)
