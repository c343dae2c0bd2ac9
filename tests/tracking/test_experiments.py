"""Experiments of DVC: their runs are the project's, and stand below one run of their own."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.engines import Project, wait_until
from tests.tracking.conftest import stored_runs

from redes.tracking.experiments import gather_experiments
from redes.tracking.store import Store

STAGE = "train_mnist_softmax"
PARENT = "mlflow.parentRunId"


def finished(project: Project) -> list[dict[str, Any]]:
    """The finished trainings of the stage."""
    runs = [run for run in stored_runs(project) if run["tags"]["stage"] == STAGE and run["status"] == "FINISHED"]
    return [run for run in runs if run["tags"]["source"] == "training"]


def gather(project: Project) -> list[tuple[str, str, int]]:
    with contextlib.chdir(project.folder):
        return list(gather_experiments(project.folder))


def name_of(project: Project, epochs: int) -> str:
    """The name that DVC gave to the experiment with so many epochs."""
    for name in project.run("dvc", "exp", "list", "--name-only").split():
        if f"epochs: {epochs}" in project.run("git", "show", f"{name_ref(project, name)}:params.yaml"):
            return name
    raise AssertionError(f"no experiment with {epochs} epochs")


def name_ref(project: Project, name: str) -> str:
    refs = project.run("git", "for-each-ref", "--format=%(refname)", "refs/exps").split()
    return next(ref for ref in refs if ref.endswith(f"/{name}"))


def test_queued_experiments_stand_below_one_run(project: Project) -> None:
    assert gather(project) == []
    commit = project.run("git", "rev-parse", "HEAD").strip()
    project.run("dvc", "exp", "run", "--queue", "--set-param", f"{STAGE}.epochs=1,2,3", STAGE)
    project.run("dvc", "queue", "start")
    try:
        wait_until(lambda: project.run("dvc", "queue", "status").count("Success") == 3, 180)
    finally:
        project.run("dvc", "queue", "stop", "--kill")
    trained = {run["params"]["epochs"]: run for run in finished(project)}
    # The third is what the plan has trained.
    assert sorted(trained) == ["1", "2", "3"]
    folders = {epochs: Path(run["tags"].get("folder", "")).parent for epochs, run in trained.items()}
    assert folders == {"1": Path(".dvc/tmp/exps"), "2": Path(".dvc/tmp/exps"), "3": Path()}
    assert not any(PARENT in run["tags"] for run in trained.values())

    title = f"experiments on {commit[:7]}: {STAGE}"
    assert gather(project) == [("mnist", title, 2)]
    trained = {run["params"]["epochs"]: run for run in finished(project)}
    (parent,) = (run for run in stored_runs(project) if run["name"] == title)
    assert (parent["status"], parent["tags"]["git.commit"]) == ("FINISHED", commit)
    assert PARENT not in trained["3"]["tags"]
    for epochs in (1, 2):
        run = trained[str(epochs)]
        assert run["tags"][PARENT] == parent["run_uuid"]
        assert run["name"] == f"{name_of(project, epochs)} epochs={epochs}"
    assert "| experiment | epochs | runs |" in parent["tags"]["mlflow.note.content"]

    before = stored_runs(project)
    assert gather(project) == []
    assert stored_runs(project) == before


def try_out(project: Project, name: str, *settings: str) -> None:
    project.run("dvc", "exp", "run", "--temp", "--name", name, *settings, STAGE)


def test_a_later_experiment_joins_the_others_of_its_commit(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    try_out(project, "short", "-S", f"{STAGE}.epochs=1")
    # An experiment with the same training, as where another stage differs.
    ref = name_ref(project, "short")
    project.run("git", "update-ref", ref.replace("/short", "/twin"), ref)
    assert [new for _, _, new in gather(project)] == [1]
    code = project.folder / f"{STAGE}.py"
    code.write_text(code.read_text() + "# the same code, and another file\n")
    try_out(project, "other-code")
    assert [new for _, _, new in gather(project)] == [1]
    children = {run["name"]: run["tags"][PARENT] for run in finished(project) if PARENT in run["tags"]}
    assert sorted(children) == ["other-code epochs=3", "short epochs=1"]
    assert len(set(children.values())) == 1
    parent = next(run for run in stored_runs(project) if run["run_uuid"] in children.values())
    note = parent["tags"]["mlflow.note.content"]
    assert ("| short | 1 | 1 |" in note, "| other-code | 3 | 1 |" in note, "twin" in note) == (True, True, False)

    # A parent that was deleted comes again.
    Store(project.folder).client.delete_run(parent["run_uuid"])
    assert [new for _, _, new in gather(project)] == [2]
    assert parent["run_uuid"] not in [run["tags"].get(PARENT) for run in finished(project)]
    monkeypatch.setenv("PATH", "/nowhere")
    assert gather(project) == []


def test_an_experiment_that_cannot_be_read_is_named(project: Project) -> None:
    commit = project.run("git", "rev-parse", "HEAD").strip()
    with (project.folder / "dvc.lock").open("a") as lock:
        lock.write("<<<<<<<\n")
    project.run("git", "commit", "--quiet", "--all", "--message", "Broken")
    project.run("git", "update-ref", f"refs/exps/{commit[:2]}/{commit[2:]}/broken-one", "HEAD")
    project.run("git", "reset", "--quiet", "--hard", commit)
    told = project.run(sys.executable, "-m", "redes", "runs", "sync")
    assert "warning: experiment broken-one of DVC left out" in told
    assert "dvc exp remove broken-one" in told
