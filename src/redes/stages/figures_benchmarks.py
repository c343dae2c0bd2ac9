"""Draw what was measured on one machine, from the records."""

from pathlib import Path
from typing import Any

from redes.benchmark_record import read_record
from redes.figures import benchmarks
from redes.figures.engines import Engine, plot_engine_overhead, plot_hashing
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

FIGURES = Path("reports/figures/benchmarks")
#: What each engine is asked when there is nothing to do.
NOTHING = {"snakemake": "snakemake_n", "dvc": "dvc_repro", "both": "snakemake_n"}
HASHING = ("dvc_add", "dvc_status_touched", "dvc_status", "md5")


def main() -> None:
    """Load the records and draw."""
    rates, races = _rates(read_record("throughput")), _races(read_record("time_to_accuracy"))
    costs, engines = _costs(read_record("determinism_cost")), _engines(read_record("engines"))
    megabytes, seconds = _hashing(read_record("hashing"))
    draw_figures(
        FIGURES,
        {
            "throughput": Drawing("svg", lambda look: benchmarks.plot_throughput(rates, look)),
            "time_to_accuracy": Drawing("svg", lambda look: benchmarks.plot_time_to_accuracy(races, look)),
            "determinism_cost": Drawing("svg", lambda look: benchmarks.plot_determinism_cost(costs, look)),
            "engine_overhead": Drawing("svg", lambda look: plot_engine_overhead(engines, look)),
            "hashing": Drawing("svg", lambda look: plot_hashing(megabytes, seconds, look)),
        },
    )


def _spread(measured: dict[str, Any], middle: str = "median") -> benchmarks.Spread:
    return benchmarks.Spread(measured[middle], measured["lowest"], measured["highest"])


def _rates(record: dict[str, Any]) -> dict[str, dict[str, benchmarks.Spread | None]]:
    return {
        task: {name: rate and _spread(rate) for name, rate in record["examples_per_second"].items() if name in names}
        for task, names in record["contenders"].items()
    }


def _races(record: dict[str, Any]) -> dict[str, tuple[float, dict[str, benchmarks.Race]]]:
    return {
        task: (
            record[task]["accuracy"],
            {
                name: benchmarks.Race([t["seconds"] for t in given["trials"] if t["seconds"]], len(given["trials"]))
                for name, given in record[task]["contenders"].items()
            },
        )
        for task in ("digits", "reviews")
    }


def _costs(record: dict[str, Any]) -> dict[str, dict[str, benchmarks.Spread]]:
    return {
        model: {name: _spread(cost, "fastest") for name, cost in given["cost"].items()}
        for model, given in record["models"].items()
    }


def _engines(record: dict[str, Any]) -> dict[str, Engine]:
    return {
        name: Engine(
            record["sizes"],
            [plans[str(size)]["run"] for size in record["sizes"]],
            [plans[str(size)]["nothing"][NOTHING[name]]["median"] for size in record["sizes"]],
        )
        for name, plans in record["plans"].items()
    }


def _hashing(record: dict[str, Any]) -> tuple[list[float], dict[str, list[float]]]:
    sizes = [record["sizes"][times] for times in sorted(record["sizes"], key=int)]
    return (
        [size["megabytes"] for size in sizes],
        {name: [size[name]["median"] for size in sizes] for name in HASHING},
    )


if __name__ == "__main__":
    run_stage(main)
