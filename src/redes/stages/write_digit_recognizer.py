"""Write MNIST as the files of Kaggle's Digit Recognizer (T18)."""

from pathlib import Path

import numpy as np

from redes.data.digit_recognizer import SAMPLE, TEST, TRAIN, write_digits, write_submission
from redes.data.mnist import read_mnist
from redes.files import folder_as_whole, write_with
from redes.params import read_params
from redes.stages import run_stage

RAW = Path("data/raw/mnist")
FILES = Path("data/digit_recognizer")
ANSWERS = Path("data/prepared/digit_recognizer_answers.csv")
NUM_DIGITS = 70_000  # of MNIST; where there are fewer, test.csv gets the same share of them


def main() -> None:
    """Shuffle all 70,000 digits, since Kaggle's own partition is not published, and write the three files.

    The answers to ``test.csv`` lie apart, where nothing that trains reads them.
    """
    params, limit = read_params("write_digit_recognizer"), read_params("data").limit
    images, labels = map(np.concatenate, zip(read_mnist(RAW, "train"), read_mnist(RAW, "test"), strict=True))
    order = np.random.default_rng(params.seed).permutation(len(labels))
    num_test = params.num_test * len(order) // NUM_DIGITS
    test, train = order[:num_test][:limit], order[num_test:][:limit]
    with folder_as_whole(FILES) as folder:
        write_digits(folder / TRAIN, images[train], labels[train])
        write_digits(folder / TEST, images[test], None)
        write_submission(folder / SAMPLE, np.zeros(len(test), dtype=int))
    write_with(ANSWERS, lambda partial: write_submission(partial, labels[test]))
    print(f"{FILES}: {len(train):,} rows in {TRAIN}, {len(test):,} rows in {TEST}")


if __name__ == "__main__":
    run_stage(main)
