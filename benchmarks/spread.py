"""Median and range of repeated measurements, and of ratios of them."""

import statistics
from collections.abc import Sequence
from typing import Any


def summarise(values: Sequence[float]) -> dict[str, Any]:
    """Median and range of repeated measurements, and the measurements.

    >>> summarise([3.0, 1.0, 2.0])
    {'median': 2.0, 'lowest': 1.0, 'highest': 3.0, 'values': [3.0, 1.0, 2.0]}
    """
    rounded = [_significant(value) for value in values]
    middle = _significant(statistics.median(values))
    return {"median": middle, "lowest": min(rounded), "highest": max(rounded), "values": rounded}


def summarise_ratios(values: Sequence[float], references: Sequence[float]) -> dict[str, Any]:
    """Median and range of the ratios of measurements taken one after the other, round by round.

    Args:
        values: of each round.
        references: what they are divided by, of the same rounds.

    >>> summarise_ratios([2.0, 9.0], [1.0, 3.0])["values"]
    [2.0, 3.0]
    """
    return summarise([value / reference for value, reference in zip(values, references, strict=True)])


def compare_fastest(values: Sequence[float], references: Sequence[float]) -> dict[str, Any]:
    """The ratio of the fastest of all rounds, with what ``summarise_ratios`` gives.

    Other programs and other guests of the host can only add time. Where what is looked for is smaller than what they
    add, the least is nearest to what a program takes by itself (Chen and Revels, Robust benchmarking in noisy
    environments, 2016, arXiv 1608.04295). It is never outside of the range of the ratios.

    Args:
        values: seconds of each round.
        references: seconds of what they are divided by, of the same rounds.

    >>> compare_fastest([2.0, 4.0, 8.0], [2.0, 2.0, 1.0])["fastest"]
    2.0
    """
    return {"fastest": _significant(min(values) / min(references)), **summarise_ratios(values, references)}


def _significant(value: float) -> float:
    """Four digits are more than any clock repeats.

    >>> _significant(1234.56), _significant(0.00123456)
    (1235.0, 0.001235)
    """
    return float(f"{value:.4g}")
