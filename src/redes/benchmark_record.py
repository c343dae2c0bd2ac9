"""Records of measurements: one JSON file each, for git, with the machine and the code that the numbers belong to."""

import importlib.metadata
import json
import platform
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.files import read_json, write_json

FOLDER = Path("benchmarks")


def record_path(name: str) -> Path:
    """Where the record of this name lies."""
    return FOLDER / f"{name}.json"


def make_record(packages: Sequence[str], measured: Mapping[str, Any]) -> dict[str, Any]:
    """Put beside what was measured the machine, the versions and the commit that it belongs to.

    Args:
        packages: distributions whose versions matter; one that is not installed is left out.
        measured: the numbers, and how they were taken.
    """
    return {"machine": describe_machine(packages), "commit": describe_commit(), **measured}


def write_record(name: str, record: Mapping[str, Any]) -> Path:
    """Write a record in the place of the old one, at once; give back where."""
    path = record_path(name)
    write_json(path, record)
    return path


def find_record(name: str) -> dict[str, Any] | None:
    """Read a record; None where there is none yet.

    Raises:
        UserError: it is not a JSON object.
    """
    path = record_path(name)
    if not path.is_file():
        return None
    try:
        record = read_json(path)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path} is not JSON: {error}; take the one in git, or measure again") from None
    if not isinstance(record, dict):
        raise UserError(
            f"{path}: expected an object, got {type(record).__name__}; take the one in git, or measure again"
        )
    return record


def read_record(name: str) -> dict[str, Any]:
    """Read the record of a benchmark.

    Raises:
        UserError: there is none; how to make one.
    """
    record = find_record(name)
    if record is None:
        raise UserError(
            f"no record {record_path(name)}; measure with: python -m benchmarks {name}, or take the one in git"
        )
    return record


def describe_machine(packages: Sequence[str]) -> dict[str, Any]:
    """What a machine's numbers depend on; nothing that tells whose it is."""
    import psutil

    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: importlib.metadata.version(package) for package in packages if is_installed(package)},
    }


def is_installed(package: str) -> bool:
    """Whether a distribution is in this environment."""
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def describe_commit() -> str:
    """The commit of the code in the working folder; it ends in ``-dirty`` where something has changed since."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def _processor() -> str:
    """The processor's name as the kernel tells it; its architecture where it tells none."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
