"""Things go wrong: one clear message, nothing half-done taken for whole, and the next run completes."""

import os
import re

import pytest
from tests.engines import Project
from tests.programs import require_program
from tests.workflow.conftest import runs

pytestmark = pytest.mark.pipeline

ENGINES = {"snakemake": ["snakemake", "--cores", "2"], "dvc": ["dvc", "repro"]}


@pytest.mark.parametrize("engine", ENGINES)
def test_failing_stage_tells_its_own_reason(toy: Project, engine: str) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")

    output = toy.run(*ENGINES[engine], check=False, TOY_FAIL="train_left")

    assert "error: train_left cannot go on:\n  - do this\n" in output
    assert "Traceback" not in output
    toy.run(*ENGINES[engine])
    toy.assert_up_to_date()


def test_reason_stands_last_and_what_does_not_depend_on_it_goes_on(toy: Project) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")

    output = toy.snakemake("--keep-going", check=False, TOY_FAIL="train_left")

    last = output[output.index("Exiting because a job execution failed") :]
    reason = "train_left failed (logs/train_left.log has all that it said): train_left cannot go on:\n  - do this"
    assert reason in last
    assert "train_right" in runs(toy)
    assert toy.planned() == {"train_left", "evaluate", "report"}


def test_missing_output_is_named(toy: Project) -> None:
    toy.replace("step.py", 'write("html/index.html"', 'write("elsewhere/index.html"')

    output = toy.snakemake(check=False)

    assert re.search(r"report failed .*output 'html' does not exist", output)
    assert "Traceback" not in output
    toy.run("git", "checkout", "--quiet", "--", "step.py")
    toy.snakemake()
    toy.assert_up_to_date()


def test_missing_source_file_is_named(toy: Project) -> None:
    (toy.folder / "notes.txt").unlink()

    output = toy.snakemake(check=False)

    assert "notes.txt is missing: stage prepare needs it, and no stage makes it" in output
    assert "Traceback" not in output


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("cmd: ${step} fetch", "cmd: ${stop} fetch", r"failed to parse 'stages.fetch.cmd' .*stop"),
        ("outs: [data/raw]", "outs: [data/prepared]", r"output 'data/prepared' is specified in"),
        ("    deps: [step.py, data/raw/b.txt]", "    deps: 7", "expected a list"),
        ("outs: [html]", "outs: [html", "Invalid|YAML|while parsing"),
    ],
)
def test_broken_plan_is_one_message(toy: Project, old: str, new: str, message: str) -> None:
    if "b.txt]" in old:
        old = "deps: [step.py, models/left.bin, data/raw/b.txt]"
        new = "deps: 7"
    toy.replace("dvc.yaml", old, new)

    output = toy.run("snakemake", "-n", check=False)

    assert re.search(message, output), output
    assert "Traceback" not in output
    assert len(output.splitlines()) < 12, output


def test_two_stages_with_one_rule_name_are_refused(toy: Project) -> None:
    toy.replace("dvc.yaml", "  report:\n", "  train_left:\n    cmd: touch twin\n    outs: [twin]\n\n  report:\n")

    output = toy.run("snakemake", "-n", check=False)

    assert "two stages would share the rule name train_left" in output


@pytest.mark.parametrize("engine", ENGINES)
def test_read_only_folder(toy: Project, engine: str) -> None:
    toy.replace("params.yaml", "rate: 0.5", "rate: 0.7")
    models = toy.folder / "models"
    models.chmod(0o555)

    output = toy.run(*_as_anyone(), *ENGINES[engine], check=False)

    assert "Traceback" not in output, output
    assert re.search(r"[Pp]ermission denied.*models", output), output
    models.chmod(0o755)
    toy.run(*ENGINES[engine])
    toy.assert_up_to_date()


def _as_anyone() -> list[str]:
    """Root may write anywhere: give that right up."""
    if os.geteuid() != 0:
        return []
    rights = "-dac_override,-dac_read_search"
    return [require_program("setpriv"), "--inh-caps", rights, "--bounding-set", rights]
