"""Measure what each training costs on this machine, in a copy of the project:

    python -m benchmarks.training                       # every training, one after the other
    python -m benchmarks.training train_mnist_softmax   # this one; what was measured of the others stays

Seconds and memory do not repeat, so no stage writes them. They stand in ``benchmarks/training.json``, with the machine
that they belong to. The data that the trainings read have to be there: run the plan before.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psutil
from dvc.repo import Repo

from redes.errors import UserError
from redes.files import read_json, write_json
from redes.scratch import copy_project

RECORD = Path("benchmarks/training.json")
PACKAGES = ("tensorflow", "gensim", "numpy")


def measure(command: str, folder: Path) -> dict[str, float]:
    """Run a command and measure what it costs, its children included.

    Args:
        command: for the shell.
        folder: where it runs.

    Returns:
        Seconds on the clock, seconds of all processors together, and the most memory of any one process, in MB;
        that is never less than this program's own.

    Raises:
        UserError: the command failed; its last words.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    with tempfile.TemporaryFile("w+") as told:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, shell=True, cwd=folder, env=os.environ | {"PATH": path}, stdout=told, stderr=subprocess.STDOUT
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise UserError(f"`{command}` failed in {folder}: {told.read()[-2000:].strip()}")
    return {
        "seconds": round(seconds, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "peak_memory_mb": round(used.ru_maxrss * 1024 / 1e6),  # Linux counts in units of 1,024 bytes
    }


def describe_machine() -> dict[str, Any]:
    """What a machine's numbers depend on; nothing that tells whose it is."""
    return {
        "processor": _processor(),
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        **{package: importlib.metadata.version(package) for package in PACKAGES},
    }


def _processor() -> str:
    """The processor's name as the kernel tells it; its architecture where it tells none."""
    told = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").is_file() else ""
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


def merge_record(record: dict[str, Any], machine: dict[str, Any], measured: dict[str, Any]) -> dict[str, Any]:
    """Put new measurements into a record; those of another machine do not stay beside them.

    Args:
        record: what was written before; empty where nothing was.
        machine: as ``describe_machine`` tells it.
        measured: by the stage's address, as ``measure`` tells it.
    """
    kept = record.get("stages", {}) if record.get("machine") == machine else {}
    return {"machine": machine, "stages": dict(sorted((kept | measured).items()))}


def measure_trainings(addresses: Sequence[str]) -> dict[str, Any]:
    """Train in a copy that has the data from DVC's cache, one stage after the other.

    Args:
        addresses: stages to measure; empty: all trainings of the plan.

    Returns:
        By address, what each costs.

    Raises:
        UserError: the plan has no such training, or one fails.
    """
    with Repo() as repo:
        commands = {stage.addressing: stage.cmd for stage in repo.index.stages if stage.addressing.startswith("train_")}
    if unknown := set(addresses) - set(commands):
        raise UserError(f"no training {', '.join(sorted(unknown))} in dvc.yaml; there are {', '.join(commands)}")
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "redes")
        copy_project(Path(), copy, share=True)
        for address in addresses or commands:
            measure(f"dvc checkout --quiet --force --with-deps {address}", copy)
            measured[address] = measure(commands[address], copy)
            print(f"{address}: {json.dumps(measured[address])}", flush=True)
    return measured


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure the trainings that the command line names, and write the record."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.training", description=__doc__.partition(":")[0])
    parser.add_argument("stages", nargs="*", help="addresses of training stages; none: all")
    options = parser.parse_args(arguments)
    try:
        measured = measure_trainings(options.stages)
    except UserError as error:
        sys.exit(f"error: {error}")
    record = read_json(RECORD) if RECORD.is_file() else {}
    write_json(RECORD, merge_record(record, describe_machine(), measured))


if __name__ == "__main__":
    main()
