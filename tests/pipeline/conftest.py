"""The real plan on a small real subset, run once in a copy of the project as it is now."""

import os
import re
from pathlib import Path

import pytest
from filelock import FileLock
from tests.engines import Project

from redes.scratch import copy_project

ROOT = Path(__file__).parents[2]
LIMIT = 300

#: Small numbers for a quick run: the plan is what is tried here, not the models.
QUICK = {
    "train_embeddings": {"epochs": 1, "min_count": 2},
    "train_mnist_softmax": {"epochs": 2},
    "train_mnist_mlp": {"epochs": 1},
    "train_mnist_cnn": {"epochs": 1},
    "train_digit_recognizer": {"epochs": 1},
    "train_imdb_lstm": {"epochs": 1, "max_length": 100},
    "train_imdb_rnn": {"epochs": 1, "max_length": 100},
    "train_imdb_ratios": {"epochs": 1, "max_length": 100},
    "study_learning": {
        "region_points": 60,
        "region_steps": 50,
        "check_networks": 2,
        "initialization_steps": 10,
        "num_seeds": 2,
    },
    "study_recurrent": {"steps": 20},
    "study_lstm": {"steps": 20},
}


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The whole plan, run by snakemake on two cores and committed, once for all processes that run tests."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "pipeline"
    project = Project(folder / "project")
    with FileLock(f"{folder}.lock"):
        if not (folder / "finished").exists():
            _run_plan(project)
            (folder / "finished").touch()
    return project


def _run_plan(project: Project) -> None:
    copy_project(ROOT, project.folder, limit=LIMIT)
    for section, values in QUICK.items():
        for key, value in values.items():
            set_parameter(project, section, key, value)
    _name_remote(project)
    project.snakemake()
    project.run("git", "add", "--all")
    project.run("git", "commit", "--quiet", "--message", "Run the plan")


@pytest.fixture
def project(finished_run: Project, tmp_path: Path) -> Project:
    """A copy of the finished run."""
    return finished_run.copy(tmp_path / "project")


def clone(project: Project, folder: Path) -> Project:
    """Clone a finished run: no data, no cache, no marks of Snakemake."""
    project.run("git", "clone", "--quiet", str(project.folder), str(folder))
    copy = Project(folder)
    _name_remote(copy)
    return copy


def read_parameter(project: Project, section: str, key: str) -> str:
    """Read one value of params.yaml as it is written."""
    return _find(project, section, key)[2]


def set_parameter(project: Project, section: str, key: str, value: object) -> None:
    """Change one value in params.yaml and nothing else."""
    before, after, _ = _find(project, section, key)
    (project.folder / "params.yaml").write_text(f"{before}{value}{after}")


def _find(project: Project, section: str, key: str) -> tuple[str, str, str]:
    """Split params.yaml at a value: what stands before it, what after, the value."""
    text = (project.folder / "params.yaml").read_text()
    match = re.search(rf"(?m)^{section}:\n(?:[ #].*\n|\n)*?  {key}:\s*([^\s#]+)", text)
    assert match, f"params.yaml has no {section}.{key}"
    return text[: match.start(1)], text[match.end(1) :], match[1]


def said(project: Project, stage: str) -> str:
    """What a stage printed when Snakemake last ran its rule: nothing, if DVC had its outputs."""
    return (project.folder / f"logs/{stage}.log").read_text()


def _name_remote(project: Project) -> None:
    project.run("dvc", "remote", "modify", "--local", "storage", "url", "../remote")
