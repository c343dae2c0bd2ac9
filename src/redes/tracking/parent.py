"""A run in MLflow for what several runs have tried, with theirs below it."""

from collections.abc import Mapping, Sequence
from typing import Any

from redes.grid import find_best, summarise, tell_summary
from redes.tracking import record
from redes.tracking.store import Store

#: MLflow's tag of a run that stands below another.
PARENT = "mlflow.parentRunId"
#: Characters of a run's name that MLflow's databases take.
MAX_NAME = 250


def adopt(store: Store, parent_id: str, runs: Sequence[Any], name: str, tags: Mapping[str, str]) -> None:
    """Put runs below another.

    Args:
        store: locked by the caller.
        parent_id: the run above them.
        runs: as MLflow gives them.
        name: they get.
        tags: they get, besides.
    """
    for run in runs:
        store.client.update_run(run.info.run_id, name=name[:MAX_NAME])
        set_tags(store, run.info.run_id, {PARENT: parent_id, **tags})


def set_tags(store: Store, run_id: str, tags: Mapping[str, str]) -> None:
    """Set a run's tags."""
    for tag, value in tags.items():
        store.client.set_tag(run_id, tag, value)


def tell_tried(
    store: Store,
    parent_id: str,
    command: str,
    tried: Sequence[tuple[Mapping[str, Any], Mapping[str, float]]],
    metrics: Sequence[str],
) -> None:
    """Give a parent its summary: as metrics, as a file, and as the note that MLflow's page shows.

    Args:
        store: locked by the caller.
        parent_id: the run above them.
        command: that a person gave.
        tried: of each run, its combination of values and its metrics.
        metrics: what the note tells.
    """
    summary = summarise(tried)
    best = find_best(summary)
    note = "\n".join([f"`{command}`", "", *tell_summary(summary, metrics)])
    numbers = {metric: best[metric] for metric in metrics if best and metric in best}
    store.client.set_tag(parent_id, "mlflow.note.content", note[:5000])
    store.client.log_dict(parent_id, {"command": command, "combinations": summary}, "summary.json")
    record.log_metrics(store, parent_id, [(0, {"best": numbers})])
