"""A small project with real digits and reviews, trained once for all tests of this folder."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.engines import Project

from redes.features.digits import Split

PROJECT = Path(__file__).parent / "project"
SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory, digits: Split, reviews: pd.DataFrame) -> Project:
    """The project of tests/tracking/project in git and DVC, with data and a remote, before anything has run."""
    project = Project(tmp_path_factory.mktemp("tracking") / "project", {"PYTHONPATH": str(SOURCE)})
    shutil.copytree(PROJECT, project.folder, ignore=shutil.ignore_patterns("__pycache__"))
    write_digits(project.folder / "data/prepared/mnist", digits)
    write_reviews(project.folder / "data/prepared/imdb", reviews)
    (project.folder / ".gitignore").write_text("mlflow.db*\nmlruns/\n__pycache__/\n")
    project.run("git", "init", "--quiet")
    project.run("dvc", "init", "--quiet")
    project.run("dvc", "remote", "add", "--default", "storage", str(project.folder.parent / "storage"))
    project.run("dvc", "add", "--quiet", "data/prepared/mnist", "data/prepared/imdb")
    project.run("git", "add", "--all")
    project.run("git", "commit", "--quiet", "--message", "Plan")
    return project


@pytest.fixture(scope="session")
def trained(untrained: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project after `dvc repro`, pushed; not to be changed: take ``project`` or ``clone``."""
    project = untrained.copy(tmp_path_factory.mktemp("trained") / "project")
    project.run("dvc", "repro", "--quiet")
    project.run("git", "add", "--all")
    project.run("git", "commit", "--quiet", "--message", "Results")
    project.run("dvc", "push", "--quiet")
    return project


@pytest.fixture
def project(trained: Project, tmp_path: Path) -> Project:
    """A copy of the trained project, with its store."""
    return trained.copy(tmp_path / "project")


@pytest.fixture
def clone(trained: Project, tmp_path: Path) -> Project:
    """A clone of the trained project with all outputs, and no store."""
    trained.run("git", "clone", "--quiet", str(trained.folder), str(tmp_path / "clone"))
    clone = Project(tmp_path / "clone", trained.environment)
    clone.run("dvc", "config", "--local", "cache.dir", str(trained.folder / ".dvc/cache"))
    clone.run("dvc", "checkout", "--quiet")
    return clone


def write_digits(folder: Path, digits: Split) -> None:
    """Write 500 training and 200 test digits of all classes, uint8 (n, 28, 28), and labels, uint8 (n,)."""
    folder.mkdir(parents=True)
    for split, rows in {"train": slice(0, None, 10), "test": slice(5, None, 25)}.items():
        np.save(folder / f"{split}_images.npy", digits.images[rows])
        np.save(folder / f"{split}_labels.npy", digits.labels[rows])


def write_reviews(folder: Path, reviews: pd.DataFrame) -> None:
    """Write 200 and 300 tokenised reviews, one a line."""
    folder.mkdir(parents=True)
    lines = [" ".join(re.findall("[a-z]+", text.lower())) for text in reviews["text"][:300]]
    (folder / "training.txt").write_text("\n".join(lines[:200]))
    (folder / "labelled.txt").write_text("\n".join(lines))


def stored_runs(project: Project) -> list[dict[str, Any]]:
    """Read the store without MLflow: status, life cycle, tags, parameters and metrics of every run."""
    with closing(sqlite3.connect(project.folder / "mlflow.db")) as database:
        database.row_factory = sqlite3.Row
        runs = [dict(row) for row in database.execute("SELECT * FROM runs ORDER BY start_time")]
        for run in runs:
            for table in ("tags", "params", "latest_metrics"):
                query = f"SELECT key, value FROM {table} WHERE run_uuid = ?"
                run[table] = dict(database.execute(query, (run["run_uuid"],)).fetchall())
            query = "SELECT key, step, value FROM metrics WHERE run_uuid = ? ORDER BY key, step"
            run["metrics"] = [tuple(row) for row in database.execute(query, (run["run_uuid"],))]
    return runs


def active_runs(project: Project) -> dict[str, dict[str, Any]]:
    """The runs that are not in the bin, by stage; a stage that has two of them is an error."""
    active = [run for run in stored_runs(project) if run["lifecycle_stage"] == "active"]
    by_stage = {run["tags"]["stage"]: run for run in active}
    assert len(by_stage) == len(active), [run["tags"]["stage"] for run in active]
    return by_stage


def forget_runs(project: Project, trained: Project | None = None) -> None:
    """Empty the project's store; making a new one would take seconds. Without a store it gets the trained one's."""
    database = project.folder / "mlflow.db"
    if trained:
        shutil.copyfile(trained.folder / "mlflow.db", database)
    with closing(sqlite3.connect(database)) as connection, connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in set(tables) - {"experiments", "experiment_tags", "alembic_version", "workspaces"}:
            connection.execute(f"DELETE FROM {table}")
