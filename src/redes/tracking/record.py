"""What a run in MLflow consists of, whether it is written while a stage trains or rebuilt afterwards."""

import getpass
import hashlib
import json
import os
import socket
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from redes.errors import UserError
from redes.provenance import Provenance, flatten, plan_of, read_commit, read_meta
from redes.tracking.store import Store, import_mlflow

#: Metrics that MLflow takes at a time.
BATCH = 500


def experiment_of(checkout: Path, stage: str) -> str:
    """Look up the experiment of a stage: ``meta: experiment: ...`` in dvc.yaml.

    Raises:
        UserError: the plan names none.
    """
    meta = read_meta(checkout, plan_of(checkout, stage)).get(stage.partition("@")[0], {})
    if "experiment" not in meta:
        raise UserError(f"dvc.yaml names no experiment for {stage}; add to the stage: meta: {{experiment: NAME}}")
    return str(meta["experiment"])


def find_recorded(store: Store, experiment: str, key: str) -> Any | None:
    """Find the run of a key that stands: finished, or being written by a process that is alive."""
    runs = store.find_runs(experiment, key)
    return next((run for run in runs if run.info.status == "FINISHED" or _is_alive(run)), None)


def begin_run(store: Store, checkout: Path, experiment: str, facts: Provenance, source: str) -> str:
    """Create a stage's run with what is known at its start; what a killed process left of it goes to the bin.

    Args:
        store: locked by the caller, who has seen that no run of this key stands.
        checkout: the folder with dvc.yaml.
        experiment: its name.
        facts: what goes in.
        source: ``training`` or ``sync``.

    Returns:
        The run's id.
    """
    for run in store.find_runs(experiment, facts.key):
        store.delete_run(run)
    close_abandoned(store, experiment)
    run = store.client.create_run(
        store.experiment_id(experiment), run_name=facts.stage, tags=_tags(store, checkout, facts, source)
    )
    entities = import_mlflow().entities
    parameters = [entities.Param(name, str(value)) for name, value in facts.flat_parameters().items()]
    store.client.log_batch(run.info.run_id, params=parameters)
    store.client.log_inputs(run.info.run_id, datasets=_data_sets(facts))
    return str(run.info.run_id)


def close_abandoned(store: Store, experiment: str) -> None:
    """Mark the runs whose process is gone as killed: nothing else will ever end them."""
    for run in store.find_runs(experiment, status="RUNNING"):
        if not _is_alive(run):
            store.client.set_terminated(run.info.run_id, status="KILLED")


def log_metrics(store: Store, run_id: str, rows: Iterable[tuple[int, Mapping[str, Any]]], model_id: str = "") -> None:
    """Log metrics.

    Args:
        store: locked by the caller.
        run_id: the run.
        rows: step (the epoch, from 1; 0 for a result) and nested numbers, which become ``test.accuracy``.
        model_id: the logged model that they describe, if any.
    """
    metric = import_mlflow().entities.Metric
    now = int(time.time() * 1000)
    metrics = [
        metric(name, value, now, step, model_id=model_id or None, run_id=run_id)
        for step, values in rows
        for name, value in flatten(values).items()
        if _is_number(value)
    ]
    for start in range(0, len(metrics), BATCH):
        store.client.log_batch(run_id, metrics=metrics[start : start + BATCH])


def end_run(store: Store, run_id: str, status: str = "FINISHED") -> None:
    """End a run: ``FINISHED``, ``FAILED`` or ``KILLED``."""
    store.client.delete_tag(run_id, "process")
    store.client.set_terminated(run_id, status=status)


def add_figures(store: Store, run_id: str, chapter: str, figures: Sequence[Path]) -> int:
    """Copy a chapter's figures to a run, unless they are there with the same content.

    Returns:
        How many were copied.
    """
    whole = hashlib.md5(" ".join(map(digest_if_there, figures)).encode(), usedforsecurity=False).hexdigest()
    tag = f"figures.{chapter}"
    there = {item.path for item in store.client.list_artifacts(run_id, "figures")}
    missing = {f"figures/{path.name}" for path in figures} - there
    if not missing and store.client.get_run(run_id).data.tags.get(tag) == whole:
        return 0
    for path in figures:
        store.client.log_artifact(run_id, str(path), "figures")
    store.client.set_tag(run_id, tag, whole)
    return len(figures)


def add_metrics(store: Store, run_id: str, metrics: Mapping[str, Any]) -> int:
    """Log results that a run does not have yet.

    Returns:
        How many were logged.
    """
    there = store.client.get_run(run_id).data.metrics
    new = {name: value for name, value in flatten(metrics).items() if _is_number(value) and there.get(name) != value}
    log_metrics(store, run_id, [(0, new)])
    return len(new)


def digest_if_there(path: Path) -> str:
    """MD5 of a file as DVC computes it, 32 hexadecimal digits; empty where there is no such file."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "md5").hexdigest()


def _tags(store: Store, checkout: Path, facts: Provenance, source: str) -> dict[str, str]:
    # Where the work was done in another folder than the project's: a trial, a worktree, a queued experiment.
    elsewhere = checkout.resolve() != store.project
    folder = {"folder": os.path.relpath(checkout.resolve(), store.project)} if elsewhere else {}
    commit, clean = read_commit(checkout)
    git = {} if commit is None else {"git.commit": commit, "git.clean": str(clean).lower()}
    git |= {} if commit is None else {"mlflow.source.git.commit": commit}
    return {
        "stage": facts.stage,
        "key": facts.key,
        "source": source,
        **folder,
        **git,
        "process": _process(),
        "mlflow.user": _user(),
        "mlflow.source.type": "LOCAL",
        "mlflow.source.name": str(facts.command),
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a number without a name, as in some containers
        return str(os.getuid())


def _data_sets(facts: Provenance) -> list[Any]:
    """Whatever the stage reads under data/, each with DVC's digest."""
    entities = import_mlflow().entities
    return [
        entities.DatasetInput(
            entities.Dataset(name=path, digest=md5, source_type="local", source=json.dumps({"uri": path})),
            [entities.InputTag("mlflow.data.context", "training")],
        )
        for path, md5 in facts.dependencies.items()
        if path.startswith("data/")
    ]


def _process() -> str:
    """Name this process so that it can be told from a later one with the same number."""
    process = psutil.Process()
    return f"{socket.gethostname()} {process.pid} {process.create_time():.0f}"


def _is_alive(run: Any) -> bool:
    """Whether the process that writes a run still exists, on this host; of other hosts nothing is known."""
    host, pid, started = run.data.tags.get("process", "- 0 0").rsplit(" ", 2)
    if run.info.status != "RUNNING" or host != socket.gethostname():
        return False
    try:
        # The clock may have been corrected since: psutil counts from the time of boot.
        return abs(psutil.Process(int(pid)).create_time() - float(started)) < 5
    except psutil.NoSuchProcess:
        return False


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
