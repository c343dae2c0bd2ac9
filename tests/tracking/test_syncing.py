"""Rebuilding runs in a clone: the same runs as the training wrote, once."""

import contextlib
import importlib.util
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tests.engines import Project
from tests.tracking.conftest import active_runs, forget_runs, stored_runs

from redes.provenance import read_recorded
from redes.tracking.sync import sync_runs

STAGE = "train_mnist_softmax"
ALL = [STAGE, "train_embeddings@training", "train_embeddings@labelled"]


def read_example(stage: str) -> tuple[np.ndarray, np.ndarray]:
    """Ask the stage's module in the current folder, as the command does with the real ones."""
    name, _, item = stage.partition("@")
    spec = importlib.util.spec_from_file_location(name, f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.read_example(*([item] if item else []))


def sync(project: Project) -> dict[str, str]:
    """Sync, and give the outcome for each stage."""
    with contextlib.chdir(project.folder):
        return {synced.stage: synced.outcome for synced in sync_runs(project.folder, read_example)}


def comparable(run: dict[str, Any]) -> dict[str, Any]:
    """A run without what belongs to one machine or one moment."""
    kept = {name: run[name] for name in ("name", "status", "params", "metrics", "latest_metrics")}
    tags = {name: run["tags"][name] for name in ("stage", "key", "mlflow.source.name")}
    return {**kept, "tags": tags, "files": artifacts(run)}


def artifacts(run: dict[str, Any]) -> dict[str, bytes]:
    folder = Path(run["artifact_uri"].removeprefix("file://"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_clone_gets_the_runs_that_training_wrote(trained: Project, clone: Project) -> None:
    assert sync(clone) == {
        STAGE: "rebuilt, added 1 figures",
        "train_embeddings@training": "rebuilt, added 2 results",
        "train_embeddings@labelled": "rebuilt, added 2 results",
    }
    rebuilt, original = active_runs(clone), active_runs(trained)
    for stage in ALL:
        assert comparable(rebuilt[stage]) == comparable(original[stage])
        assert rebuilt[stage]["tags"]["source"] == "sync"
        assert rebuilt[stage]["tags"]["git.clean"] == "true"
    assert clone.run("git", "status", "--porcelain") == ""


def test_syncing_and_training_again_changes_nothing(trained: Project, clone: Project) -> None:
    forget_runs(clone, trained)
    sync(clone)
    before = stored_runs(clone)
    assert sync(clone) == dict.fromkeys(ALL, "there already")
    clone.run("dvc", "repro", "--force", "--single-item", "train_embeddings@training")
    assert stored_runs(clone) == before


def test_syncing_after_training_changes_nothing(project: Project) -> None:
    outcome = sync(project)
    assert outcome == dict.fromkeys(ALL, "there already")
    assert len(stored_runs(project)) == 3


def test_two_at_once_add_each_run_once(clone: Project) -> None:
    command = [sys.executable, "sync.py"]
    processes = [
        subprocess.Popen(command, cwd=clone.folder, env=clone.variables({}), stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [process.wait(120) for process in processes] == [0, 0]
    assert set(active_runs(clone)) == set(ALL)
    assert len(stored_runs(clone)) == 3


def test_a_run_that_dvc_restored_from_its_run_cache_is_completed(project: Project) -> None:
    """Two values in turn: the second return trains nothing, so that only sync can write its run."""
    forget_runs(project)
    project.replace("params.yaml", "vector_size: 8", "vector_size: 9")
    project.run("dvc", "repro", "--single-item", "train_embeddings@training")
    project.replace("params.yaml", "vector_size: 9", "vector_size: 8")
    project.run("dvc", "repro", "train_embeddings@training")
    assert [run["params"]["vector_size"] for run in stored_runs(project)] == ["9"]
    assert sync(project)["train_embeddings@training"].startswith("rebuilt")
    runs = [run for run in stored_runs(project) if run["tags"]["stage"] == "train_embeddings@training"]
    assert [run["params"]["vector_size"] for run in runs] == ["9", "8"]


def test_before_dvc_pull_it_says_what_to_do(trained: Project, tmp_path: Path) -> None:
    trained.run("git", "clone", "--quiet", str(trained.folder), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone", trained.environment)
    forget_runs(clone, trained)
    outcome = sync(clone)
    assert outcome[STAGE] == "not rebuilt: data/predictions/mnist_softmax.npz is missing; run: dvc pull"
    assert active_runs(clone) == {}


def test_a_file_that_dvc_lock_does_not_know_is_not_logged(trained: Project, clone: Project) -> None:
    forget_runs(clone, trained)
    (clone.folder / f"reports/metrics/{STAGE}.json").write_text('{"test": {"accuracy": 1.0}}')
    outcome = sync(clone)
    assert outcome[STAGE] == (
        f"not rebuilt: reports/metrics/{STAGE}.json is not the file that dvc.lock records; run: dvc repro {STAGE}"
    )
    assert set(active_runs(clone)) == set(ALL[1:])


def test_before_anything_has_run(untrained: Project, tmp_path: Path) -> None:
    project = untrained.copy(tmp_path / "project")
    assert sync(project) == {STAGE: "not trained yet", "train_embeddings": "not trained yet"}
    assert not (project.folder / "mlflow.db").exists()


def test_what_a_killed_training_left_is_replaced(project: Project) -> None:
    code = "import sqlite3; d = sqlite3.connect('mlflow.db'); d.execute(sys_update); d.commit()"
    update = "UPDATE runs SET status = 'RUNNING', end_time = NULL"
    project.run(sys.executable, "-c", code.replace("sys_update", repr(update)))
    assert all(outcome.startswith("rebuilt") for outcome in sync(project).values())
    assert set(active_runs(project)) == set(ALL)
    assert len(stored_runs(project)) == 6


def test_a_missing_figure_is_added(project: Project) -> None:
    sync(project)
    run = active_runs(project)[STAGE]
    for name in artifacts(run):
        Path(run["artifact_uri"].removeprefix("file://"), name).unlink()
    assert sync(project)[STAGE] == "there already, added 1 figures"


def test_keys_are_those_of_dvc_lock(trained: Project, clone: Project) -> None:
    forget_runs(clone, trained)
    sync(clone)
    recorded = read_recorded(clone.folder)
    assert {stage: run["tags"]["key"] for stage, run in active_runs(clone).items()} == {
        stage: recorded[stage].key for stage in ALL
    }
