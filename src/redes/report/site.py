"""Building the report: one Sphinx run for each language, and a first page that leads to them."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import redes
from redes.errors import UserError

LANGUAGES = ("es", "en")


def build_site(source: Path, site: Path) -> None:
    """Build the report in all languages.

    Args:
        source: ``reports/source``; metrics and figures lie beside it.
        site: an empty folder that gets ``index.html`` and a folder for each language.

    Raises:
        UserError: something that a chapter names is missing, or a chapter is wrong; says where, line by line.
    """
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        scratch = {language: Path(folder, language) for language in LANGUAGES}
        running = {}
        for language in LANGUAGES:
            running[language] = _start_sphinx(language, source, scratch[language])
            stack.callback(running[language].kill)  # where an interruption leaves it running
        problems = [line for name, process in running.items() for line in _finish(process, scratch[name], source)]
        if problems:
            raise UserError("\n  ".join(["the report cannot be built:", *dict.fromkeys(problems)]))
        for language in LANGUAGES:
            (scratch[language] / "html" / ".buildinfo").unlink()  # holds a digest of folder names
            shutil.copytree(scratch[language] / "html", site / language)
    shutil.copyfile(source / "index.html", site / "index.html")


def _start_sphinx(language: str, source: Path, scratch: Path) -> subprocess.Popen[str]:
    """Start Sphinx. All that it writes goes to the scratch folder: pages, pickles, compiled catalogues."""
    shutil.copytree(source / "locale", scratch / "locale")
    command = [sys.executable, "-m", "sphinx", "-b", "html", "-q", "-N", "-E"]
    command += ["--fail-on-warning", "--nitpicky", "-w", str(scratch / "warnings"), "-t", language]
    command += ["-D", f"locale_dirs={scratch / 'locale'}", "-d", str(scratch / "doctrees")]
    command += ["-c", str(source), str(source / language), str(scratch / "html")]
    environment = os.environ | {"PYTHONPATH": str(Path(redes.__file__).parents[1]), "LC_ALL": "C.UTF-8"}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


def _finish(process: subprocess.Popen[str], scratch: Path, source: Path) -> list[str]:
    """Wait for Sphinx; give its warnings, or its last words if it broke down without any."""
    output, _ = process.communicate()
    if process.returncode == 0:
        return []
    warnings = (scratch / "warnings").read_text(encoding="utf-8") if (scratch / "warnings").is_file() else ""
    lines = [line for line in warnings.splitlines() if line.strip()]
    lines = lines or [line for line in output.splitlines() if line.strip()][-8:]
    folder = re.escape(f"{source.resolve()}{os.sep}")
    return [re.sub(folder, f"{source}{os.sep}", line) for line in lines]
