"""Values of parameters to try in every combination: ``learning_rate=1e-3,4e-3 seed=1..3``."""

import contextlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from itertools import product
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from redes.errors import UserError
from redes.params import PARAMS, SCHEMA, check_params

SEED = "seed"  # what only makes another run of the same combination
CHOICE = "validation.accuracy"


def parse_grid(settings: Sequence[str]) -> dict[str, list[Any]]:
    """Read which values to try.

    Args:
        settings: ``NAME=VALUE,VALUE,...``, values as in params.yaml; ``1..3`` stands for 1, 2 and 3.

    Returns:
        The values of each name.

    Raises:
        UserError: something else, a name or a value that comes twice, or no value.

    >>> parse_grid(["learning_rate=1e-3,4e-3", "seed=1..3", "filters=[8, 16]"])
    {'learning_rate': [0.001, 0.004], 'seed': [1, 2, 3], 'filters': [[8, 16]]}
    """
    grid: dict[str, list[Any]] = {}
    for setting in settings:
        name, _, text = setting.partition("=")
        try:
            read = YAML(typ="safe", pure=True).load(f"[{text}]")
        except YAMLError:
            read = None
        values = [value for part in read or [] for value in _expand(part)]
        if not re.fullmatch(r"\w+", name) or not values:
            raise UserError(f"{setting}: expected NAME=VALUE,VALUE,... such as learning_rate=1e-3,4e-3 or seed=1..3")
        if name in grid or any(values.count(value) > 1 for value in values):
            raise UserError(f"{setting}: a name or a value comes twice; give each once")
        grid[name] = values
    return grid


def combine(grid: Mapping[str, Sequence[Any]]) -> list[dict[str, Any]]:
    """Make all combinations, the last name changing fastest.

    >>> combine({"rate": [1, 2], "seed": [1, 2]})[1]
    {'rate': 1, 'seed': 2}
    """
    return [dict(zip(grid, values, strict=True)) for values in product(*grid.values())]


def set_params(params: Path, section: str, values: Mapping[str, Any]) -> None:
    """Set values of one section in a parameter file and leave the rest, comments included.

    Args:
        params: the YAML file.
        section: its name.
        values: by name.
    """
    yaml = YAML()
    content = yaml.load(params.read_text(encoding="utf-8"))
    content[section] |= values
    with params.open("w", encoding="utf-8") as file:
        yaml.dump(content, file)


def check_combinations(checkout: Path, section: str, combinations: Sequence[Mapping[str, Any]]) -> None:
    """Check every combination as params.yaml itself is checked.

    Args:
        checkout: the project's folder.
        section: of params.yaml.
        combinations: of its values.

    Raises:
        UserError: params.yaml has no such section, or a value or a name is not allowed.
    """
    if section not in check_params(checkout / PARAMS, checkout / SCHEMA):
        raise UserError(f"{PARAMS} has no section {section}, so there is nothing of it to try")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        for values in combinations:
            PARAMS.write_bytes((checkout / PARAMS).read_bytes())
            set_params(PARAMS, section, values)
            check_params(PARAMS, checkout / SCHEMA)


def summarise(runs: Sequence[tuple[Mapping[str, Any], Mapping[str, float]]]) -> list[dict[str, Any]]:
    """Put the runs together that differ in the seed alone.

    Args:
        runs: of each, its combination and its metrics.

    Returns:
        For each combination without seed ``combination``, and for each metric ``mean``, sample ``standard_deviation``
        (None for a single run), ``min``, ``max`` and the number of runs ``n``.

    >>> summarise([({"rate": 1, "seed": seed}, {"accuracy": 0.5 + seed / 4}) for seed in (0, 1)])[0]["accuracy"]["mean"]
    0.625
    """
    groups: list[tuple[dict[str, Any], list[Mapping[str, float]]]] = []
    for combination, metrics in runs:
        bare = {name: value for name, value in combination.items() if name != SEED}
        found = next((members for parameters, members in groups if parameters == bare), None)
        if found is None:
            found = []
            groups.append((bare, found))
        found.append(metrics)
    return [{"combination": parameters} | describe_runs(members) for parameters, members in groups]


def describe_runs(runs: Sequence[Mapping[str, float]]) -> dict[str, dict[str, Any]]:
    """Describe, metric by metric, runs that differ in the seed alone.

    Args:
        runs: the metrics of each; one that lacks a metric does not count for it.

    Returns:
        For each metric ``mean``, sample ``standard_deviation`` (None for a single run), ``min``, ``max`` and ``n``.
    """
    values: dict[str, list[float]] = {}
    for metrics in runs:
        for metric, value in metrics.items():
            values.setdefault(metric, []).append(value)
    return {metric: _describe(measured) for metric, measured in values.items()}


def find_best(summary: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Find the combination with the highest mean validation accuracy; None where there is no such accuracy."""
    judged = [group for group in summary if CHOICE in group]
    return max(judged, key=lambda group: group[CHOICE]["mean"], default=None)


def tell_combination(combination: Mapping[str, Any]) -> str:
    """Write a combination as it is given.

    >>> tell_combination({"rate": 0.004, "seed": 1})
    'rate=0.004 seed=1'
    """
    return " ".join(f"{name}={value}" for name, value in combination.items())


def tell_summary(summary: Sequence[Mapping[str, Any]], metrics: Sequence[str]) -> list[str]:
    """Write a summary as a Markdown table, and which combination is best by validation accuracy."""
    names = list(summary[0]["combination"]) if summary else []
    lines = ["| " + " | ".join([*names, "runs", *metrics]) + " |", "|" + " --- |" * (len(names) + 1 + len(metrics))]
    for group in summary:
        told = [group[metric] for metric in metrics if metric in group]
        cells = [str(value) for value in group["combination"].values()] + [str(max((m["n"] for m in told), default=0))]
        lines.append("| " + " | ".join([*cells, *(_tell(group.get(metric)) for metric in metrics)]) + " |")
    best = find_best(summary)
    if best and best["combination"]:
        lines += ["", f"Best by {CHOICE}: " + tell_combination(best["combination"])]
    return lines


def _tell(numbers: Mapping[str, Any] | None) -> str:
    if numbers is None:
        return "-"
    spread = numbers["standard_deviation"]
    ends = f" ({numbers['min']:.5g} to {numbers['max']:.5g})" if numbers["n"] > 1 else ""
    return f"{numbers['mean']:.5g}" + (f" ± {spread:.2g}" if spread is not None else "") + ends


def _describe(values: Sequence[float]) -> dict[str, Any]:
    spread = round(stdev(values), 8) if len(values) > 1 else None
    ends = {"min": min(values), "max": max(values)}
    return {"mean": round(fmean(values), 8), "standard_deviation": spread, **ends, "n": len(values)}


def _expand(value: Any) -> list[Any]:
    """Make integers of ``1..3``; every other value stays as it is."""
    span = re.fullmatch(r"(\d+)\.\.(\d+)", value) if isinstance(value, str) else None
    return list(range(int(span[1]), int(span[2]) + 1)) if span else [value]
