"""Every row of the table of both engines (ARCHITECTURE.md), on the real plan and a small real subset.

tests/workflow tries each row in more ways, on a plan of a few seconds.
"""

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from ruamel.yaml import YAML
from tests.engines import Project, kill_group, wait_until
from tests.pipeline.conftest import clone, read_parameter, said, set_parameter
from workflow.guard import live_stages

from redes.provenance import read_recorded

pytestmark = pytest.mark.pipeline

ENGINES = {"snakemake": ["snakemake", "--cores", "2"], "dvc": ["dvc", "repro"]}
RESULTS = (
    "data/digit_recognizer",
    "data/prepared",
    "data/studies",
    "data/vectors",
    "data/predictions",
    "models",
    "reports",
    "dvc.lock",
)


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    yield
    for child in psutil.Process().children(recursive=True):
        child.kill()


def test_nothing_to_do_after_a_run(project: Project) -> None:
    project.assert_up_to_date()
    assert "didn't change, skipping" in project.run("dvc", "repro")


def test_second_run_from_nothing_gives_equal_bytes(finished_run: Project, tmp_path: Path) -> None:
    """In another folder, later, one stage at a time, for a user elsewhere with other habits."""
    copy = clone(finished_run, tmp_path / "elsewhere")
    for name in ("data/raw/mnist", "data/raw/imdb.jsonl", "data/raw/imdb_unlabelled.jsonl"):
        copy.run("cp", "-r", str(finished_run.folder / name), name)
    for path in copy.run("git", "ls-files", "reports/metrics", "reports/history", "reports/figures").split():
        (copy.folder / path).unlink()
    (copy.folder / "dvc.lock").unlink()
    copy.run("dvc", "commit", "--force", "fetch_mnist", "fetch_imdb", "fetch_imdb_unlabelled")

    elsewhere = {"TZ": "Pacific/Auckland", "LC_ALL": "C", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    copy.run("snakemake", "--cores", "1", **elsewhere)

    assert copy.run("git", "status", "--porcelain") == ""
    mine, theirs = copy.bytes_of(*RESULTS), finished_run.bytes_of(*RESULTS)
    assert mine.keys() == theirs.keys()
    assert [name for name in mine if mine[name] != theirs[name]] == []


def test_fresh_clone_and_pull_leaves_nothing_to_do(project: Project, tmp_path: Path) -> None:
    project.run("dvc", "push")
    copy = clone(project, tmp_path / "clone")

    copy.run("dvc", "pull")

    copy.assert_up_to_date()
    assert copy.bytes_of(*RESULTS) == project.bytes_of(*RESULTS)
    synced = copy.run("redes", "runs", "sync").splitlines()
    assert len(synced) == sum(stage.startswith("train_") for stage in read_recorded(copy.folder))
    assert [line for line in synced if "rebuilt" not in line] == []


@pytest.mark.parametrize(
    ("there", "back", "stage", "parameter", "other", "reads", "follow"),
    [
        (
            "snakemake",
            "dvc",
            "train_digit_recognizer",
            "epochs",
            2,
            ["train_digit_recognizer", "figures_digit_recognizer"],  # the figures have it in their passports
            ["check_claims"],
        ),
        (
            "dvc",
            "snakemake",
            "evaluate_embeddings",
            "num_neighbours",
            3,
            [
                "evaluate_embeddings@training",
                "evaluate_embeddings@labelled",
                "figures_models",
                "figures_origins",
                "figures_results",
            ],
            ["evaluate_models", "evaluate_origins", "evaluate_results", "check_claims"],
        ),
    ],
)
def test_parameter_changed_and_changed_back(
    project: Project,
    there: str,
    back: str,
    stage: str,
    parameter: str,
    other: int,
    reads: list[str],
    follow: list[str],
) -> None:
    before = project.bytes_of(*RESULTS)
    value = read_parameter(project, stage, parameter)
    set_parameter(project, stage, parameter, other)
    stages = [*(name.replace("@", "_") for name in reads), *follow, "report"]
    assert project.planned() == set(stages)
    assert project.stale() == set(reads)

    project.run(*ENGINES[there])

    project.assert_up_to_date()
    after = project.bytes_of(*RESULTS)
    assert f"reports/metrics/{stages[0]}.json" in {name for name in after if after[name] != before.get(name)}

    set_parameter(project, stage, parameter, value)
    assert project.planned() == set(stages)
    output = project.run(*ENGINES[back])

    if back == "dvc":
        assert "Running stage" not in output
    else:
        assert [said(project, name) for name in stages] == [""] * len(stages)
    assert project.bytes_of(*RESULTS) == before
    assert project.run("git", "status", "--porcelain") == ""
    project.assert_up_to_date()


def test_one_figure_drawn_again(project: Project) -> None:
    before = project.bytes_of(*RESULTS)
    (project.folder / "models/mnist_cnn.keras").unlink()
    (project.folder / "reports/figures/mnist/feature_maps.es.png").unlink()
    project.run("redes", "draw", "reports/figures/mnist/feature_maps")
    assert project.bytes_of(*RESULTS) == before
    project.assert_up_to_date()

    set_parameter(project, "study_neuron", "bias", -1.0)
    output = project.run("redes", "draw", "reports/figures/neuron/activation_surface.es.svg")
    assert "figures_neuron is stale (data/studies/neuron.npz modified, study_neuron.bias -2.0 -> -1.0)" in output
    assert project.stale() >= {"figures_neuron"}
    after = project.bytes_of("reports/figures")
    changed = {Path(name).name.partition(".")[0] for name in after if after[name] != before[name]}
    assert changed == {"activation_surface"}
    drawn = project.bytes_of(*(name for name in after if after[name] != before[name]))
    project.run("dvc", "repro", "figures_neuron")
    assert drawn.items() <= project.bytes_of("reports/figures").items()


@pytest.mark.parametrize("engine", ENGINES)
def test_damaged_outputs_run_their_stages_alone(project: Project, engine: str) -> None:
    before = project.bytes_of(*RESULTS)
    (project.folder / "models/mnist_cnn.keras").unlink()
    predictions = project.folder / "data/predictions/imdb_lstm.npz"
    os.truncate(predictions, predictions.stat().st_size // 2)
    figure = next((project.folder / "reports/figures/embeddings").glob("*.svg"))
    figure.write_text("edited by hand")

    damaged = {"train_mnist_cnn", "train_imdb_lstm", "figures_embeddings"}
    assert project.planned() == damaged
    # DVC also lists those that read what is damaged.
    lost = {"models/mnist_cnn.keras", "data/predictions/imdb_lstm.npz", "reports/figures/embeddings"}
    plan = YAML(typ="safe", pure=True).load(project.folder / "dvc.yaml")["stages"]
    assert project.stale() == damaged | {name for name, stage in plan.items() if lost & set(stage["deps"])}
    output = project.run(*ENGINES[engine])

    assert project.bytes_of(*RESULTS) == before
    if engine == "snakemake":
        assert said(project, "train_mnist_cnn") == said(project, "train_imdb_lstm") == ""
    else:
        assert "Running stage" not in output
    project.assert_up_to_date()


@pytest.mark.parametrize(
    ("engine", "which"),
    [("snakemake", "stage"), ("dvc", "stage"), ("snakemake", "everything"), ("snakemake", "interrupt")],
)
def test_killed_in_the_middle_of_training(project: Project, engine: str, which: str) -> None:
    before = project.bytes_of(*RESULTS)
    set_parameter(project, "train_mnist_softmax", "epochs", 999)
    run = project.start(*ENGINES[engine])
    wait_until(lambda: "epoch 1," in (project.folder / "started.log").read_text(), 120)

    if which == "stage":
        wait_until(lambda: _kill_stage(project, "train_mnist_softmax") and run.poll() is not None)
    else:
        kill_group(run, signal.SIGINT if which == "interrupt" else signal.SIGKILL)
    assert run.wait(60) != 0
    wait_until(lambda: not list(live_stages(project.folder)))
    output = (project.folder / "started.log").read_text()
    assert "Traceback" not in output, output

    assert "train_mnist_softmax" in project.planned()
    set_parameter(project, "train_mnist_softmax", "epochs", 2)
    project.run(*ENGINES[engine])

    assert project.bytes_of(*RESULTS) == before
    project.assert_up_to_date()


def _kill_stage(project: Project, stage: str) -> bool:
    """Kill a process of a stage, if there is one; true where there is none: a training may have started another one."""
    for pid, what in live_stages(project.folder):
        if what == f"stage {stage}":
            with contextlib.suppress(psutil.NoSuchProcess):
                psutil.Process(pid).kill()
            return False
    return True


@pytest.mark.parametrize("engine", ENGINES)
def test_bad_parameter_stops_before_anything_is_fetched(project: Project, engine: str) -> None:
    """Also where the first stage to run, here because its code changed, does not read it."""
    set_parameter(project, "train_mnist_cnn", "learning_rate", "-1")
    with (project.folder / "src/redes/data/progress.py").open("a") as source:
        source.write("# a remark\n")

    output = project.run(*ENGINES[engine], check=False)

    assert "train_mnist_cnn.learning_rate: -1" in output
    assert "Traceback" not in output
    assert "MNIST: asking" not in output


def test_sources_that_stages_import_are_enough(project: Project) -> None:
    """The copy runs its own code, not that of the checkout that is installed."""
    package = project.folder / "src/redes/report"
    assert package.is_dir()
    broken = project.folder / "src/redes/stages/report.py"
    broken.write_text("raise SystemExit('error: the code of the copy ran')\n")

    output = project.run("snakemake", "--cores", "2", check=False)

    assert "error: the code of the copy ran" in output
