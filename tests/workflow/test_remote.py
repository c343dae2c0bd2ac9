"""A plan on a cluster: jobs run commands apart from DVC, and the head node records what they made."""

import hashlib
import json
import shlex
from pathlib import Path

import pytest
from dvc.repo import Repo
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
    return ["snakemake", *options, "--jobs", "2", "--latency-wait", "2", "--seconds-between-status-checks", "0"]


def notes(project: Project) -> set[str]:
    """The stages whose results wait to be recorded."""
    return {note.stem for note in (project.folder / ".snakemake/ran").glob("*")}


def test_whole_run_equals_a_local_one(finished_toy: Project, tmp_path: Path) -> None:
    finished_toy.run("git", "clone", "--quiet", str(finished_toy.folder), str(tmp_path / "project"))
    project = Project(tmp_path / "project")
    (project.folder / "dvc.lock").unlink()

    project.run(*on_cluster(project))

    assert set(runs(project)) == EVERY
    assert project.bytes_of(*TRACKED) == finished_toy.bytes_of(*TRACKED)
    assert notes(project) == set()
    project.assert_up_to_date()


def test_parameter_changed_and_changed_back(toy: Project) -> None:
    before = toy.bytes_of(*TRACKED)
    toy.replace("params.yaml", "top: 2", "top: 5")

    toy.run(*on_cluster(toy))

    assert runs(toy) == ["evaluate", "report"]
    after = toy.bytes_of(*TRACKED)
    for old, new, expected in (("top: 5", "top: 2", before), ("top: 2", "top: 5", after)):
        toy.replace("params.yaml", old, new)
        toy.snakemake()
        assert toy.bytes_of(*TRACKED) == expected
    assert runs(toy) == ["evaluate", "report"]  # the rest came out of the run cache, filled also by the head node


def test_dependency_edited_while_a_job_runs(toy: Project) -> None:
    metrics = hashlib.md5((toy.folder / "metrics/train_right.json").read_bytes()).hexdigest()
    (toy.folder / ".dvc/cache/files/md5" / metrics[:2] / metrics[2:]).unlink()  # as in a clone: only git has them
    toy.replace("notes.txt", "effect", "effect at all")
    process = toy.start(*on_cluster(toy), "models/right.bin", TOY_SLEEP="prepare")
    wait_until((toy.folder / "asleep").exists)
    toy.replace("notes.txt", "at all", "whatsoever")
    (toy.folder / "wake").touch()

    assert process.wait(60) == 0

    told = "The result of prepare is not recorded, and the stage stays stale: notes.txt changed since its job began."
    assert told in (toy.folder / "started.log").read_text()
    assert runs(toy) == ["prepare"]  # train_right followed, and its job saw that nothing had changed for it
    assert toy.stale() == {"prepare"}
    assert notes(toy) == set()


def test_job_that_fails(toy: Project) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")

    output = toy.run(*on_cluster(toy), "--keep-going", check=False, TOY_FAIL="train_left")

    last = output[output.index("Exiting because a job execution failed") :]
    assert "train_left failed (logs/train_left.log has all that it said): train_left cannot go on:\n  - do this" in last
    assert "Traceback" not in output
    assert notes(toy) == set()
    assert toy.planned() == {"train_left", "evaluate", "report"}  # what did not fail is recorded


def test_head_node_killed_after_a_job_finished(toy: Project) -> None:
    before = toy.bytes_of("dvc.lock")
    toy.replace("params.yaml", "top: 2", "top: 5")
    process = toy.start(*on_cluster(toy), TOY_SLEEP="report")
    wait_until((toy.folder / "asleep").exists)
    kill_group(process)
    process.wait(60)
    assert notes(toy) == {"evaluate"}
    assert toy.bytes_of("dvc.lock") == before

    assert toy.planned() == {"report"}

    assert notes(toy) == set()
    assert toy.stale() == {"report"}


def test_node_keeps_its_hands_off_what_hosts_share(toy: Project) -> None:
    """Its command runs although another host holds DVC's lock; the run cache is read, but nothing of DVC's changes."""
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    assert toy.stale() == {"train@left", "train@right"}  # DVC's state is there from now on

    def shared() -> dict[str, bytes]:
        state = Project(toy.folder.parent / "scratch").bytes_of("dvc")
        assert any(path.endswith(".db") for path in state)
        return toy.bytes_of("dvc.lock", ".dvc") | state

    with Repo(str(toy.folder)).lock:
        before = shared()
        toy.run("python", "-m", "workflow.remote", "train@left")
        assert runs(toy) == ["train_left"]
        note = json.loads((toy.folder / ".snakemake/ran/train_left.json").read_text())
        assert note["params.yaml:train"] == {"rate": 0.7}
        toy.replace("params.yaml", "rate: 0.7", "rate: 0.5")
        toy.run("python", "-m", "workflow.remote", "train@left")
        assert shared() == before

    assert runs(toy) == ["train_left"]
    assert toy.run("git", "status", "--porcelain") == ""
