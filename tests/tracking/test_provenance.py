"""The key and the facts that it is made of, against the real dvc and git."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from tests.engines import Project

from redes.errors import UserError
from redes.provenance import (
    Provenance,
    compute_current,
    find_checkout,
    find_project,
    flatten,
    read_commit,
    read_meta,
    read_recorded,
)

FACTS = Provenance(
    stage="train_mnist_softmax",
    command="python train.py",
    dependencies={"data/a": "1" * 32, "src/b.py": "2" * 32},
    parameters={"params.yaml": {"train_mnist_softmax": {"rate": 0.001, "filters": [1, 2]}, "data": {"limit": None}}},
    outputs={"models/x.keras": "3" * 32},
)


def test_key_worked_by_hand() -> None:
    facts = Provenance("s", "c", {"d": "e"}, {"params.yaml": {"s": {"a": 1}}})
    # printf '["c", {"d": "e"}, {"params.yaml": {"s": {"a": 1}}}]' | sha256sum
    assert facts.key == "ba5068a51c419001b2dafafb50f49317f9da0bcbfe63cbe762481458bf05d2c5"


@pytest.mark.parametrize(
    "change",
    [
        {"command": "python train.py --again"},
        {"dependencies": {**FACTS.dependencies, "data/a": "4" * 32}},
        {"dependencies": {**FACTS.dependencies, "data/new": "1" * 32}},
        {
            "parameters": {
                "params.yaml": {
                    "train_mnist_softmax": {"rate": 0.002, "filters": [1, 2]},
                    "data": {"limit": None},
                }
            }
        },
        {
            "parameters": {
                "params.yaml": {
                    "train_mnist_softmax": {"rate": 0.001, "filters": [2, 1]},
                    "data": {"limit": None},
                }
            }
        },
    ],
)
def test_key_changes_with_what_goes_in(change: dict) -> None:
    assert replace(FACTS, **change).key != FACTS.key


def test_key_ignores_what_comes_out_and_the_order_of_names() -> None:
    turned = dict(reversed(FACTS.dependencies.items()))
    assert replace(FACTS, outputs={}, dependencies=turned).key == FACTS.key


def test_parameters_of_the_own_section_come_bare() -> None:
    assert FACTS.flat_parameters() == {"rate": 0.001, "filters": [1, 2], "data.limit": None}
    matrix = replace(FACTS, stage="train_mnist_softmax@one")
    assert matrix.flat_parameters() == FACTS.flat_parameters()


def test_flatten_is_undone_by_splitting_at_dots() -> None:
    assert flatten({"a": {"b": {"c": 1}, "d": 2}, "e": 3}) == {"a.b.c": 1, "a.d": 2, "e": 3}


def test_key_before_the_stage_equals_the_key_from_dvc_lock(trained: Project) -> None:
    recorded = read_recorded(trained.folder)
    assert len(recorded) == 6
    for stage, facts in recorded.items():
        current = compute_current(trained.folder, stage)
        assert (current.command, dict(current.dependencies)) == (facts.command, dict(facts.dependencies))
        assert current.key == facts.key, stage
        assert current.outputs.keys() == facts.outputs.keys()


def test_key_survives_dvc_lock_for_every_kind_of_value(tmp_path: Path) -> None:
    values = {
        "a": 1e-3,
        "b": 5e-5,
        "c": [1, 2.0, None],
        "d": True,
        "e": 1e22,
        "f": "ñ 1e3",
        "g": {"h": {"i": "yes"}},
    }
    project = Project(tmp_path / "project")
    project.folder.mkdir()
    YAML().dump({"train": values, "other": 7}, project.folder / "params.yaml")
    (project.folder / "data").mkdir()
    (project.folder / "data" / "x").write_text("x")
    stage = {"cmd": "echo ${train.a} > out", "deps": ["data"], "params": ["train", "other"], "outs": ["out"]}
    several = {"cmd": ["echo 1", "echo 2 > two"], "deps": ["out"], "outs": ["two"]}
    YAML().dump({"stages": {"train": stage, "several": several}}, project.folder / "dvc.yaml")
    project.run("git", "init", "--quiet")
    project.run("dvc", "init", "--quiet")
    before = compute_current(project.folder, "train")
    project.run("dvc", "repro", "--quiet")
    recorded = read_recorded(project.folder)
    assert recorded["train"].key == before.key
    assert recorded["several"].key == compute_current(project.folder, "several").key


def test_meta_of_the_plan(untrained: Project) -> None:
    meta = read_meta(untrained.folder)
    assert meta["train_embeddings"] == {"experiment": "imdb"}
    assert meta["figures_mnist"] == {"about": ["train_mnist_softmax"]}


def test_nothing_recorded_before_the_first_run(untrained: Project) -> None:
    assert read_recorded(untrained.folder) == {}


def test_tree_is_clean_whatever_the_pipeline_writes(project: Project) -> None:
    commit, clean = read_commit(project.folder)
    assert (commit, clean) == (project.run("git", "rev-parse", "HEAD").strip(), True)
    (project.folder / "reports/metrics/evaluate_embeddings_training.json").unlink()
    (project.folder / "reports/figures/mnist/learning_curve.svg").write_text("new")
    (project.folder / "dvc.lock").write_text("")
    assert read_commit(project.folder) == (commit, True)
    project.replace("params.yaml", "epochs: 3", "epochs: 4")
    assert read_commit(project.folder) == (commit, False)


def test_an_untracked_module_makes_the_tree_dirty(project: Project) -> None:
    (project.folder / "new.py").touch()
    assert read_commit(project.folder)[1] is False


def test_no_commit_without_git(tmp_path: Path) -> None:
    assert read_commit(tmp_path) == (None, None)


def test_checkout_is_found_from_a_folder_inside(untrained: Project) -> None:
    assert find_checkout(untrained.folder / "data" / "prepared") == untrained.folder.resolve()


def test_outside_a_project_one_line_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=f"no dvc.yaml and params.yaml in {tmp_path} or above it; change into"):
        find_checkout(tmp_path)


def test_project_of_a_worktree_is_the_main_checkout(project: Project) -> None:
    project.run("git", "worktree", "add", "--quiet", "../tree")
    assert find_project(project.folder.parent / "tree") == project.folder.resolve()


def test_project_of_a_queued_experiment_is_the_one_that_queued_it(project: Project) -> None:
    folder = project.folder / ".dvc/tmp/exps/standalone/tmpabc"
    folder.mkdir(parents=True)
    assert find_project(folder) == project.folder.resolve()


def test_project_of_a_queued_experiment_in_a_worktree(project: Project) -> None:
    project.run("git", "worktree", "add", "--quiet", "../tree")
    assert find_project(project.folder.parent / "tree/.dvc/tmp/exps/x") == project.folder.resolve()


def test_project_in_a_folder_of_its_repository(project: Project, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    (outer / "inner").mkdir(parents=True)
    for name in ("dvc.yaml", "params.yaml"):
        os.link(project.folder / name, outer / "inner" / name)
    Project(outer).run("git", "init", "--quiet")
    assert find_project(outer / "inner") == (outer / "inner").resolve()


def test_project_of_a_folder_without_git_is_the_folder(tmp_path: Path) -> None:
    assert find_project(tmp_path) == tmp_path.resolve()
