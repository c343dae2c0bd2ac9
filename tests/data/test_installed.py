"""Real digits and reviews of installed packages, in the form of the official files."""

from pathlib import Path

import numpy as np

from redes.data.imdb import read_reviews
from redes.data.installed import format_idx, write_digits, write_reviews
from redes.data.mnist import parse_idx, read_mnist


def test_idx_round_trip() -> None:
    values = np.arange(24, dtype=np.uint8).reshape(2, 3, 4)

    assert np.array_equal(parse_idx(format_idx(values)), values)


def test_digits(tmp_path: Path) -> None:
    write_digits(tmp_path)

    images, labels = read_mnist(tmp_path, "train")
    assert images.shape == (4000, 28, 28)
    assert np.bincount(labels).tolist() == [400] * 10
    assert set(labels[:10]) == set(range(10))
    assert np.bincount(read_mnist(tmp_path, "test")[1]).tolist() == [100] * 10


def test_reviews(tmp_path: Path) -> None:
    write_reviews(tmp_path / "imdb.jsonl")

    reviews = read_reviews(tmp_path / "imdb.jsonl")
    assert reviews.groupby(["split", "label"], sort=False).size().tolist() == [6250] * 4
    assert reviews["label"].tolist()[:12500] == [1] * 6250 + [0] * 6250
    assert (reviews["rating"] >= 7).equals(reviews["label"] == 1)
