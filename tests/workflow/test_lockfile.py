"""dvc.lock in the order of the plan."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dvc.dvcfile
import pytest
from dvc.repo import Repo
from dvc.utils.serialize import modify_yaml
from tests.engines import Project
from workflow.lockfile import modify_whole, sorted_lock, write_whole

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


def test_the_file_is_never_seen_half_written(tmp_path: Path) -> None:
    ours, theirs, reading = tmp_path / "dvc.lock", tmp_path / "other.lock", threading.Event()
    shutil.copy(ROOT / "dvc.lock", ours)
    shutil.copy(ROOT / "dvc.lock", theirs)
    wholes, seen = {ours.read_text()}, set()

    def read() -> None:
        while not reading.is_set():
            seen.add(ours.read_text())

    reader = threading.Thread(target=read)
    reader.start()
    for number in range(3):
        for path, modify in ((ours, modify_whole), (theirs, modify_yaml)):
            with modify(path) as content:
                content["stages"][f"new_{number}"] = {"cmd": f"echo {number}"}
        wholes.add(theirs.read_text())
    reading.set()
    reader.join()

    assert seen <= wholes
    assert len(wholes) == 4
    assert ours.read_bytes() == theirs.read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["dvc.lock", "other.lock"]


def _change_an_entry(lock: dict[str, Any]) -> None:
    entry = next(iter(lock["stages"].values()))
    entry |= {"cmd": "echo: 1", "params": {"params.yaml": {"a": 1e-05, "b": [0.5, None, "yes"]}}}


def _take_one_away(lock: dict[str, Any]) -> None:
    del lock["stages"][next(iter(lock["stages"]))]


def _add_a_data_set(lock: dict[str, Any]) -> None:
    lock["datasets"] = [{"name": "digits"}]


def _begin_anew(lock: dict[str, Any]) -> None:
    lock.clear()
    lock |= {"schema": "2.0", "stages": {"first@1": {"cmd": "echo"}}}


CHANGES = (_change_an_entry, _take_one_away, _add_a_data_set, _begin_anew)
LOCKS = (ROOT / "dvc.lock", ROOT / "best/dvc.lock")


@pytest.mark.parametrize(
    ("source", "change"), [*((lock, change) for lock in LOCKS for change in CHANGES), (None, _begin_anew)]
)
def test_what_is_written_is_what_dvc_would_write(
    source: Path | None, change: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    for name, modify in (("dvc.lock", modify_whole), ("other.lock", modify_yaml)):
        if source:
            shutil.copy(source, tmp_path / name)
        with modify(tmp_path / name) as content:
            change(content)
    assert (tmp_path / "dvc.lock").read_bytes() == (tmp_path / "other.lock").read_bytes()


def test_dvc_writes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dvc.dvcfile, "modify_yaml", modify_yaml)
    write_whole()
    assert dvc.dvcfile.modify_yaml is modify_whole
    assert "modify_yaml(self.path" in Path(dvc.dvcfile.__file__).read_text(encoding="utf-8")


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
