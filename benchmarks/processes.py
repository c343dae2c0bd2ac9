"""Programs whose cost is measured, and trials: functions that run in a fresh Python, one after the other."""

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from tqdm import tqdm

from redes.determinism import ENVIRONMENT, UNSET
from redes.errors import UserError

#: What a trial without the deterministic settings keeps of them: no GPU, no notices, no settings of the user's.
KEPT = ("KERAS_BACKEND", "KERAS_HOME", "CUDA_VISIBLE_DEVICES", "TF_CPP_MIN_LOG_LEVEL")


def program_environment(**more: str) -> dict[str, str]:
    """The caller's environment, in which the programs of this Python are found first."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {**os.environ, "PATH": path, **more}


class Cost(NamedTuple):
    """What a command cost, its children included.

    Attributes:
        seconds: on the clock.
        processor_seconds: of all processors together.
        peak_memory_mb: of that process which held most; never less than this program's own.
    """

    seconds: float
    processor_seconds: float
    peak_memory_mb: float


class Trial(NamedTuple):
    """What a trial gave, and what it held.

    Attributes:
        given: by the function.
        peak_memory_mb: most memory of its process.
    """

    given: Any
    peak_memory_mb: float


def run_command(command: str, folder: Path, environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command and measure what it costs.

    Args:
        command: for the shell.
        folder: where it runs.
        environment: variables set for it beside the caller's.

    Raises:
        UserError: the command failed; its last words.
    """
    with tempfile.TemporaryFile("w+") as told:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            shell=True,
            cwd=folder,
            env=program_environment(**(environment or {})),
            stdout=told,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            told.seek(0)
            raise UserError(f"`{command}` failed in {folder}: {told.read()[-2000:].strip()}")
    return Cost(seconds, used.ru_utime + used.ru_stime, in_megabytes(used))


def clock(command: str, folder: Path, environment: Mapping[str, str] | None = None) -> float:
    """Run a command as ``run_command`` does; its seconds on the clock."""
    return round(run_command(command, folder, environment).seconds, 3)


def run_trials(
    trials: Mapping[str, tuple[str, Mapping[str, Any]]], repetitions: int, title: str
) -> dict[str, list[Trial]]:
    """Run each trial in a fresh Python, in rounds, so that whatever else the machine does falls upon all alike.

    Args:
        trials: by name, a function as ``module:function`` and its keyword arguments, which JSON can hold.
        repetitions: rounds.
        title: of the bar that shows progress.

    Returns:
        By name, each round of it.
    """
    done: dict[str, list[Trial]] = {name: [] for name in trials}
    with tqdm(total=repetitions * len(trials), desc=title, unit="trial", file=sys.stderr) as bar:
        for _ in range(repetitions):
            for name, (function, arguments) in trials.items():
                bar.set_postfix_str(name)
                done[name].append(run_trial(function, arguments))
                bar.update()
    return done


def run_trial(function: str, arguments: Mapping[str, Any]) -> Trial:
    """Call a function in a fresh Python that has none of the deterministic settings yet.

    Args:
        function: ``module:function``; what it gives JSON can hold.
        arguments: its keyword arguments.

    Raises:
        UserError: it failed; its last words.
    """
    environment = program_environment(PYTHONPATH=f"src{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    for name in (*ENVIRONMENT, *UNSET):
        environment.pop(name, None)
    environment |= {name: ENVIRONMENT[name] for name in KEPT}
    command = [sys.executable, "-m", "benchmarks.processes", function, json.dumps(arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"the trial {function} failed: {done.stderr[-2000:].strip()}")
    return Trial(*json.loads(done.stdout.splitlines()[-1]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Call the function that the command line names, and print as the last line what it gives, and the memory."""
    function, told = arguments or sys.argv[1:]
    module, _, name = function.partition(":")
    given = getattr(importlib.import_module(module), name)(**json.loads(told))
    print(f"\n{json.dumps([given, in_megabytes(resource.getrusage(resource.RUSAGE_SELF))])}")


def in_megabytes(used: resource.struct_rusage) -> float:
    """The most memory that was held; Linux counts it in units of 1,024 bytes."""
    return used.ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    main()
