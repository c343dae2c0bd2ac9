"""What running stages side by side gains: a whole run with two cores, its critical path, and the sum of its stages."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from workflow.plan import identifier, read_plan

from benchmarks.effort import Effort
from benchmarks.processes import clock
from benchmarks.spread import summarise, summarise_ratios
from redes.scratch import copy_project

PACKAGES = ("dvc", "snakemake", "tensorflow")
MINUTES = {"quick": 4, "normal": 26, "long": 65}
REPETITIONS = {"quick": 1, "normal": 2, "long": 5}
CORES = 2
#: Examples per split of the quick run.
LIMIT = 300


class Job(NamedTuple):
    """When a stage ran, in seconds of the clock."""

    start: float
    end: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.end - self.start


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Run the whole plan in copies that have the raw data and what is in git, and read what Snakemake noted.

    As in a clone, a stage does not run whose inputs come out as dvc.lock records them and whose outputs are in git.

    Returns:
        Of each run: seconds on the clock, with Snakemake's start and end; from the first stage to the last; the
        longest chain of stages that wait for each other; all stages together; each stage's seconds. Then what the
        clock said over the chain and over all together, run by run.
    """
    runs = []
    for repetition in range(1, repetitions + 1):
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder, "redes")
            copy_project(Path(), copy, limit=LIMIT if effort == "quick" else None)
            print(f"parallel: run {repetition} of {repetitions} has begun", flush=True)
            wall = clock(f"snakemake --cores {CORES}", copy, {"DVC_SITE_CACHE_DIR": f"{folder}/site"})
            runs.append({"wall": wall, **describe(read_jobs(copy), read_dependencies())})
    seconds = {name: [run[name] for run in runs] for name in ("wall", "critical_path", "sum")}
    return {
        "cores": CORES,
        "limit": LIMIT if effort == "quick" else None,
        "seconds": {name: summarise(values) for name, values in seconds.items()},
        "ratios": {
            f"wall_over_{name}": summarise_ratios(seconds["wall"], seconds[name]) for name in ("critical_path", "sum")
        },
        "runs": runs,
    }


def describe(jobs: Mapping[str, Job], upstream: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """Compare a run with its critical path and with the sum of its stages.

    Args:
        jobs: by stage, when it ran.
        upstream: by stage, those whose outputs it reads.
    """
    seconds = {name: job.seconds for name, job in jobs.items()}
    path = critical_path(seconds, upstream)
    return {
        "first_to_last": round(max(job.end for job in jobs.values()) - min(job.start for job in jobs.values()), 1),
        "critical_path": round(sum(seconds[name] for name in path), 1),
        "sum": round(sum(seconds.values()), 1),
        "path": path,
        "stages": {name: round(value, 1) for name, value in sorted(seconds.items())},
    }


def critical_path(seconds: Mapping[str, float], upstream: Mapping[str, Iterable[str]]) -> list[str]:
    """Find the chain of stages that takes longest: no number of cores makes the run shorter than it.

    Args:
        seconds: by stage; stages that did not run are left out.
        upstream: by stage, those whose outputs it reads; no cycles.

    Returns:
        The stages of the chain, in the order in which they run.

    >>> critical_path({"a": 1, "b": 5, "c": 2}, {"c": ["a", "b"]})
    ['b', 'c']
    """
    longest: dict[str, list[str]] = {}

    def chain(name: str) -> list[str]:
        if name not in longest:
            before = [chain(other) for other in upstream.get(name, ()) if other in seconds]
            longest[name] = [*max(before, key=_total(seconds), default=[]), name]
        return longest[name]

    return max((chain(name) for name in seconds), key=_total(seconds))


def _total(seconds: Mapping[str, float]) -> Any:
    return lambda names: sum(seconds[name] for name in names)


def read_jobs(folder: Path) -> dict[str, Job]:
    """Read when each rule ran, as Snakemake noted it for each of its outputs."""
    noted: dict[str, list[dict[str, Any]]] = {}
    for path in (folder / ".snakemake/metadata").iterdir():
        entry = json.loads(path.read_text(encoding="utf-8"))
        noted.setdefault(entry["rule"], []).append(entry)
    return {
        rule: Job(min(entry["starttime"] for entry in entries), max(entry["endtime"] for entry in entries))
        for rule, entries in noted.items()
    }


def read_dependencies() -> dict[str, list[str]]:
    """By rule of the working folder's plan, the rules whose outputs it reads."""
    return {
        stage.identifier: [identifier(stage.producers[path]) for path in stage.inputs if path in stage.producers]
        for stage in read_plan(with_status=False).stages
    }
