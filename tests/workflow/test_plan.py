"""dvc.yaml in the terms of Snakemake's rules, and what the real one must keep to."""

from pathlib import Path

import pytest
from dvc.repo import Repo
from tests.engines import Project
from workflow.plan import identifier, read_plan

# DVC itself uses what the library pygtrie will change.
pytestmark = pytest.mark.filterwarnings("ignore:_NoneStep.value will soon:DeprecationWarning")

ROOT = Path(__file__).parents[2]


def test_address_becomes_a_word() -> None:
    assert identifier("train@left-0.5") == "train_left_0_5"
    assert identifier("sub/dvc.yaml:train") == "sub_dvc_yaml_train"


def test_stages_of_a_plan(toy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy.folder)
    plan = read_plan(with_status=True)
    stages = {stage.identifier: stage for stage in plan.stages}

    assert list(stages) == ["fetch", "prepare", "train_left", "train_right", "evaluate", "report"]
    assert stages["train_left"].address == "train@left"
    assert stages["evaluate"].producers == {"models/left.bin": "train@left", "data/raw": "fetch"}
    assert stages["evaluate"].inputs == ("models/left.bin", "data/raw", "step.py")
    assert [(out.path, out.is_directory, out.is_plot) for out in stages["evaluate"].outputs] == [
        ("metrics/evaluate.json", False, False),
        ("figures", True, True),
    ]
    metrics = {path for path, _ in stages["report"].producers.items() if path.startswith("metrics/")}
    assert metrics == {f"metrics/{name}.json" for name in ("prepare", "train_left", "train_right", "evaluate")}
    assert (stages["report"].threads, stages["report"].mem_mb) == (2, 500)
    assert (stages["fetch"].threads, stages["fetch"].mem_mb) == (1, 1000)
    assert [out.path for out in plan.leaves()] == ["html"]
    assert not plan.staleness.reasons


def test_first_goes_what_most_work_waits_for(toy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy.folder)

    # report takes 30 seconds; a stage that says nothing counts for one
    assert read_plan(with_status=False).priorities() == {
        "report": 30,
        "evaluate": 31,
        "train@left": 32,
        "train@right": 31,
        "prepare": 33,
        "fetch": 34,
    }


def test_reasons_say_what_differs(toy: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy.folder)
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    (toy.folder / "html/index.html").unlink()

    staleness = read_plan(with_status=True).staleness

    assert staleness.reasons == {
        "train@left": ["train.rate 0.5 -> 0.7"],
        "train@right": ["train.rate 0.5 -> 0.7"],
        "report": ["html modified"],
    }
    assert staleness.may_follow == {"evaluate", "report"}
    assert not staleness.damaged


def test_every_stage_of_the_real_plan_can_come_back_from_the_run_cache() -> None:
    """DVC keeps no run of a stage with an output that is neither cached nor a metric nor a plot, or without inputs."""
    with Repo(str(ROOT)) as repo:
        stages = list(repo.index.stages)
    lost = {
        stage.addressing: [out.def_path for out in stage.outs if not (out.use_cache or out.is_metric or out.is_plot)]
        for stage in stages
    }

    assert {address: paths for address, paths in lost.items() if paths} == {}, "list them under `plots:` or `metrics:`"
    assert [stage.addressing for stage in stages if not stage.deps] == []
