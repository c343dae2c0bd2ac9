"""What stages of the plan cost on this machine: seconds and memory, in a copy of the project that has the data."""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dvc.repo import Repo
from tqdm import tqdm

from benchmarks.effort import Effort
from benchmarks.processes import Cost, clock, run_command
from redes.benchmark_record import describe_machine, find_record
from redes.errors import UserError
from redes.scratch import copy_project

PACKAGES = ("tensorflow", "gensim", "numpy")
MINUTES = {"quick": 1, "normal": 10, "long": 10}
REPETITIONS = {"quick": 1, "normal": 1, "long": 1}
TRAINING = "train_"
#: The training of the quick way.
SHORTEST = "train_mnist_softmax"


def measure(effort: Effort, repetitions: int, stages: Sequence[str] = ()) -> dict[str, Any]:
    """Run stages of the plan one after the other.

    Args:
        effort: ``quick``: the shortest training, unless stages are named.
        repetitions: runs of each stage, of which the one in the middle by seconds is written.
        stages: addresses of any stages of the plan; none: all trainings.

    Returns:
        By address, what each costs; what an earlier record says of other stages on this machine stays.
    """
    named = stages or ([SHORTEST] if effort == "quick" else ())
    return {
        "stages": merge_stages(
            find_record("training") or {}, describe_machine(PACKAGES), run_stages(named, repetitions)
        )
    }


def merge_stages(
    record: Mapping[str, Any], machine: Mapping[str, Any], measured: Mapping[str, Any]
) -> dict[str, dict[str, float]]:
    """Put new measurements beside older ones; those of another machine do not stay.

    Args:
        record: what was written before; empty where nothing was.
        machine: as ``describe_machine`` tells it.
        measured: by the stage's address, what it cost.
    """
    kept = record.get("stages", {}) if record.get("machine") == machine else {}
    return dict(sorted({**kept, **measured}.items()))


def run_stages(addresses: Sequence[str], repetitions: int) -> dict[str, dict[str, float]]:
    """Run stages in a copy that has their inputs from DVC's cache.

    Args:
        addresses: stages to measure; empty: all trainings of the plan.
        repetitions: runs of each.

    Returns:
        By address, seconds on the clock and of all processors together, and the most memory of any process, in MB.

    Raises:
        UserError: the plan has no such stage, or one fails.
    """
    with Repo() as repo:
        commands = {stage.addressing: stage.cmd for stage in repo.index.stages}
    if unknown := set(addresses) - set(commands):
        raise UserError(f"no stage {', '.join(sorted(unknown))} in dvc.yaml; there are {', '.join(commands)}")
    addresses = addresses or [address for address in commands if address.startswith(TRAINING)]
    measured = {}
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "redes")
        copy_project(Path(), copy, share=True)
        with tqdm(addresses, desc="training", unit="stage", file=sys.stderr) as bar:
            for address in bar:
                bar.set_postfix_str(address)
                clock(f"dvc checkout --quiet --force --with-deps {address}", copy)
                costs = sorted(run_command(commands[address], copy) for _ in range(repetitions))
                measured[address] = _round(costs[len(costs) // 2])
    return measured


def _round(cost: Cost) -> dict[str, float]:
    """As many digits as are worth keeping."""
    return {
        "seconds": round(cost.seconds, 1),
        "processor_seconds": round(cost.processor_seconds, 1),
        "peak_memory_mb": round(cost.peak_memory_mb),
    }
