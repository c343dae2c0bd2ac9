"""A plan on a cluster: jobs run commands apart from DVC, and the head node records what they made."""

import json
import os
import shlex
from pathlib import Path

import pytest
from tests.engines import Project, kill_group, wait_until
from tests.workflow.conftest import runs

pytestmark = pytest.mark.pipeline

TRACKED = ("data", "models", "metrics", "history", "figures", "html", "dvc.lock")
EVERY = {"fetch", "prepare", "train_left", "train_right", "evaluate", "report"}
# As a queue does: takes the job's script, prints a number, and returns while the job runs.
SUBMIT = 'sh "$1" >>cluster.log 2>&1 & echo $!'


def on_cluster(project: Project) -> list[str]:
    """The command that runs a plan on what plays a cluster: this machine."""
    submit = project.folder.parent / "submit.sh"
    submit.write_text(SUBMIT)
    options = ["--executor", "cluster-generic", "--cluster-generic-submit-cmd", shlex.join(["sh", str(submit)])]
    return ["snakemake", *options, "--jobs", "2", "--latency-wait", "5", "--seconds-between-status-checks", "1"]


def notes(project: Project) -> set[str]:
    """The stages whose results wait to be recorded."""
    return {note.stem for note in (project.folder / ".snakemake/ran").glob("*")}


def test_whole_run_equals_a_local_one(finished_toy: Project, tmp_path: Path) -> None:
    finished_toy.run("git", "clone", "--quiet", str(finished_toy.folder), str(tmp_path / "project"))
    project = Project(tmp_path / "project")
    (project.folder / "dvc.lock").unlink()

    out = project.run(*on_cluster(project))
    print(out)

    print((project.folder / "cluster.log").read_text())
    project.assert_up_to_date()
    assert set(runs(project)) == EVERY
    assert project.bytes_of(*TRACKED) == finished_toy.bytes_of(*TRACKED)
