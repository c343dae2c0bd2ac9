"""How a stage ends: what a person sees, and the status that stops the engine."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

BEGIN = "from redes.stages import run_stage\nfrom redes.errors import UserError\n"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BEGIN + code], cwd=ROOT, env={"PYTHONPATH": "src"}, capture_output=True, text=True
    )


def test_interrupted_while_it_is_imported() -> None:
    done = run("raise KeyboardInterrupt")

    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


@pytest.mark.parametrize(
    ("error", "status", "told"),
    [
        ("KeyboardInterrupt", 130, ""),
        ("UserError('this came; do that')", 1, "error: this came; do that\n"),
        ("OSError(28, 'No space left', 'data/raw/x')", 1, "error: the disk is full (data/raw/x)"),
    ],
)
def test_errors_that_a_person_can_mend(error: str, status: int, told: str) -> None:
    done = run(f"def main(): raise {error}\nrun_stage(main)")

    assert done.returncode == status
    assert done.stderr.startswith(told)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("where", ["raise ValueError('a defect')", "def main(): 1 / 0\nrun_stage(main)"])
def test_defects_are_shown_whole(where: str) -> None:
    done = run(where)

    assert done.returncode == 1
    assert "Traceback" in done.stderr
