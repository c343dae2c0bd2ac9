"""Copies of the project for trials: what a clone would be, with uncommitted changes and with raw data."""

import subprocess
from pathlib import Path

import pytest

from redes.errors import UserError
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
