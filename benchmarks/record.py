"""Records of measurements: one JSON file a benchmark, with the machine and the code that the numbers belong to."""

import importlib.metadata
import platform
import statistics
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from redes.files import read_json, write_json

FOLDER = Path("benchmarks")


def record_path(name: str) -> Path:
    """Where the record of the benchmark of this name lies."""
    return FOLDER / f"{name}.json"


def make_record(packages: Sequence[str], measured: Mapping[str, Any]) -> dict[str, Any]:
    """Put beside what was measured the machine, the versions and the commit that it belongs to.

    Args:
        packages: distributions whose versions matter; one that is not installed is left out.
        measured: what the benchmark gives; ``repetitions`` among it.
    """
    return {"machine": describe_machine(packages), "commit": describe_commit(), **measured}


def write_record(name: str, record: Mapping[str, Any]) -> Path:
    """Write a record in the place of the old one, at once; give back where."""
    path = record_path(name)
    write_json(path, record)
    return path


def read_record(name: str) -> dict[str, Any]:
    """Read the record of a benchmark; empty where there is none yet."""
    path = record_path(name)
    return dict(read_json(path)) if path.is_file() else {}


def describe_machine(packages: Sequence[str]) -> dict[str, Any]:
    """What a machine's numbers depend on; nothing that tells whose it is."""
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


def summarise(values: Sequence[float]) -> dict[str, Any]:
    """Median and range of repeated measurements, and the measurements.

    >>> summarise([3.0, 1.0, 2.0])
    {'median': 2.0, 'lowest': 1.0, 'highest': 3.0, 'values': [3.0, 1.0, 2.0]}
    """
    rounded = [_significant(value) for value in values]
    middle = _significant(statistics.median(values))
    return {"median": middle, "lowest": min(rounded), "highest": max(rounded), "values": rounded}


def summarise_ratios(values: Sequence[float], references: Sequence[float]) -> dict[str, Any]:
    """Median and range of the ratios of measurements taken one after the other, round by round.

    Args:
        values: of each round.
        references: what they are divided by, of the same rounds.

    >>> summarise_ratios([2.0, 9.0], [1.0, 3.0])["values"]
    [2.0, 3.0]
    """
    return summarise([value / reference for value, reference in zip(values, references, strict=True)])


def _significant(value: float) -> float:
    """Four digits are more than any clock repeats.

    >>> _significant(1234.56), _significant(0.00123456)
    (1235.0, 0.001235)
    """
    return float(f"{value:.4g}")
