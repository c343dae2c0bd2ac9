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


@pytest.mark.parametrize(("stage", "kind"), [("best_mnist", ".keras"), ("best_imdb", ".npz")])
def test_all_that_is_trained_is_asked(stage: str, kind: str) -> None:
    with Repo(str(ROOT / BEST_PLAN.parent)) as repo:
        stages = {planned.name: planned for planned in repo.index.stages}
    made = {out.def_path for planned in stages.values() for out in planned.outs}
    trained = {path for path in made if Path(path).stem.startswith(f"{stage}_") and path.endswith(kind)}
    trained = {path for path in trained if kind == ".keras" or path.startswith("data/predictions/")}
    assert {dep.def_path for dep in stages[stage].deps if dep.def_path.endswith(kind)} == trained != set()


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
    assert project.run("git", "status", "--porcelain") == " M best/dvc.lock\n"
