"""Descriptions of a corpus, worked by hand."""

import pandas as pd

from redes.evaluation.corpus import count_duplicates, describe_lengths


def test_duplicates_worked_by_hand() -> None:
    texts = pd.Series(["a", "a", "b", "a", "b", "c", "c"])
    splits = pd.Series(["train", "train", "train", "test", "test", "test", "test"])
    assert count_duplicates(texts, splits) == {"repeats": 4, "within_train": 1, "within_test": 1, "across": 2}


def test_lengths_worked_by_hand() -> None:
    assert describe_lengths([1, 2, 3, 10]) == {"mean": 4.0, "median": 2.5, "p95": 8.95, "min": 1, "max": 10}
