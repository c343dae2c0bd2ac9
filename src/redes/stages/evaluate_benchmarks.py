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
NOT_MEASURED = {"median": None, "lowest": None, "highest": None}


def main() -> None:
    """Write the medians and ranges of all records, and what follows from them."""
    records = {name: read_record(name) for name in NAMES}
    found = {name: condense(record) for name, record in records.items()}
    found |= describe_machines([record["machine"] for record in records.values()])
    found["engines"] |= describe_engines(records["engines"])
    found["hashing"]["largest"] = describe_largest(found["hashing"]["sizes"])
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
    for key in ("examples_per_second", "ratios"):
        if isinstance(kept.get(key), dict):
            kept[key] = {name: NOT_MEASURED if child is None else child for name, child in kept[key].items()}
    return kept


def describe_machines(machines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What all records say of their machine, None where they differ; and how many machines there are."""
    kinds = {tuple(machine[key] for key in HARDWARE) for machine in machines}
    shared = {key: machines[0][key] if len({m[key] for m in machines}) == 1 else None for key in HARDWARE}
    return {"machine": shared, "machines": len(kinds)}


def describe_engines(record: dict[str, Any]) -> dict[str, Any]:
    """The largest plan of trivial stages; and the project's own commands, without a number where it was stale."""
    size = str(max(record["sizes"]))
    project = record["project"] or dict.fromkeys(("dvc_repro", "dvc_status", "snakemake_n", "make_run"), NOT_MEASURED)
    return {
        "project": condense(project),
        "largest": {
            "stages": int(size),
            **{engine: condense(plans[size]) for engine, plans in record["plans"].items()},
        },
    }


def describe_largest(sizes: dict[str, Any]) -> dict[str, Any]:
    """The largest data that were hashed, and how many times MD5's own seconds ``dvc add`` took for them."""
    times = max(sizes, key=int)
    largest = sizes[times]
    return {
        "times": int(times),
        **largest,
        "dvc_add_over_md5": round(largest["dvc_add"]["median"] / largest["md5"]["median"], 1),
    }


if __name__ == "__main__":
    run_stage(main)
