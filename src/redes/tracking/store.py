"""The project's MLflow store: where it is, and reading and writing it from several processes at once.

The only place that imports MLflow, which takes more than a second: it is done when a run is first needed.
"""

import contextlib
import logging
import os
import random
import sqlite3
import sys
import warnings
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from filelock import FileLock

from redes.errors import UserError
from redes.provenance import find_project

#: Set before MLflow is imported, unless the user has set them: nothing is sent to anyone, and a tracking
#: server that does not answer delays a training by seconds, not by minutes.
SETTINGS = {
    "MLFLOW_DISABLE_TELEMETRY": "true",
    "MLFLOW_HTTP_REQUEST_MAX_RETRIES": "2",
    "MLFLOW_HTTP_REQUEST_TIMEOUT": "10",
    "GIT_PYTHON_REFRESH": "quiet",
}

#: Seconds to wait for another process that is writing.
PATIENCE = 60


def import_mlflow() -> ModuleType:
    """Import MLflow with its telemetry off, and without its notices."""
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import mlflow
        import mlflow.pyfunc
    # Whatever fails is raised as well, and told in one line.
    logging.getLogger("mlflow").setLevel(logging.CRITICAL)
    return mlflow


@contextlib.contextmanager
def random_state_kept() -> Iterator[None]:
    """Leave Python's and numpy's global random numbers as they were: logging never changes a training."""
    state = random.getstate()
    numpy = sys.modules.get("numpy")
    numpy_state = numpy.random.get_state() if numpy else None
    try:
        yield
    finally:
        random.setstate(state)
        if numpy:
            numpy.random.set_state(numpy_state)


class Store:
    """The MLflow store of a project.

    Args:
        checkout: the folder with dvc.yaml that the work is done in; the runs go to its project's store,
            unless MLFLOW_TRACKING_URI names another.

    Attributes:
        project: the folder of the project, with ``mlflow.db`` and ``mlruns``.
        uri: the tracking address.
        lock: held while anything is written, by one process at a time; ends with the process that holds it.
    """

    def __init__(self, checkout: Path) -> None:
        self.project = find_project(checkout)
        self.database = self.project / "mlflow.db"
        self.uri = self._choose_uri()
        self.lock = FileLock(self.project / "mlflow.db.lock", timeout=PATIENCE)
        self._experiments: dict[str, str] = {}

    def _choose_uri(self) -> str:
        chosen = os.environ.get("MLFLOW_TRACKING_URI") or f"sqlite:///{self.database.name}"
        scheme, separator, path = chosen.partition("sqlite:///")
        # A relative database is the project's, wherever the work is done.
        return f"{separator}{self.project / path}" if separator and not scheme else chosen

    @cached_property
    def client(self) -> Any:
        """MLflow's client; the first creates the database, under the lock: two at a time would fail.

        Raises:
            OSError: the database cannot be written.
            sqlite3.Error: it is no database, or it stays locked.
        """
        with self.lock, contextlib.chdir(self.project):
            if self.uri.startswith("sqlite:///"):
                check_writable(Path(self.uri.removeprefix("sqlite:///")))
            return import_mlflow().MlflowClient(self.uri)

    def exists(self) -> bool:
        """Whether there is anything to read: asking the project's own store creates it."""
        return self.uri != f"sqlite:///{self.database}" or self.database.exists()

    def experiment_id(self, name: str) -> str:
        """Give the id of an experiment, which is created where it is missing.

        Args:
            name: such as ``mnist``.
        """
        if name not in self._experiments:
            with self.lock:
                self._experiments[name] = self._find_or_create(name)
        return self._experiments[name]

    def _find_or_create(self, name: str) -> str:
        location = (self.project / "mlruns" / name).as_uri() if self.uri.startswith("sqlite:") else None
        found = self.client.get_experiment_by_name(name)
        if found is None:
            return str(self.client.create_experiment(name, artifact_location=location))
        if found.lifecycle_stage == "deleted":
            self.client.restore_experiment(found.experiment_id)
        if self.uri == f"sqlite:///{self.database}" and found.artifact_location != location:
            follow_move(self.database, found.artifact_location.removesuffix(f"/mlruns/{name}"), self.project.as_uri())
        return str(found.experiment_id)

    def find_runs(self, experiment: str, key: str | None = None, status: str | None = None) -> list[Any]:
        """Find an experiment's runs, newest first.

        Args:
            experiment: its name.
            key: only runs with this key.
            status: only runs with this status, such as ``RUNNING``.
        """
        conditions = [f"tags.key = '{key}'"] if key else ["tags.key != ''"]
        conditions += [f"attributes.status = '{status}'"] if status else []
        return list(
            self.client.search_runs(
                [self.experiment_id(experiment)],
                filter_string=" and ".join(conditions),
                max_results=1000,
                order_by=["attributes.start_time DESC"],
            )
        )

    def delete_run(self, run: Any) -> None:
        """Put a run, and the models that it logged, into MLflow's bin."""
        models = self.client.search_logged_models(
            [run.info.experiment_id], filter_string=f"source_run_id = '{run.info.run_id}'"
        )
        for model in models:
            self.client.delete_logged_model(model.model_id)
        self.client.delete_run(run.info.run_id)


@contextlib.contextmanager
def store_errors_told() -> Iterator[None]:
    """Turn whatever MLflow or its database raise into one line for the person at the keyboard.

    Raises:
        UserError: names the store's trouble.
    """
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        raise UserError(f"MLflow's store cannot be used: {one_line(error)}") from error


def one_line(error: Exception) -> str:
    """Tell an exception in one line of at most 200 characters."""
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:200]


def warn(message: str) -> None:
    """Tell that something is missing from the store, and what completes it."""
    print(f"warning: {message}; afterwards, `redes runs sync` completes the runs", file=sys.stderr, flush=True)


def check_writable(database: Path) -> None:
    """Find out at once what MLflow would find out after a minute of retries.

    Args:
        database: the SQLite file; it may be missing, its folder may not.

    Raises:
        OSError: it cannot be written.
        sqlite3.Error: it is no database, or it stays locked.
    """
    place = database if database.exists() else database.parent
    if not os.access(place, os.W_OK):
        raise PermissionError(f"{place} cannot be written")
    if database.exists():
        with contextlib.closing(sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT name FROM sqlite_master").fetchall()
            connection.execute("ROLLBACK")


def follow_move(database: Path, old: str, new: str) -> None:
    """Correct the absolute addresses that MLflow stores, after the project's folder was moved or copied.

    Args:
        database: the project's SQLite file.
        old: the folder's address as it was, ``file:///...``.
        new: as it is.
    """
    columns = {
        "experiments": ["artifact_location"],
        "runs": ["artifact_uri"],
        "logged_models": ["artifact_location"],
        "model_versions": ["source", "storage_location"],
    }
    with contextlib.closing(sqlite3.connect(database, timeout=PATIENCE)) as connection, connection:
        for table, names in columns.items():
            for name in names:
                connection.execute(
                    f"UPDATE {table} SET {name} = ? || substr({name}, ?) WHERE substr({name}, 1, ?) = ?",
                    (
                        f"{new}/mlruns/",
                        len(old) + len("/mlruns/") + 1,
                        len(old) + len("/mlruns/"),
                        f"{old}/mlruns/",
                    ),
                )
