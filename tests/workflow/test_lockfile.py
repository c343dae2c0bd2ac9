"""dvc.lock in the order of the plan."""

from pathlib import Path

import pytest
from dvc.repo import Repo
from tests.engines import Project
from workflow.lockfile import sorted_lock

ROOT = Path(__file__).parents[2]


def test_by_hand() -> None:
    head, c, old = "schema: '2.0'\nstages:\n", "  c:\n    cmd: c\n", "  old:\n    cmd: o\n"
    a = "  a@x:\n    cmd: 'a: b'\n    deps:\n    - path: p\n"
    text, expected = head + c + old + a, head + a + c + old

    assert sorted_lock(text, ["a@x", "b", "c"]) == expected
    assert sorted_lock(expected, ["a@x", "b", "c"]) == expected
    assert sorted_lock("", ["a"]) == ""


def test_command_sorts_what_dvc_appended(toy: Project) -> None:
    lock = toy.folder / "dvc.lock"
    before = lock.read_text()
    lock.write_text(sorted_lock(before, ["report", "train@right"]))

    assert "is now in the order" in toy.run("python", "-m", "workflow.lockfile")

    assert lock.read_text() == before
    toy.assert_up_to_date()


def test_committed_lock_is_in_the_order_of_the_plan() -> None:
    lock = ROOT / "dvc.lock"
    if not lock.exists():
        pytest.skip("the plan has not been run yet: there is no dvc.lock")
    with Repo(str(ROOT)) as repo:
        order = [stage.addressing for stage in repo.index.stages]

    assert lock.read_text() == sorted_lock(lock.read_text(), order), "run: python -m workflow.lockfile"


def test_the_project_s_own_lock_was_made_by_this_code() -> None:
    """What is committed is what the code makes: after a change of code, run the plan and commit dvc.lock with it."""
    with Repo(str(ROOT)) as repo:
        changed = {
            f"{stage.addressing}: {dep} {kind}"
            for stage in repo.index.stages
            for dep in stage.deps
            if str(dep).startswith(("src/", "reports/source"))
            for kind in dep.status().values()
        }
        commands = [stage.addressing for stage in repo.index.stages if stage.cmd_changed]

    assert (sorted(changed), commands) == ([], []), "run: snakemake --cores all"
