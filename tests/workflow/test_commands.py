"""What people type: each command of the two engines works on a plan whose rules come from dvc.yaml."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.engines import Project, wait_until
from tests.programs import require_chromium
from tests.workflow.conftest import runs

pytestmark = pytest.mark.pipeline

STAGES = ["evaluate", "fetch", "prepare", "report", "train_left", "train_right"]


def test_list_names_every_stage(toy: Project) -> None:
    assert set(STAGES) < set(toy.run("snakemake", "--list").split())


def test_lint_asks_for_nothing_but_an_environment_for_each_rule(toy: Project) -> None:
    advice = re.findall(r"^    \* (.*)$", toy.run("snakemake", "--lint", check=False), re.MULTILINE)

    assert set(advice) == {"Specify a conda environment or container for each rule.:"}


def test_both_graphs_are_equal(toy: Project) -> None:
    dot = toy.run("snakemake", "--rulegraph")
    labels = dict(re.findall(r'(\d+)\[label = "(\w+)"', dot))
    rules = {(labels[a], labels[b]) for a, b in re.findall(r"(\d+) -> (\d+)", dot) if labels[b] != "all"}
    arrows = re.findall(r'"(\S+)" -> "(\S+)"', toy.run("dvc", "dag", "--dot"))

    assert rules == {(a.replace("@", "_"), b.replace("@", "_")) for a, b in arrows}


def test_report_of_snakemake_shows_plots(toy: Project) -> None:
    toy.run("snakemake", "--report", "snakemake.html")

    page = (toy.folder / "snakemake.html").read_text()
    assert "bar.svg" in page
    assert "left.csv" in page


def test_metrics(toy: Project) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.75")
    toy.snakemake("train_left")

    assert re.search(r"metrics/train_left.json +1.5", toy.run("dvc", "metrics", "show"))
    assert re.search(r"metrics/train_left.json +value +1.0 +1.5 +0.5", toy.run("dvc", "metrics", "diff"))


def test_plots_are_drawn_without_network(toy: Project) -> None:
    chromium = require_chromium()
    shutil.rmtree(toy.folder / ".dvc/tmp")
    toy.run("dvc", "config", "plots.html_template", "tmp/plots.html")
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.75")
    toy.snakemake("train_left")

    toy.run("dvc", "plots", "diff", "HEAD")

    page = toy.folder / "dvc_plots/index.html"
    assert not re.search(r'(src|href)="(https?:)?//', page.read_text())
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={toy.folder.parent}/chromium"]
    drawn = subprocess.run(
        [chromium, *options, "--virtual-time-budget=5000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
    ).stdout
    assert re.search(r'<(canvas|svg)[^>]* class="marks"', drawn)


def test_experiment_with_another_parameter(toy: Project) -> None:
    toy.run("dvc", "exp", "run", "-S", "train.rate=0.9")

    assert "rate: 0.9" in (toy.folder / "params.yaml").read_text()
    assert "0.9" in toy.run("dvc", "exp", "show", "--csv")
    toy.assert_up_to_date()


def test_queued_experiment_runs_elsewhere(toy: Project) -> None:
    before = toy.bytes_of("models", "metrics", "dvc.lock", "params.yaml")
    toy.run("dvc", "exp", "run", "--queue", "--name", "fast", "-S", "train.rate=0.9")

    toy.run("dvc", "queue", "start")

    wait_until(lambda: "Success" in toy.run("dvc", "queue", "status"), 120)
    assert "fast" in toy.run("dvc", "exp", "list", "--name-only")
    assert toy.bytes_of("models", "metrics", "dvc.lock", "params.yaml") == before
    assert runs(toy) == []
    wait_until(lambda: "0 active, 0 idle" in toy.run("dvc", "queue", "status"), 120)


def test_one_output_and_what_it_needs(toy: Project) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")

    toy.snakemake("models/left.bin")

    assert runs(toy) == ["train_left"]


@pytest.mark.parametrize("command", [["snakemake", "-n"], ["snakemake", "--list"], ["dvc", "status"]])
def test_asking_changes_nothing_that_git_sees(toy: Project, command: list[str]) -> None:
    toy.run(*command)

    assert toy.run("git", "status", "--porcelain") == ""


def test_workflow_folder_names_no_project() -> None:
    """It can be lifted into another project unchanged, as the fixture does."""
    folder = Path(__file__).parents[2] / "workflow"
    for file in [*folder.glob("*.py"), *folder.glob("*.smk")]:
        assert not re.search(r"redes|mnist|imdb", file.read_text()), file
