"""Read the files of Kaggle's Digit Recognizer, a person's own or the ones made from MNIST, and split them (T18)."""

from pathlib import Path

import numpy as np

from redes.data.digit_recognizer import (
    SAMPLE,
    TEST,
    TRAIN,
    choose_folder,
    count_known,
    read_submission,
    read_test,
    read_train,
)
from redes.data.mnist import read_mnist
from redes.errors import UserError
from redes.features.digits import Split, split_validation
from redes.files import folder_as_whole, write_json
from redes.params import read_params
from redes.stages import run_stage

OWN = Path("data/kaggle")
MADE = Path("data/digit_recognizer")
ANSWERS = Path("data/prepared/digit_recognizer_answers.csv")
RAW = Path("data/raw/mnist")
PREPARED = Path("data/prepared/digit_recognizer")
METRICS = Path("reports/metrics/prepare_digit_recognizer.json")
MIN_ROWS = 5


def main() -> None:
    """Check the files, hold some rows of ``train.csv`` out, write arrays and counts.

    All rows of ``test.csv`` are kept, however few examples a trial asks for: a submission answers each of them.
    """
    params, limit = read_params("prepare_digit_recognizer"), read_params("data").limit
    folder = choose_folder(OWN, MADE)
    rows = Split(*read_train(folder / TRAIN))
    if len(rows.labels) < MIN_ROWS:
        raise UserError(
            f"{folder / TRAIN}: expected at least {MIN_ROWS} rows, to learn from most and to judge by a fifth, "
            f"found {len(rows.labels)}; download the file again"
        )
    test = read_test(folder / TEST)
    if (folder / SAMPLE).is_file():
        read_submission(folder / SAMPLE, len(test))
    training, validation = split_validation(rows, params.num_validation, params.seed, limit or len(rows.labels))
    arrays = {"test_images": test}
    for name, split in (("train", training), ("validation", validation)):
        arrays |= {f"{name}_images": split.images, f"{name}_labels": split.labels}
    if folder == MADE:
        arrays["test_labels"] = read_submission(ANSWERS, len(test))
    with folder_as_whole(PREPARED) as partial:
        for name, array in arrays.items():
            np.save(partial / f"{name}.npy", array)
    write_json(METRICS, _describe(rows, test, {"training": training, "validation": validation}))
    print(
        f"{folder}: {len(training.labels):,} rows to train on, {len(validation.labels):,} held out, {len(test):,} asked"
    )


def _describe(rows: Split, test: np.ndarray, splits: dict[str, Split]) -> dict[str, object]:
    return {
        "train_csv": {"rows": len(rows.labels), "per_label": np.bincount(rows.labels, minlength=10).tolist()},
        **{name: {"rows": len(split.labels)} for name, split in splits.items()},
        "test_csv": {
            "rows": len(test),
            "also_in_train_csv": count_known(test, rows.images),
            "share_in_mnist_training": round(count_known(test, read_mnist(RAW, "train")[0]) / len(test), 6),
        },
    }


if __name__ == "__main__":
    run_stage(main)
