"""Killed or interrupted at any level, under either engine: the next run finishes, and nobody unlocks."""

import json
import os
import re
import signal
import subprocess
from collections.abc import Iterator

import psutil
import pytest
from tests.engines import Project, ancestor, kill_group, wait_until
from tests.workflow.conftest import runs
from workflow.guard import describe_other_run, live_stages

pytestmark = pytest.mark.pipeline

ENGINES = {"snakemake": ["snakemake", "--cores", "2"], "dvc": ["dvc", "repro"]}


@pytest.fixture
def stale(toy: Project) -> Project:
    """A project in which both training stages and what follows them are stale."""
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    return toy


def start(project: Project, engine: str, stage: str = "train_left") -> tuple[subprocess.Popen[str], int]:
    """Start an engine and wait until a stage is in the middle of its work; gives that stage's process id too."""
    asleep = project.folder / "asleep"
    process = project.start(*ENGINES[engine], TOY_SLEEP=stage)
    wait_until(lambda: asleep.exists() and asleep.read_text())
    return process, int(asleep.read_text())


def programs(project: Project) -> list[psutil.Process]:
    """What still runs in the project's folder: also what has yet to begin its stage, and to take DVC's locks."""
    folder = str(project.folder.resolve())
    return [process for process in psutil.process_iter(["cwd"]) if process.info["cwd"] == folder]


def assert_taken_over(project: Project, stage: int) -> None:
    """A stage whose engine was killed goes on: the next snakemake waits for it, and completes."""
    stage_and_shell = {stage, psutil.Process(stage).ppid()}
    log = project.folder / "next.log"

    following = project.start(*ENGINES["snakemake"], log="next.log")

    wait_until(lambda: "Waiting for" in log.read_text() or following.poll() is not None)
    told = re.search(r"Waiting for stage train@left \(PID (\d+)\), which another run started", log.read_text())
    assert told, log.read_text()
    assert int(told[1]) in stage_and_shell
    (project.folder / "wake").touch()
    assert following.wait(60) == 0
    project.assert_up_to_date()


def assert_finishes(project: Project, engine: str) -> str:
    """The next run completes, and then neither engine has anything left to do."""
    output = project.run(*ENGINES[engine])
    project.assert_up_to_date()
    assert {"train_left", "train_right", "evaluate", "report"} <= set(runs(project))
    return output


def test_locks_of_dead_processes(stale: Project) -> None:
    """The number of the process that held DVC's locks waits to be reaped, or belongs to another process now."""
    unreaped = subprocess.Popen(["true"])
    wait_until(lambda: psutil.Process(unreaped.pid).status() == psutil.STATUS_ZOMBIE)
    model, data = (str(stale.folder / path) for path in ("models/left.bin", "data/prepared"))
    dead = {"pid": unreaped.pid, "cmd": "dvc repro"}
    renumbered = {"pid": os.getpid(), "cmd": f"{stale.folder}/workflow/repro.py train@left"}
    locks = stale.folder / ".dvc/tmp/rwlock"
    locks.write_text(json.dumps({"write": {model: dead}, "read": {data: [dead, renumbered]}}))

    assert_finishes(stale, "snakemake")

    unreaped.wait()
    assert "models/left.bin" not in locks.read_text()


def test_locks_whose_writer_was_killed(stale: Project) -> None:
    (stale.folder / ".dvc/tmp/rwlock").write_text('{"write": {')

    assert_finishes(stale, "snakemake")


@pytest.fixture(autouse=True)
def _no_process_left(stale: Project) -> Iterator[None]:
    yield
    for child in psutil.Process().children(recursive=True):
        child.kill()
    (stale.folder / "wake").touch()  # for a stage whose engine was killed


@pytest.mark.parametrize("engine", ENGINES)
def test_stage_killed(stale: Project, engine: str) -> None:
    process, stage = start(stale, engine)

    psutil.Process(stage).kill()

    assert process.wait(60) != 0
    assert_finishes(stale, engine)


@pytest.mark.parametrize("engine", ENGINES)
def test_everything_killed(stale: Project, engine: str) -> None:
    process, _ = start(stale, engine)

    kill_group(process)

    process.wait(60)
    assert_finishes(stale, engine)


def test_killed_while_outputs_are_kept(stale: Project) -> None:
    """A stage that may follow keeps its folder, in a copy too, until DVC has judged: none of it is in the way."""
    process, _ = start(stale, "snakemake", "report")
    assert (stale.folder / ".snakemake/backups/html").is_dir()

    kill_group(process)

    process.wait(60)
    stale.run("dvc", "checkout", "html")
    stale.replace("params.yaml", "rate: 0.7", "rate: 0.8")
    assert_finishes(stale, "snakemake")


@pytest.mark.parametrize("engine", ENGINES)
def test_interrupted_by_hand(stale: Project, engine: str) -> None:
    process, _ = start(stale, engine)

    kill_group(process, signal.SIGINT)

    assert process.wait(60) != 0
    log = (stale.folder / "started.log").read_text()
    assert "Traceback" not in log, log
    assert_finishes(stale, engine)


def test_dvc_killed_under_snakemake(stale: Project) -> None:
    """The rule's own shell waits for what the stage still prints."""
    process, stage = start(stale, "snakemake")

    ancestor(stage, "workflow.repro").kill()
    (stale.folder / "wake").touch()

    assert process.wait(60) != 0
    assert_finishes(stale, "snakemake")


def test_dvc_killed_alone(stale: Project) -> None:
    process, stage = start(stale, "dvc")

    process.kill()

    process.wait(60)
    assert_taken_over(stale, stage)


def test_snakemake_killed_alone(stale: Project) -> None:
    process, stage = start(stale, "snakemake")

    process.kill()

    process.wait(60)
    assert_taken_over(stale, stage)

    assert runs(stale).count("train_left") == 1  # its result was taken over


def test_dvc_killed_alone_then_dvc(stale: Project) -> None:
    """DVC does not know of the stage that goes on, and runs it beside: both write the same."""
    process, _ = start(stale, "dvc")

    process.kill()

    process.wait(60)
    stale.run("dvc", "repro")
    (stale.folder / "wake").touch()
    wait_until(lambda: not list(live_stages(stale.folder)))
    stale.assert_up_to_date()


def test_snakemake_killed_alone_then_dvc(stale: Project) -> None:
    process, _ = start(stale, "snakemake")

    process.kill()

    process.wait(60)
    refusal = stale.run("dvc", "repro", check=False)
    assert "is busy" in refusal
    (stale.folder / "wake").touch()
    wait_until(lambda: not list(live_stages(stale.folder)) and not programs(stale))
    assert_finishes(stale, "dvc")


def test_second_snakemake_is_refused(stale: Project) -> None:
    process, _ = start(stale, "snakemake")

    for command in (["snakemake", "--cores", "1"], ["snakemake", "-n"]):
        refusal = stale.run(*command, check=False)
        assert f"another snakemake is running in this folder (PID {process.pid})" in refusal
        assert "Traceback" not in refusal

    kill_group(process)
    process.wait(60)


def test_a_run_that_began_meanwhile_is_named(stale: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second run that found the folder free is told of the first, not of DVC's locks."""
    monkeypatch.chdir(stale.folder)
    assert describe_other_run() is None
    process, _ = start(stale, "snakemake")

    assert describe_other_run() == (
        f"another snakemake is running in this folder (PID {process.pid}); wait until it has finished"
    )
    kill_group(process)
    process.wait(60)
    assert describe_other_run() is None


def test_two_at_the_same_moment(stale: Project) -> None:
    """Both find the folder free; one of them gets it, the other is told, or comes after it."""
    first = stale.start(*ENGINES["snakemake"])
    second = subprocess.run(
        ENGINES["snakemake"],
        cwd=stale.folder,
        env=stale.variables({}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    outputs = {first.wait(60): (stale.folder / "started.log").read_text(), second.returncode: second.stdout}

    assert 0 in outputs
    for status, output in outputs.items():
        told = "another snakemake is running" in output or "another run has finished" in output
        assert told == (status != 0), output
        assert "Traceback" not in output
    stale.assert_up_to_date()
