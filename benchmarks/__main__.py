"""Measure on this machine, and write a record a benchmark:

    python -m benchmarks                        # all of them, in four hours
    python -m benchmarks throughput             # this one
    python -m benchmarks --quick                # all, with as little as shows that they work
    python -m benchmarks time_to_accuracy --long
    python -m benchmarks training --stages evaluate_mnist report

Measured numbers do not repeat, so no stage writes them. They stand in ``benchmarks/NAME.json``, with the machine, the
versions and the commit that they belong to; the report reads them. A benchmark that fails or is interrupted leaves the
record that was there. The data have to be there: run the plan before, and let the machine do nothing else.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import (
    determinism_cost,
    engines,
    hashing,
    levers,
    parallel,
    throughput,
    time_to_accuracy,
    training,
    word_vectors,
)
from redes.benchmark_record import make_record, write_record
from redes.errors import UserError

BENCHMARKS = {
    "engines": engines,
    "hashing": hashing,
    "word_vectors": word_vectors,
    "throughput": throughput,
    "training": training,
    "parallel": parallel,
    "determinism_cost": determinism_cost,
    "levers": levers,
    "time_to_accuracy": time_to_accuracy,
}


#: What the plan makes and trials read.
DATA = (
    "data/prepared/mnist",
    "data/prepared/imdb",
    "data/prepared/imdb_tokens",
    "data/prepared/imdb_ratios",
    "data/vectors/training.bin",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the benchmarks that the command line names."""
    options = parse(arguments)
    if missing := [path for path in DATA if not Path(path).exists()]:
        sys.exit(f"error: no {', '.join(missing)} here; run the plan before, in the project's folder: make run")
    minutes = {name: BENCHMARKS[name].MINUTES[options.effort] for name in options.names}
    print(f"{', '.join(options.names)}: about {sum(minutes.values()):.0f} minutes on two cores", flush=True)
    failed = []
    for name in options.names:
        print(f"{name}: about {minutes[name]:g} minutes", flush=True)
        try:
            run(name, options)
        except UserError as error:
            print(f"error: {name}: {error}", file=sys.stderr, flush=True)
            failed.append(name)
        except KeyboardInterrupt:
            sys.exit(130)
    if failed:
        sys.exit(f"error: no new record of {', '.join(failed)}")


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    assert __doc__
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; none: all")
    much = parser.add_mutually_exclusive_group()
    much.add_argument(
        "--quick", dest="effort", action="store_const", const="quick", help="few steps, one round: does it work?"
    )
    much.add_argument(
        "--long", dest="effort", action="store_const", const="long", help="as many rounds as a record should have"
    )
    parser.add_argument("--repetitions", type=int, help="rounds or seeds, instead of what the benchmark says")
    parser.add_argument(
        "--stages",
        nargs="+",
        metavar="ADDRESS",
        default=[],
        help="of the benchmark training: these stages of the plan; what was measured of others stays",
    )
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    if options.repetitions is not None and options.repetitions < 1:
        parser.error(f"expected at least 1 repetition, got {options.repetitions}")
    if options.stages and options.names != ["training"]:
        parser.error("--stages goes with the benchmark training alone")
    options.effort = options.effort or "normal"
    options.names = options.names or list(BENCHMARKS)
    return options


def run(name: str, options: argparse.Namespace) -> None:
    """Run one benchmark and write its record."""
    benchmark: Any = BENCHMARKS[name]
    started = time.perf_counter()
    repetitions = options.repetitions or benchmark.REPETITIONS[options.effort]
    more = {"stages": options.stages} if options.stages else {}
    measured = benchmark.measure(options.effort, repetitions, **more)
    facts = {"effort": options.effort, "repetitions": repetitions}
    path = write_record(name, make_record(benchmark.PACKAGES, {**facts, **measured}))
    print(f"{name}: wrote {path} after {(time.perf_counter() - started) / 60:.1f} minutes", flush=True)


if __name__ == "__main__":
    main()
