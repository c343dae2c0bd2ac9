"""A small plan with every shape that the real one has, around the same workflow/ folder."""

import shutil
from pathlib import Path

import pytest
from tests.engines import Project

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"


@pytest.fixture(scope="session")
def finished_toy(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The plan of tests/workflow/toy with workflow/ and profiles/ lifted from here, run once by snakemake."""
    project = Project(tmp_path_factory.mktemp("toy") / "project")
    shutil.copytree(TOY, project.folder)
    for name in ("workflow", "profiles"):
        shutil.copytree(ROOT / name, project.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    project.run("git", "init", "--quiet")
    project.run("dvc", "init", "--quiet")
    (project.folder / ".dvcignore").write_text(".snakemake_timestamp\n__pycache__\n")
    project.run("dvc", "remote", "add", "--default", "storage", "../storage")
    project.snakemake()
    project.run("git", "add", "--all")
    project.run("git", "commit", "--quiet", "--message", "Run the plan")
    return project


@pytest.fixture
def toy(finished_toy: Project, tmp_path: Path) -> Project:
    """A copy of the finished project."""
    project = finished_toy.copy(tmp_path / "project")
    (project.folder / "runs.txt").unlink()
    return project


def runs(project: Project) -> list[str]:
    """The stages whose commands ran since the copy was made, in order."""
    file = project.folder / "runs.txt"
    return file.read_text().split() if file.exists() else []
