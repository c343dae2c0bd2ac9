"""Copies of the project for trials: what a clone would be, with uncommitted changes and with raw data."""

import shutil
import subprocess
from pathlib import Path

import pytest

from redes import scratch
from redes.data import installed
from redes.data.mnist import read_mnist
from redes.errors import UserError
from redes.files import write_bytes
from redes.provenance import find_project
from redes.scratch import copy_project, set_limit

ROOT = Path(__file__).parents[1]

PARAMS = """\
data:
  # how many

  limit: null                # per split; null: all
other:
  limit: 7
"""


def test_limit_is_set_and_nothing_else(tmp_path: Path) -> None:
    params = tmp_path / "params.yaml"
    params.write_text(PARAMS)

    set_limit(params, 40)
    set_limit(params, 2000)

    assert params.read_text() == PARAMS.replace("null   ", "2000   ")


def test_limit_needs_its_place(tmp_path: Path) -> None:
    params = tmp_path / "params.yaml"
    params.write_text(PARAMS.replace("data:", "date:"))

    with pytest.raises(UserError, match="has no line `limit:`"):
        set_limit(params, 40)


def test_folder_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(UserError, match="holds something else"):
        copy_project(ROOT, tmp_path)


def test_folder_that_is_no_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is not the root of a DVC project"):
        copy_project(tmp_path, tmp_path / "copy")


def test_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")

    with pytest.raises(UserError, match="holds something else"):
        copy_project(ROOT, tmp_path / "thesis.txt")


def test_repository_of_somebody_else_is_refused(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)

    with pytest.raises(UserError, match="holds something else"):
        copy_project(ROOT, tmp_path)


class KilledError(BaseException):
    """Ends a copy where a killed process would have ended."""


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with no more than a copy needs; what makes pictures and takes over data is not started."""
    project = tmp_path / "project"
    (project / ".dvc").mkdir(parents=True)
    (project / ".dvc" / "config").write_text("")
    (project / "params.yaml").write_text(PARAMS)
    (project / ".gitignore").write_text("/data/raw\n.partial-*\n")
    subprocess.run(["git", "init", "--quiet", project], check=True)
    run = scratch.run_program
    monkeypatch.setattr(
        scratch, "run_program", lambda folder, *command: run(folder, *command) if command[0] == "git" else ""
    )
    monkeypatch.setattr(installed, "write_reviews", lambda path: write_bytes(path, b"\n"))
    return project


def dies(*_: object, **__: object) -> None:
    raise KilledError


@pytest.mark.parametrize("name", ["run_program", "_copy_files", "set_limit", "_commit", "_bring_raw_data"])
def test_interrupted_copy_is_completed_by_the_next(
    small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / "copy"
    with monkeypatch.context() as patched, pytest.raises(KilledError):
        patched.setattr(scratch, name, dies)
        copy_project(small_project, folder, limit=40)

    copy_project(small_project, folder, limit=40)

    assert "  limit: 40 " in (folder / "params.yaml").read_text()
    assert len(read_mnist(folder / "data" / "raw" / "mnist", "train")[1]) == 4000


def test_a_link_to_a_folder_stays_a_link(small_project: Path, tmp_path: Path) -> None:
    (small_project / "kept").mkdir()
    (small_project / "kept/numbers.json").write_text("{}")
    (small_project / "link").symlink_to("kept")

    for _ in range(2):  # the second time there is a copy already
        copy_project(small_project, tmp_path / "copy")

    assert (tmp_path / "copy/link").readlink() == Path("kept")
    assert (tmp_path / "copy/link/numbers.json").read_text() == "{}"


@pytest.mark.parametrize("left", [".git/objects", ".git/redes-scratch", ".git/config.lock", ".git/index.lock"])
def test_what_a_killed_git_left_does_not_lock_out(small_project: Path, tmp_path: Path, left: str) -> None:
    folder = tmp_path / "copy"
    if left == ".git/objects":
        (folder / left).mkdir(parents=True)
    else:
        (folder / ".git").mkdir(parents=True)
        (folder / ".git" / "redes-scratch").write_text("")
        (folder / left).write_text("")

    copy_project(small_project, folder)

    command = ["git", "log", "--format=%s"]
    told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    assert told == "Copy of the project\n"


def test_digits_that_were_half_written_are_written_again(
    small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = tmp_path / "copy" / "data" / "raw" / "mnist"

    def half(path: Path, content: bytes) -> None:
        write_bytes(path, content)
        if "labels" in path.name:
            raise KilledError

    with monkeypatch.context() as patched, pytest.raises(KilledError):
        patched.setattr(installed, "write_bytes", half)
        copy_project(small_project, tmp_path / "copy")
    assert not digits.exists()

    copy_project(small_project, tmp_path / "copy")

    assert [len(read_mnist(digits, split)[1]) for split in ("train", "test")] == [4000, 1000]


@pytest.mark.parametrize("name", ["mnist/train-labels-idx1-ubyte", "imdb.jsonl", "imdb_unlabelled.jsonl"])
def test_raw_data_that_was_half_copied_does_not_stay(
    small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    raw, ours = small_project / "data" / "raw", tmp_path / "copy" / "data" / "raw"
    installed.write_digits(raw / "mnist")
    for file in ("imdb.jsonl", "imdb_unlabelled.jsonl"):
        (raw / file).write_text("a line\nand another\n")
    copy = shutil.copyfile

    def half(source: Path, to: Path, **options: bool) -> object:
        if Path(source) != raw / name:
            return copy(source, to, **options)
        Path(to).write_bytes(Path(source).read_bytes()[:7])
        raise KilledError

    with monkeypatch.context() as patched, pytest.raises(KilledError):
        patched.setattr(shutil, "copyfile", half)
        copy_project(small_project, tmp_path / "copy")
    assert not (ours / name).exists()

    copy_project(small_project, tmp_path / "copy")

    assert (ours / name).read_bytes() == (raw / name).read_bytes()
    assert [path.name for path in sorted(ours.iterdir())] == ["imdb.jsonl", "imdb_unlabelled.jsonl", "mnist"]


def test_git_of_a_hook_does_not_lead_the_copy_into_the_project(
    small_project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_DIR", str(small_project / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(small_project / ".git" / "index"))

    copy_project(small_project, tmp_path / "copy")

    assert (tmp_path / "copy" / ".git" / "index").exists()
    assert not (small_project / ".git" / "index").exists()


def test_copy_is_a_repository_with_raw_data_and_takes_changes(tmp_path: Path) -> None:
    def git(*command: str) -> str:
        return subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True, text=True).stdout

    folder = tmp_path / "copy"
    copy_project(ROOT, folder, limit=40)

    assert "  limit: 40 " in (folder / "params.yaml").read_text()
    assert git("status", "--porcelain", "--", "src", "workflow", "params.yaml") == ""
    assert {"Snakefile", "dvc.yaml", "src/redes/scratch.py"} <= set(git("ls-files").split())
    assert len(list((folder / "data/raw/mnist").glob("*-ubyte"))) == 4
    status = subprocess.run(["dvc", "status", "fetch_mnist", "fetch_imdb"], cwd=folder, capture_output=True)
    assert b"up to date" in status.stdout

    (folder / "src/redes/scratch.py").write_text("changed")
    (folder / "src/redes/gone.py").write_text("left by an earlier copy")
    git("add", "--all")
    copy_project(ROOT, folder, limit=60)

    assert "  limit: 60 " in (folder / "params.yaml").read_text()
    assert (folder / "src/redes/scratch.py").read_text() == (ROOT / "src/redes/scratch.py").read_text()
    assert not (folder / "src/redes/gone.py").exists()


def test_shared_copy_uses_the_project_s_runs_and_cache(tmp_path: Path) -> None:
    project, alone, sharing = (tmp_path / name for name in ("project", "alone", "sharing"))
    copy_project(ROOT, project, limit=40)

    copy_project(project, alone)
    copy_project(project, sharing, share=True)

    for folder, owner in [(alone, alone), (sharing, project)]:
        assert find_project(folder) == owner.resolve()
        command = ["dvc", "cache", "dir"]
        told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout.strip()
        assert (folder / told).resolve() == (owner / ".dvc/cache").resolve()
