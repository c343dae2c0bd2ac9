"""Descriptions of a corpus, worked by hand."""

import numpy as np
import pandas as pd
import pytest

from redes.evaluation.corpus import compute_zipf_slope, count_duplicates, describe_lengths


def test_duplicates_worked_by_hand() -> None:
    texts = pd.Series(["a", "a", "b", "a", "b", "c", "c"])
    splits = pd.Series(["train", "train", "train", "test", "test", "test", "test"])
    assert count_duplicates(texts, splits) == {"repeats": 4, "within_train": 1, "within_test": 1, "across": 2}


def test_lengths_worked_by_hand() -> None:
    assert describe_lengths([1, 2, 3, 10]) == {"mean": 4.0, "median": 2.5, "p95": 8.95, "min": 1, "max": 10}


@pytest.mark.parametrize("slope", [-1.0, -0.7, 0.0])
def test_the_slope_of_a_power_law(slope: float) -> None:
    ranks = np.arange(1, 30_001, dtype=np.float64)
    assert compute_zipf_slope(1e9 * ranks**slope) == pytest.approx(slope)
    assert compute_zipf_slope((1e9 * ranks**slope)[:500]) == pytest.approx(slope)
