"""Rebuilding the runs of trainings that this machine never ran, from what DVC and git brought."""

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.files import read_json
from redes.provenance import Provenance, read_meta, read_recorded
from redes.tracking import record
from redes.tracking.later import add_later, is_about
from redes.tracking.model import log_model
from redes.tracking.store import Store

#: Gives inputs and outputs of a training stage's model, by the stage's address.
ReadExample = Callable[[str], tuple[Any, Any]]


@dataclass(frozen=True)
class Synced:
    """What became of one stage's run.

    Attributes:
        experiment: its name.
        stage: the stage's address.
        outcome: in words.
        complete: whether the store now holds the whole run of what dvc.lock records.
    """

    experiment: str
    stage: str
    outcome: str
    complete: bool


def sync_runs(checkout: Path, read_example: ReadExample) -> Iterator[Synced]:
    """Rebuild the missing runs of all trainings that dvc.lock records, and complete the others. Never twice.

    Args:
        checkout: the folder with dvc.yaml, in which ``dvc pull`` has brought the outputs; the current folder.
        read_example: gives a stage's example.

    Yields:
        What became of each stage, in the plan's order.
    """
    recorded = read_recorded(checkout)
    meta = read_meta(checkout)
    tracked = {name: str(notes["experiment"]) for name, notes in meta.items() if "experiment" in notes}
    store = Store(checkout)
    for name, experiment in tracked.items():
        stages = [stage for stage in recorded if stage.partition("@")[0] == name]
        if not stages:
            yield Synced(experiment, name, "not trained yet", complete=True)
        for stage in stages:
            later = [facts for facts in recorded.values() if is_about(checkout, facts, recorded[stage])]
            with store.lock:
                synced = _sync_stage(store, checkout, experiment, recorded[stage], later, read_example)
            yield synced


def _sync_stage(
    store: Store,
    checkout: Path,
    experiment: str,
    facts: Provenance,
    later: list[Provenance],
    read_example: ReadExample,
) -> Synced:
    run = record.find_recorded(store, experiment, facts.key)
    if run and run.info.status != "FINISHED":
        return Synced(experiment, facts.stage, "training now", complete=True)
    try:
        outcome = "there already" if run else "rebuilt"
        run_id = run.info.run_id if run else _rebuild(store, checkout, experiment, facts, read_example)
        added = _add_later(store, checkout, run_id, facts.stage, later)
    except (UserError, OSError) as error:
        return Synced(experiment, facts.stage, f"not rebuilt: {error}", complete=False)
    return Synced(experiment, facts.stage, ", added ".join([outcome, *added]), complete=True)


def _rebuild(store: Store, checkout: Path, experiment: str, facts: Provenance, read_example: ReadExample) -> str:
    """Write the run from the tracked files; everything is read before anything is written."""
    paths = {path: checkout / path for path in facts.outputs if path.startswith("reports/")}
    for path, file in paths.items():
        if record.digest_if_there(file) != facts.outputs[path]:
            raise UserError(f"{path} is not the file that dvc.lock records; run: dvc repro {facts.stage}")
    histories = [file for path, file in paths.items() if path.startswith("reports/history/")]
    rows = [row for file in histories for row in _read_history(file)]
    metrics = [read_json(file) for path, file in paths.items() if path.startswith("reports/metrics/")]
    try:
        inputs, outputs = read_example(facts.stage)
    except (OSError, UserError) as error:
        raise UserError(f"{_missing(error)}; run: dvc pull") from error
    run_id = record.begin_run(store, checkout, experiment, facts, "sync")
    record.log_metrics(store, run_id, rows)
    model = log_model(store, run_id, facts, inputs, outputs)
    record.log_metrics(store, run_id, [(0, result) for result in metrics], model)
    record.end_run(store, run_id)
    return run_id


def _missing(error: Exception) -> str:
    name = getattr(error, "filename", None)
    return f"{name} is missing" if isinstance(error, FileNotFoundError) and name else str(error)


def _add_later(store: Store, checkout: Path, run_id: str, training: str, later: list[Provenance]) -> list[str]:
    """Add the figures and numbers of the stages that came after a training, unless they are not what they wrote."""
    added = Counter[str]()
    for facts in later:
        files = {path: md5 for path, md5 in facts.outputs.items() if not md5.endswith(".dir")}
        if all(record.digest_if_there(checkout / path) == md5 for path, md5 in files.items()):
            added.update(add_later(store, checkout, run_id, training, facts))
    return [f"{count} {what}" for what, count in added.items() if count]


def _read_history(path: Path) -> Iterator[tuple[int, dict[str, float]]]:
    """Read a training's history: columns ``epoch`` (from 1) and the metrics; empty cells are left out."""
    with path.open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            numbers = {name: float(text) for name, text in row.items() if text}
            yield int(numbers.pop("epoch")), numbers
