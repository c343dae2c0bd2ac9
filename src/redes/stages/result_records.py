"""Records that repeat trainings, in the form in which the chapter of results reads them; all of them may be missing."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.benchmark_record import FOLDER, find_record, record_path
from redes.errors import UserError
from redes.grid import describe_runs, tell_combination

LEVERS = ("averaging", "label_smoothing", "views")
#: As ``describe_runs`` gives it.
SPREAD = ("mean", "standard_deviation", "min", "max", "n")
NOT_MEASURED = dict.fromkeys(SPREAD)

Spread = dict[str, Any]


def find_tried() -> list[dict[str, Any]]:
    """Find what sweeps tried, from all records ``tried_….json``, in the order of their names."""
    return [
        row
        for path in sorted(FOLDER.glob("tried_*.json"))
        for row in describe_tried(find_record(path.stem) or {}, path)
    ]


def find_seeds(stage: str, own: Mapping[str, float]) -> Sequence[Mapping[str, float]]:
    """Find trainings that differ from one of the plan in their seed alone.

    Args:
        stage: its address; ``redes sweep STAGE seed=1..N --record`` writes the record.
        own: its metrics. A record that has no run with just these is of other parameters or data, and left out.

    Returns:
        The same metrics of each seed, but for seeds that failed or lack one of them; empty where there is no such
        record.

    Raises:
        UserError: the record is of another stage, of other values than seeds, or without these metrics.
    """
    path = record_path(f"seeds_{stage.replace('@', '_')}")
    record = find_record(path.stem)
    if record is None:
        return []
    runs = record.get("runs") or []
    seeds = [{metric: run[metric] for metric in own} for run in runs if run.keys() >= own.keys()]
    if record.get("stage") != stage or any(run["combination"].keys() != {"seed"} for run in runs) or not seeds:
        asked = " ".join(f"--metric {metric}" for metric in own)
        raise UserError(
            f"{path}: expected {', '.join(own)} of {stage} for several seeds, got {len(seeds)} runs with that of "
            f"{record.get('command', 'nothing known')}; write it with: redes sweep {stage} seed=1..5 {asked} "
            f"--record {path}"
        )
    if own in seeds:
        return seeds
    told = ", ".join(f"{metric} {value}" for metric, value in own.items())
    print(
        f"{path} has no seed of {stage} with today's {told}: it is of other parameters or data, and left out",
        flush=True,
    )
    return []


def describe_levers(record: Mapping[str, Any] | None) -> dict[str, Any]:
    """Describe what single levers change, seed by seed.

    Args:
        record: errors and losses with and without each lever, paired by seed; None: not measured.

    Returns:
        For each lever the spreads of ``errors`` and ``loss`` without it, with it, and of the ``difference`` of the
        pairs, with its ``values``; digits trained on and judged, epochs, and the record's ``effort``.

    Raises:
        UserError: a lever is missing, or its lists are not of the same seeds.
    """
    sizes = ("num_train", "num_judged", "epochs")
    if record is None:
        nothing = dict.fromkeys(("without", "with", "difference"), NOT_MEASURED)
        return {
            "effort": None,
            **dict.fromkeys(sizes),
            "effects": {lever: {"errors": nothing, "loss": nothing} for lever in LEVERS},
        }
    try:
        effects = {
            lever: {
                what: _compare(*(record["effects"][lever][f"{what}_{side}"] for side in ("without", "with")))
                for what in ("errors", "loss")
            }
            for lever in LEVERS
        }
        return {"effort": record["effort"], **{size: record[size] for size in sizes}, "effects": effects}
    except (KeyError, TypeError, ValueError) as error:
        raise UserError(
            f"{record_path('levers')}: expected {', '.join(sizes)}, and for {', '.join(LEVERS)} errors and losses "
            f"without and with, a number for each seed; got something else: {error!r}; take the record in git, or "
            "measure again"
        ) from None


def describe_tried(record: Mapping[str, Any], path: Path) -> list[dict[str, Any]]:
    """Describe what a sweep tried, on the validation split.

    Args:
        record: what ``redes sweep --metric validation.accuracy --metric validation.loss --record`` writes.
        path: where it lies.

    Returns:
        For each combination of values its spreads over the seeds, and the mean seconds of its runs.

    Raises:
        UserError: it has no such combinations.
    """
    try:
        return [
            {
                "stage": record["stage"],
                "combination": tell_combination(group["combination"]),
                "accuracy": {key: group["validation.accuracy"][key] for key in SPREAD},
                "loss": {key: group.get("validation.loss", NOT_MEASURED)[key] for key in SPREAD},
                "seconds": _mean_seconds(record["runs"], group["combination"]),
            }
            for group in record["combinations"]
        ]
    except (KeyError, TypeError) as error:
        raise UserError(
            f"{path}: expected combinations with their validation accuracy; it lacks {error}; write it with: "
            "redes sweep … --metric validation.accuracy --metric validation.loss --record …"
        ) from None


def _mean_seconds(runs: Sequence[Mapping[str, Any]], combination: Mapping[str, Any]) -> float | None:
    """Mean duration of the runs of a combination; a run that was not repeated has none."""
    seconds = [run["seconds"] for run in runs if combination.items() <= run["combination"].items() and run["seconds"]]
    return round(sum(seconds) / len(seconds), 1) if seconds else None


def _compare(without: Sequence[float], with_: Sequence[float]) -> dict[str, Any]:
    differences = [round(after - before, 8) for before, after in zip(without, with_, strict=True)]
    pairs = {"without": without, "with": with_, "difference": differences}
    described = {name: describe_runs([{"it": value} for value in values])["it"] for name, values in pairs.items()}
    return {**described, "difference": {**described["difference"], "values": differences}}
