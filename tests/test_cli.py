"""The ``redes`` command as a person meets it."""

import importlib
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from tests.engines import Project, free_port, wait_until_served

from redes import cli
from redes.cli import runs
from redes.tracking.sync import Synced

ROOT = Path(__file__).parents[1]
PLAN = "stages: {train_digits: {cmd: echo, meta: {experiment: mnist}}, report: {cmd: echo}}\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project's folder with the real parameters and a plan with one training; the current folder."""
    for name in ("params.yaml", "workflow/schemas/params.schema.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "dvc.yaml").write_text(PLAN)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(*arguments: str) -> str:
    """Run a command that a person's error stops; give the error."""
    with pytest.raises(SystemExit) as stop:
        cli.main(arguments)
    return str(stop.value)


def test_help_leads_to_everything(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main([])
    text = capsys.readouterr().out
    for command in (
        "params",
        "runs",
        "models",
        "sweep",
        "explain",
        "draw",
        "ui",
        "snakemake -n",
        "dvc repro",
        "dvc pull",
        "mlflow ui",
        "make",
    ):
        assert f"  {command}" in text
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main(["--help"])
    assert capsys.readouterr().out == text


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["runs"])
    assert "rebuild the runs that MLflow lacks" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    "command",
    [
        ["params", "check"],
        ["runs", "sync"],
        ["runs", "list"],
        ["explain", "x"],
        ["draw", "x"],
        ["ui"],
        ["models", "register"],
        ["sweep", "x", "seed=1"],
    ],
)
def test_outside_the_project(command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(*command) == (
        f"error: no dvc.yaml and params.yaml in {tmp_path} or above it; change into the project's folder first"
    )


def test_an_unknown_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal("rnus") == "2"
    assert "invalid choice: 'rnus'" in capsys.readouterr().err


def test_params_are_checked_from_a_folder_inside(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder / "workflow")
    cli.main(["params", "check"])
    assert capsys.readouterr().out == "params.yaml: ok\n"


def test_params_that_are_not_allowed(folder: Path) -> None:
    text = (folder / "params.yaml").read_text()
    (folder / "params.yaml").write_text(text.replace("train_mnist_softmax:", "train_mnist_softmax:\n  epoch: -1"))
    assert "epoch: -1 (an integer) under an unknown key; did you mean epochs?" in refusal("params", "check")


def test_no_runs_yet(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["runs", "list"])
    assert capsys.readouterr().out.startswith("no runs yet; run: snakemake --cores all")
    assert not (folder / "mlflow.db").exists()


def test_nothing_to_sync(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["runs", "sync"])
    assert capsys.readouterr().out.split(None, 2) == ["mnist", "train_digits", "not trained yet\n"]
    assert not (folder / "mlflow.db").exists()


@pytest.mark.usefixtures("folder")
def test_a_run_that_cannot_be_rebuilt_ends_with_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    synced = [Synced("mnist", "a", "rebuilt", complete=True), Synced("mnist", "b", "not rebuilt: x", complete=False)]
    monkeypatch.setattr("redes.tracking.sync.sync_runs", lambda *_: iter(synced))
    assert refusal("runs", "sync") == "1"
    assert [line.split()[1:3] for line in capsys.readouterr().out.splitlines()] == [["a", "rebuilt"], ["b", "not"]]


def test_a_store_that_is_no_database(folder: Path) -> None:
    (folder / "mlflow.db").write_text("no database, but more than sixteen bytes")
    assert refusal("runs", "list") == ("error: MLflow's store cannot be used: DatabaseError: file is not a database")


def test_examples_come_from_the_stages_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    module = importlib.import_module("redes.stages.train_embeddings")
    monkeypatch.setattr(module, "read_example", lambda corpus: (corpus, "vectors"))
    assert runs._read_example("train_embeddings@training") == ("training", "vectors")


@pytest.mark.usefixtures("folder")
def test_a_port_that_is_taken() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert refusal("ui", "--port", str(port)) == (
            f"error: port {port} cannot be used (Address already in use); choose another: redes ui --port {port + 1}"
        )


@pytest.mark.usefixtures("folder")
def test_no_port(capsys: pytest.CaptureFixture[str]) -> None:
    assert refusal("ui", "--port", "70000") == "2"
    assert "70000 is not a port; allowed: 1 to 65535" in capsys.readouterr().err


def test_pages_are_served_and_links_printed(folder: Path) -> None:
    import requests

    port = free_port()
    project = Project(folder, {"PYTHONPATH": str(ROOT / "src")})
    server = project.start(sys.executable, "-m", "redes", "ui", "--port", str(port))
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_served(f"{address}/health", server, folder / "started.log", 120)
        question = f"{address}/api/2.0/mlflow/experiments/get-by-name?experiment_name=mnist"
        number = requests.get(question, timeout=30).json()["experiment"]["experiment_id"]
        link = f"{address}/#/experiments/{number}/runs?workflowType=machine_learning"
        assert link in (folder / "started.log").read_text()
    finally:
        os.killpg(server.pid, 15)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, 9)
            server.wait(30)
