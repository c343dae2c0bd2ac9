"""Numbers that describe a corpus of reviews."""

from collections.abc import Sequence

import numpy as np
import pandas as pd


def describe_lengths(lengths: Sequence[int]) -> dict[str, float | int]:
    """Summarise how long texts are.

    Args:
        lengths: words of each text.

    Returns:
        Mean, median, 95th percentile and the two ends, in words.
    """
    return {
        "mean": round(float(np.mean(lengths)), 3),
        "median": float(np.median(lengths)),
        "p95": round(float(np.percentile(lengths, 95)), 3),
        "min": int(min(lengths)),
        "max": int(max(lengths)),
    }


def compute_zipf_slope(counts: np.ndarray) -> float:
    """Measure how fast the occurrences fall with the rank, on logarithmic scales; Zipf's law says -1.

    Args:
        counts: of the words, the most frequent first, integers ``(n,)``, n at least 20.

    Returns:
        The slope of the line of least squares through 50 ranks from 10 to 10,000, evenly spread on their logarithm.

    Source: Zipf (1949), *Human Behavior and the Principle of Least Effort*.

    >>> compute_zipf_slope(1e6 / np.arange(1, 20_001))
    -1.0
    """
    ranks = np.unique(np.geomspace(10, min(10_000, len(counts)), 50).round().astype(int))
    return round(float(np.polyfit(np.log(ranks), np.log(counts[ranks - 1]), 1)[0]), 4)


def count_duplicates(texts: pd.Series, splits: pd.Series) -> dict[str, int]:
    """Count texts that stand in a data set more than once; they are reported, never silently dropped.

    Args:
        texts: the texts, whole.
        splits: "train" or "test" for each of them.

    Returns:
        ``repeats``: texts that repeat an earlier one anywhere; ``within_train``, ``within_test``: the same inside a
        split; ``across``: distinct texts that stand in both splits.
    """
    training, test = texts[splits == "train"], texts[splits == "test"]
    return {
        "repeats": int(texts.duplicated().sum()),
        "within_train": int(training.duplicated().sum()),
        "within_test": int(test.duplicated().sum()),
        "across": len(set(training) & set(test)),
    }
