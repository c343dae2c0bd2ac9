"""The best recipes: a plan of their own, which no command of the course's plan runs or asks about."""

import subprocess
from pathlib import Path

import pytest
from dvc.repo import Repo
from tests.engines import Project
from tests.pipeline.conftest import set_parameter
from workflow.imports import missing_and_surplus

from redes.provenance import BEST_PLAN, read_meta, read_recorded

ROOT = Path(__file__).parents[2]


def test_its_stages_have_names_of_their_own() -> None:
    assert not read_meta(ROOT).keys() & read_meta(ROOT, BEST_PLAN).keys()


def test_it_names_every_file_that_it_imports() -> None:
    assert missing_and_surplus(ROOT / BEST_PLAN) == {}


def test_the_networks_that_are_asked_together_are_all_that_are_trained() -> None:
    with Repo(str(ROOT / BEST_PLAN.parent)) as repo:
        stages = {stage.name: stage for stage in repo.index.stages}
    trained = {out.def_path for stage in stages.values() for out in stage.outs if out.def_path.endswith(".keras")}
    assert {dep.def_path for dep in stages["best_mnist"].deps if dep.def_path.endswith(".keras")} == trained != set()


@pytest.mark.pipeline
def test_a_network_is_trained_and_the_course_does_not_notice(project: Project) -> None:
    set_parameter(project, "best_mnist_small", "epochs", 1)
    project.run("git", "commit", "--quiet", "--all", "--message", "One epoch")
    subprocess.run(
        ["dvc", "repro", "best_mnist_small@1"], cwd=project.folder / "best", env=project.variables({}), check=True
    )
    facts = read_recorded(project.folder, BEST_PLAN)["best_mnist_small@1"]
    assert "best/models/best_mnist_small_1.keras" in facts.outputs
    assert facts.dependencies["data/prepared/mnist"].endswith(".dir")
    assert facts.flat_parameters()["epochs"] == 1
    assert "best_mnist_small@1" in project.run("redes", "runs", "list")
    project.assert_up_to_date()
    assert project.run("git", "status", "--porcelain") == "?? best/dvc.lock\n"
