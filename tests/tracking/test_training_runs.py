"""What a training stage leaves in MLflow: read from the database and the files, without MLflow."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.engines import Project
from tests.tracking.conftest import active_runs, forget_runs, stored_runs

from redes import tracking
from redes.provenance import read_recorded

STAGE = "train_mnist_softmax"

#: A training that logs ten epochs and waits for a signal before each of them is worth a test of its own.
TEN_EPOCHS = """
import sys
from redes import tracking
with tracking.training_run(sys.argv[1]) as run:
    for epoch in range(1, 11):
        run.log_epoch(epoch, {"loss": 1 / epoch, "accuracy": 1 - 1 / epoch})
"""

KILLED = """
import os, signal
from redes import tracking
with tracking.training_run("train_mnist_softmax") as run:
    run.log_epoch(1, {"loss": 1.0})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def python(project: Project, code: str, *arguments: str, check: bool = True) -> str:
    return project.run(sys.executable, "-c", code, *arguments, check=check)


def test_run_holds_what_went_in(trained: Project) -> None:
    run = active_runs(trained)[STAGE]
    facts = read_recorded(trained.folder)[STAGE]
    assert run["params"] == {"epochs": "3", "batch_size": "50", "learning_rate": "0.01", "seed": "1"}
    assert (run["name"], run["status"]) == (STAGE, "FINISHED")
    tags = run["tags"]
    assert (tags["key"], tags["source"], tags["mlflow.source.name"]) == (facts.key, "training", facts.command)
    parent = trained.run("git", "rev-parse", "HEAD~1").strip()
    assert (tags["git.commit"], tags["git.clean"]) == (parent, "true")
    assert "process" not in tags


def test_run_holds_every_epoch_and_the_result(trained: Project) -> None:
    run = active_runs(trained)[STAGE]
    rows = (trained.folder / f"reports/history/{STAGE}.csv").read_text().split()[1:]
    expected = [tuple(map(float, row.split(","))) for row in rows]
    logged = {name: [value for key, _, value in run["metrics"] if key == name] for name in ("loss", "accuracy")}
    assert [(float(i), *pair) for i, pair in enumerate(zip(*logged.values(), strict=True), 1)] == expected
    result = json.loads((trained.folder / f"reports/metrics/{STAGE}.json").read_text())
    assert run["latest_metrics"]["test.accuracy"] == result["test"]["accuracy"] > 0.6
    assert run["latest_metrics"]["parameters"] == 7850


def test_matrix_stages_are_runs_of_their_own(trained: Project) -> None:
    runs = active_runs(trained)
    assert set(runs) == {STAGE, "train_embeddings@training", "train_embeddings@labelled"}
    assert runs["train_embeddings@training"]["params"]["data.limit"] == "None"
    sizes = [runs[f"train_embeddings@{corpus}"]["latest_metrics"]["vocabulary"] for corpus in ("training", "labelled")]
    assert 100 < sizes[0] < sizes[1], "later evaluations are added to the run"


def test_figures_are_added_to_the_run(trained: Project) -> None:
    run = active_runs(trained)[STAGE]
    figures = Path(run["artifact_uri"].removeprefix("file://"), "figures")
    drawn = trained.folder / "reports/figures/mnist"
    assert [path.name for path in figures.iterdir()] == ["learning_curve.svg"]
    assert (figures / "learning_curve.svg").read_bytes() == (drawn / "learning_curve.svg").read_bytes()


def test_a_figure_drawn_anew_replaces_the_old_one_whatever_its_size(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project.folder)
    drawn = project.folder / "reports/figures/mnist/learning_curve.svg"
    drawn.write_bytes(drawn.read_bytes()[::-1])

    tracking.attach("figures_mnist")

    run = active_runs(project)[STAGE]
    logged = Path(run["artifact_uri"].removeprefix("file://"), "figures", drawn.name)
    assert logged.read_bytes() == drawn.read_bytes()


def test_training_again_adds_no_run(project: Project) -> None:
    before = [run | {"artifact_uri": ""} for run in stored_runs(project)]
    told = project.run("dvc", "repro", "--force", "--single-item", STAGE)
    assert "is recorded already" in told
    assert [run | {"artifact_uri": ""} for run in stored_runs(project)] == before


def test_another_parameter_is_another_run_and_by_hand_is_like_by_dvc(project: Project) -> None:
    project.replace("params.yaml", "epochs: 3", "epochs: 1")
    python(project, TEN_EPOCHS, STAGE)
    project.run("dvc", "repro", "--single-item", STAGE)
    runs = [run for run in stored_runs(project) if run["tags"]["stage"] == STAGE]
    assert [run["params"]["epochs"] for run in runs] == ["3", "1"]
    assert runs[1]["tags"]["key"] == read_recorded(project.folder)[STAGE].key
    assert runs[1]["tags"]["git.clean"] == "false"


def test_a_killed_training_is_replaced(project: Project) -> None:
    forget_runs(project)
    with pytest.raises(AssertionError, match=f"-{signal.SIGKILL:d}"):
        python(project, KILLED)
    assert [run["status"] for run in stored_runs(project)] == ["RUNNING"]
    python(project, TEN_EPOCHS, STAGE)
    assert [run["status"] for run in stored_runs(project) if run["lifecycle_stage"] == "deleted"] == ["RUNNING"]
    assert active_runs(project)[STAGE]["status"] == "FINISHED"
    assert active_runs(project)[STAGE]["latest_metrics"]["accuracy"] == pytest.approx(0.9)


def test_a_killed_training_of_other_parameters_does_not_run_for_ever(project: Project) -> None:
    forget_runs(project)
    python(project, KILLED, check=False)
    project.replace("params.yaml", "epochs: 3", "epochs: 4")
    python(project, TEN_EPOCHS, STAGE)
    assert [run["status"] for run in stored_runs(project)] == ["KILLED", "FINISHED"]


def test_a_training_that_fails_is_marked_and_replaced(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_runs(project)
    monkeypatch.chdir(project.folder)
    for error, status in {ValueError("diverged"): "FAILED", KeyboardInterrupt(): "KILLED"}.items():
        with pytest.raises(type(error)), tracking.training_run(STAGE):
            raise error
        assert active_runs(project)[STAGE]["status"] == status
    with tracking.training_run(STAGE):
        pass
    assert active_runs(project)[STAGE]["status"] == "FINISHED"


def test_the_same_training_at_the_same_time_is_recorded_once(project: Project) -> None:
    forget_runs(project)
    waiting = TEN_EPOCHS.replace("for epoch", "print('begun', flush=True); sys.stdin.read()\n    for epoch")
    command = [sys.executable, "-c", waiting, STAGE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=project.folder, env=project.variables({}), **pipes) as first:
        assert first.stdout.readline() == "begun\n"
        assert "is recorded already" in python(project, TEN_EPOCHS, STAGE)
        first.communicate()
    assert first.returncode == 0
    assert len(active_runs(project)[STAGE]["metrics"]) == 20


def test_two_stages_that_log_at_once_lose_nothing(project: Project) -> None:
    """The store does not exist either: both want to create it."""
    (project.folder / "mlflow.db").unlink()
    stages = [STAGE, "train_embeddings@training", "train_embeddings@labelled"]
    processes = [
        subprocess.Popen([sys.executable, "-c", TEN_EPOCHS, stage], cwd=project.folder, env=project.variables({}))
        for stage in stages
    ]
    assert [process.wait(120) for process in processes] == [0, 0, 0]
    runs = active_runs(project)
    assert {stage: (runs[stage]["status"], len(runs[stage]["metrics"])) for stage in stages} == dict.fromkeys(
        stages, ("FINISHED", 20)
    )


@pytest.mark.parametrize("folder", ["../tree", ".dvc/tmp/exps/standalone/tmp1"])
def test_runs_made_elsewhere_land_in_the_projects_store(project: Project, folder: str) -> None:
    elsewhere = Project(Path(os.path.normpath(project.folder / folder)), project.environment)
    if folder == "../tree":
        project.run("git", "worktree", "add", "--quiet", folder)
    else:
        project.run("git", "clone", "--quiet", ".", folder)
    elsewhere.run("dvc", "config", "--local", "cache.dir", str(project.folder / ".dvc/cache"))
    elsewhere.run("dvc", "checkout", "--quiet", "data/prepared/mnist.dvc")
    elsewhere.replace("params.yaml", "epochs: 3", "epochs: 1")
    elsewhere.run("dvc", "repro", "--single-item", STAGE)
    runs = [run for run in stored_runs(project) if run["tags"]["stage"] == STAGE]
    assert [run["params"]["epochs"] for run in runs] == ["3", "1"]
    assert [run["tags"].get("folder") for run in runs] == [None, folder]
    assert runs[1]["artifact_uri"].startswith((project.folder.resolve() / "mlruns").as_uri())
    assert not (elsewhere.folder / "mlflow.db").exists()
    assert not (elsewhere.folder / "mlruns").exists()
    assert f"training in {folder}" in project.run(sys.executable, "-m", "redes", "runs", "list")


def test_another_store_can_be_named(project: Project, tmp_path: Path) -> None:
    before = stored_runs(project)
    store = tmp_path / "other"
    store.mkdir()
    address = f"sqlite:///{store / 'mlflow.db'}"
    project.run(sys.executable, "-c", TEN_EPOCHS, STAGE, MLFLOW_TRACKING_URI=address)
    assert [run["tags"]["stage"] for run in stored_runs(Project(store))] == [STAGE]
    assert stored_runs(project) == before


@pytest.mark.parametrize("damage", ["no database", "a folder", "another version", "no experiment", "no address"])
def test_a_store_that_fails_stops_no_training(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], damage: str
) -> None:
    break_store(project, damage, monkeypatch)
    monkeypatch.chdir(project.folder)
    done = []
    with tracking.training_run(STAGE) as run:
        for epoch in (1, 2):
            run.log_epoch(epoch, {"loss": 1.0})
            done.append(epoch)
        run.log_result({}, np.zeros((1, 2)), np.zeros((1, 2)))
    tracking.attach("figures_mnist")
    err = capfd.readouterr().err
    assert done == [1, 2]
    lines = err.splitlines()
    assert len(lines) == 2, err
    assert lines[0].startswith("warning: this training is not recorded in MLflow (")
    assert lines[0].endswith("it goes on; afterwards, `redes runs sync` completes the runs")
    assert lines[1].startswith("warning: results of figures_mnist not added to MLflow (")


def break_store(project: Project, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Do one kind of damage."""
    database = project.folder / "mlflow.db"
    if damage == "no database":
        database.write_text("no database, but more than sixteen bytes")
    elif damage == "a folder":
        database.unlink()
        database.mkdir()
    elif damage == "another version":
        python(project, OTHER_VERSION)
    elif damage == "no experiment":
        project.replace("dvc.yaml", "experiment: mnist", "other: mnist")
    else:
        monkeypatch.setenv("MLFLOW_TRACKING_URI", "http://127.0.0.1:9")


OTHER_VERSION = """
import sqlite3
with sqlite3.connect("mlflow.db") as database:
    database.execute("UPDATE alembic_version SET version_num = 'another'")
"""


def test_a_store_that_fails_later_stops_no_training(
    project: Project, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    forget_runs(project)
    monkeypatch.chdir(project.folder)
    with tracking.training_run(STAGE) as run:
        run.log_epoch(1, {"loss": 1.0})
        python(project, "import sqlite3; sqlite3.connect('mlflow.db').execute('DROP TABLE metrics')")
        run.log_epoch(2, {"loss": 1.0})
        run.log_epoch(3, {"loss": 1.0})
    err = capfd.readouterr().err
    assert len(err.splitlines()) == 1
    assert "no such table: metrics" in err


def test_logging_leaves_random_numbers_alone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_runs(project)
    monkeypatch.chdir(project.folder)
    random.seed(7)
    np.random.seed(7)
    expected = [random.random(), np.random.random()]
    random.seed(7)
    np.random.seed(7)
    with tracking.training_run(STAGE) as run:
        run.log_epoch(1, {"loss": 1.0})
        assert [random.random(), np.random.random()] == expected
    assert active_runs(project)[STAGE]["status"] == "FINISHED"


def test_a_moved_project_keeps_its_artifacts(project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project.folder.rename(tmp_path / "moved")
    moved = Project(tmp_path / "moved", project.environment)
    (moved.folder / "reports/figures/mnist/another.svg").write_text("<svg/>")
    monkeypatch.chdir(moved.folder)
    tracking.attach("figures_mnist")
    run = active_runs(moved)[STAGE]
    figures = Path(run["artifact_uri"].removeprefix("file://"), "figures")
    assert figures.is_relative_to(moved.folder.resolve())
    assert {path.name for path in figures.iterdir()} == {"learning_curve.svg", "another.svg"}
