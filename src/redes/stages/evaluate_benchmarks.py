"""Bring the records of measurements into the form in which the report reads numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from redes.benchmark_record import read_record
from redes.files import write_json
from redes.stages import run_stage

#: What this stage tells of; ``training`` is read by ``evaluate_models``, and ``levers`` by ``evaluate_results``.
NAMES = (
    "engines",
    "hashing",
    "word_vectors",
    "throughput",
    "parallel",
    "determinism_cost",
    "time_to_accuracy",
)
#: By which machines are told apart.
HARDWARE = ("processor", "cores", "memory_gb", "system")
#: Of determinism, that a training can be timed without.
SETTINGS = (
    "onednn_instructions",
    "blas",
    "numpy",
    "threads",
    "op_determinism",
    "arithmetic_optimization",
    "batch_normalization",
    "cross_entropy",
    "everything",
)
NOT_MEASURED = {"median": None, "lowest": None, "highest": None}
COST_NOT_MEASURED = {"fastest": None, **NOT_MEASURED}


def main() -> None:
    """Write the medians and ranges of all records, and what follows from them."""
    records = {name: read_record(name) for name in NAMES}
    found = {name: condense(record) for name, record in records.items()}
    found |= describe_machines([record["machine"] for record in records.values()])
    found["engines"]["plans"] = describe_engines(records["engines"])
    found["hashing"]["sizes"] = describe_hashing(records["hashing"])
    found["determinism_cost"]["models"] = fill_settings(found["determinism_cost"]["models"])
    write_json(Path("reports/metrics/evaluate_benchmarks.json"), found)
    print(f"{len(NAMES)} records, of {found['machines']} machine(s)", flush=True)


def condense(node: Any) -> Any:
    """Leave out each single measurement; say of what was not measured that it has no median."""
    if isinstance(node, list):
        return [condense(child) for child in node]
    if not isinstance(node, dict):
        return node
    kept = {key: condense(child) for key, child in node.items() if key not in ("values", "trials")}
    for key in ("ratio", "seconds"):
        if key in kept and kept[key] is None:
            kept[key] = NOT_MEASURED
    for key in ("examples_per_second", "ratios", "peak_memory_mb", "memory_ratios"):
        if isinstance(kept.get(key), dict):
            kept[key] = {name: NOT_MEASURED if child is None else child for name, child in kept[key].items()}
    return kept


def describe_machines(machines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all records say of their machine, None where they differ; and how many machines there are."""
    kinds = {tuple(machine[key] for key in HARDWARE) for machine in machines}
    shared = {key: machines[0][key] if len({m[key] for m in machines}) == 1 else None for key in HARDWARE}
    return {"machine": shared, "machines": len(kinds)}


def describe_engines(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The plans of trivial stages under each engine, from the smallest to the largest."""
    return [
        {"stages": size, **{engine: condense(plans[str(size)]) for engine, plans in record["plans"].items()}}
        for size in record["sizes"]
    ]


def describe_hashing(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The data that were hashed, from the smallest to the largest."""
    return [{"times": int(times), **condense(record["sizes"][times])} for times in sorted(record["sizes"], key=int)]


def fill_settings(models: dict[str, Any]) -> dict[str, Any]:
    """Say of each setting that does not concern a model, or that a quick record leaves out, that it was not measured.

    Args:
        models: by name, with the ``cost`` of each setting.
    """
    settings = dict.fromkeys(SETTINGS, COST_NOT_MEASURED)
    return {name: {**model, "cost": {**settings, **model["cost"]}} for name, model in models.items()}


if __name__ == "__main__":
    run_stage(main)
