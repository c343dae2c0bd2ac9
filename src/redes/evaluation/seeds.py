"""What several trainings that differ in their seed alone say together."""

from collections.abc import Mapping, Sequence

import numpy as np


def describe_spread(results: Sequence[Mapping[str, float | int]]) -> dict[str, dict[str, float]]:
    """Describe the results of several trainings, number by number.

    Args:
        results: of each training, as ``summarise`` gives them.

    Returns:
        For each number its "mean", the sample standard "deviation" (0 for a single training), "smallest", "largest".
    """
    numbers = {name: np.array([result[name] for result in results], np.float64) for name in results[0]}
    return {
        name: {
            "mean": round(float(values.mean()), 6),
            "deviation": round(float(values.std(ddof=1)) if len(values) > 1 else 0.0, 6),
            "smallest": round(float(values.min()), 6),
            "largest": round(float(values.max()), 6),
        }
        for name, values in numbers.items()
    }
