"""Setting up: a Python that is too old or too new, or none, is refused at once, in words that help."""

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def set_up(python: str, environment: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "workflow/setup.sh", str(environment)],
        cwd=ROOT,
        env={**os.environ, "PYTHON": python},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("version", ["3.10.14", "3.14.0"])
def test_another_python_is_refused(version: str, tmp_path: Path) -> None:
    """The stand-in answers as such a Python does: it says its version, and fails the question for a supported one."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Python {version}"\n')
    python.chmod(0o755)

    done = set_up(str(python), tmp_path / "environment")

    assert done.returncode != 0
    assert f"error: Redes needs Python 3.11, 3.12 or 3.13; {python} is Python {version}." in done.stderr
    assert "make setup PYTHON=/path/to/python3.12" in done.stderr
    assert not (tmp_path / "environment").exists()


def test_no_python_at_all_is_told(tmp_path: Path) -> None:
    done = set_up("no-such-python", tmp_path / "environment")

    assert "no-such-python is not to be found." in done.stderr
    assert not (tmp_path / "environment").exists()
