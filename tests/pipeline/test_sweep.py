"""Sweeps: every combination once, whatever interrupts them, and in MLflow as a tree."""

import json
import shlex
import statistics
from itertools import pairwise
from pathlib import Path

import pytest
from tests.engines import Project, kill_group, wait_until
from tests.pipeline.conftest import read_parameter
from tests.tracking.conftest import stored_runs

pytestmark = pytest.mark.pipeline

STAGE = "train_mnist_softmax"
SWEEP = ("redes", "sweep", STAGE, "seed=1..3", "--record", "benchmarks/seeds.json")


def test_a_killed_sweep_goes_on_where_it_was(project: Project) -> None:
    before = [run for run in stored_runs(project) if run["tags"]["stage"] == STAGE]
    sweep = project.start(*SWEEP)
    wait_until(lambda: "[2/3]" in (project.folder / "started.log").read_text(), 300)
    kill_group(sweep)
    sweep.wait(30)
    (project.folder / "started.log").unlink()
    told = project.run(*SWEEP)
    assert [f"seed={seed}: done before" in told for seed in (1, 2, 3)] == [True, True, False]

    runs = {run["run_uuid"]: run for run in stored_runs(project) if run["lifecycle_stage"] == "active"}
    (parent,) = (run for run in runs.values() if run["tags"].get("source") == "sweep")
    children = [run for run in runs.values() if run["tags"].get("mlflow.parentRunId") == parent["run_uuid"]]
    assert parent["status"] == "FINISHED"
    assert parent["params"]["seed"] == "[1, 2, 3]"
    assert sorted(run["params"]["seed"] for run in children) == ["1", "2", "3"]
    assert "mlflow.parentRunId" not in runs[before[0]["run_uuid"]]["tags"], "the plan's own run stays where it was"
    copied = next(run for run in children if run["params"]["seed"] == "1")
    assert copied["metrics"] == before[0]["metrics"]

    record = json.loads((project.folder / "benchmarks/seeds.json").read_text())
    accuracies = [run["latest_metrics"]["test.accuracy"] for run in children]
    (combination,) = record["combinations"]
    assert sorted(run["test.accuracy"] for run in record["runs"]) == sorted(accuracies)
    assert combination["test.accuracy"]["mean"] == pytest.approx(statistics.fmean(accuracies))
    assert combination["test.accuracy"]["standard_deviation"] == pytest.approx(statistics.stdev(accuracies), abs=1e-8)
    assert parent["latest_metrics"]["best.test.accuracy.mean"] == combination["test.accuracy"]["mean"]
    assert project.run("git", "status", "--porcelain") == "?? benchmarks/seeds.json\n"


def test_a_study_is_swept_as_a_training_is(project: Project) -> None:
    metrics = [f"descent.{name}.distance" for name in ("batch", "incremental")]
    options = [word for metric in metrics for word in ("--metric", metric)]
    project.run("redes", "sweep", "study_learning", "descent_rate=0.05,0.1", *QUICK, *options)
    children = [run for run in stored_runs(project) if "sweep" in run["tags"]]
    results = json.loads((project.folder / "reports/metrics/study_learning.json").read_text())
    by_rate = {run["params"]["descent_rate"]: run["latest_metrics"][metrics[0]] for run in children}
    assert by_rate["0.1"] == results["descent"]["batch"]["distance"] != by_rate["0.05"]


def test_word_vectors_are_judged_by_the_stage_after_them(project: Project) -> None:
    metric, judge = "similarity_man_woman", project.folder / "src/redes/stages/evaluate_embeddings.py"
    sweep = ("redes", "sweep", "train_embeddings@labelled", "seed=1,2", "--metric", metric)
    code = judge.read_text()
    judge.write_text("raise SystemExit('no judgement today')\n")
    told = project.run(*sweep, check=False)
    # The plan has trained the first and judged it, but not by this judge.
    assert ("seed=1: failed" in told, "seed=2: failed" in told) == (True, True)
    judge.write_text(code)
    for outcome in ("done, ", "done before, "):
        told = project.run(*sweep)
        assert (f"seed=1: {outcome}" in told, f"seed=2: {outcome}" in told) == (True, True)
    children = [run for run in stored_runs(project) if run["tags"].get("mlflow.parentRunId")]
    by_seed = {run["params"]["seed"]: run["latest_metrics"] for run in children if run["lifecycle_stage"] == "active"}
    plan = json.loads((project.folder / "reports/metrics/evaluate_embeddings_labelled.json").read_text())
    assert len(by_seed) == 2
    assert by_seed["1"][metric] == plan[metric] != by_seed["2"][metric]
    assert by_seed["2"].keys() == by_seed["1"].keys()


def test_a_sweep_whose_runs_all_fail_has_failed(project: Project) -> None:
    (project.folder / f"src/redes/stages/{STAGE}.py").write_text("raise SystemExit('no training today')\n")
    told = project.run("redes", "sweep", STAGE, "seed=2,3", check=False)
    assert told.count(": failed") == 2
    (parent,) = (run for run in stored_runs(project) if run["tags"].get("source") == "sweep")
    assert parent["status"] == "FAILED"


def test_values_are_compared_without_the_test_set(project: Project) -> None:
    told = project.run("redes", "sweep", STAGE, f"batch_size={read_parameter(project, STAGE, 'batch_size')}")
    assert "done before, validation.accuracy" in told
    assert "test.accuracy" not in told


#: The studies that are not asked for, made short.
QUICK = ("region_steps=2", "initialization_steps=2", "check_networks=2", "num_seeds=2")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["train_mnist_sofmax", "seed=1"], "no stage train_mnist_sofmax in dvc.yaml; did you mean train_mnist_softmax"),
        ([STAGE, "learning_rate=1e-3,-1", "seed=1"], f"{STAGE}.learning_rate: -1 (an integer) is not allowed"),
        ([STAGE, "learningrate=1"], "learningrate: 1 (an integer) under an unknown key; did you mean learning_rate?"),
        ([STAGE, "seed=1,1"], "seed=1,1: a name or a value comes twice; give each once"),
        ([STAGE, "seed"], "seed: expected NAME=VALUE,VALUE,... such as"),
        ([STAGE, "seed=1", "--metric", "test.acuracy"], "test.acuracy: no such number in reports/metrics/"),
        (["evaluate_models", "seed=1"], "params.yaml has no section evaluate_models"),
        (["prepare_imdb_ratios", "smoothing=0.5,1"], "prepare_imdb_ratios writes no numbers of its own"),
        (["train_embeddings", "seed=1,2"], "no stage train_embeddings in dvc.yaml; did you mean train_embeddings@"),
        (
            ["train_embeddings@training", "seed=1,2"],
            "no such number in reports/metrics/evaluate_embeddings_training.json; it has vocabulary, ",
        ),
    ],
)
def test_mistakes_are_told_before_anything_runs(finished_run: Project, arguments: list[str], error: str) -> None:
    told = finished_run.run("redes", "sweep", *arguments, check=False)
    assert error in told
    assert "combinations of" not in told


def test_the_sweeps_of_the_readme_and_the_report_are_allowed() -> None:
    from redes.cli.sweep import METRICS, _check_metrics
    from redes.grid import check_combinations, combine, parse_grid
    from redes.tracking.judging import find_judge

    root = Path(__file__).parents[2]
    documents = [root / "README.md", *root.glob("reports/source/*/learning.md")]
    lines = [line for path in documents for line in path.read_text().splitlines() if line.startswith("redes sweep ")]
    assert len(lines) >= 9
    for line in lines:
        stage, *words = shlex.split(line)[2:]
        check_combinations(root, stage.partition("@")[0], combine(parse_grid([word for word in words if "=" in word])))
        named = [word for option, word in pairwise(words) if option == "--metric"]
        _check_metrics(root, find_judge(root, stage), named or METRICS)
