"""The command that runs a stage for every combination of values."""

import argparse
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redes.benchmark_record import make_record
from redes.errors import UserError
from redes.files import read_json, write_json
from redes.grid import (
    SEED,
    check_combinations,
    combine,
    find_best,
    parse_grid,
    summarise,
    tell_combination,
    tell_summary,
)
from redes.provenance import flatten

if TYPE_CHECKING:
    from redes.tracking.sweep import Tried

#: What is summarised of seeds; of other values, which are there to be chosen from, not what the test set says.
METRICS = ["validation.accuracy", "test.accuracy"]
#: Whose versions a record names.
PACKAGES = ("tensorflow", "keras", "gensim", "scikit-learn", "numpy")
DESCRIPTION = """\
Run a stage once for every combination of values, in a copy of the project: params.yaml and the results
of the checkout stay as they are. MLflow gets one run for the sweep, with a summary, and below it one for
each combination. A combination that was run before is not run again, so an interrupted sweep goes on
where it was when the same command is given again. What is compared are the numbers that the stage writes;
of word vectors, which have none, those of evaluate_embeddings.
"""
EPILOG = """\
examples:
  redes sweep train_mnist_softmax learning_rate=1e-3,4e-3,1.6e-2 seed=1..3
  redes sweep train_mnist_softmax seed=1..30 --record benchmarks/seeds_train_mnist_softmax.json
  redes sweep train_embeddings@labelled window=2,5,10 --metric analogies.accuracy
  redes sweep study_learning initialization_layers=2,6,12 --metric initialization.glorot_uniform.accuracy

A sweep keeps numbers, not models: train the combination that you choose with dvc exp run.
Status 1 if the stage failed for a combination, such as a learning rate that diverges.
"""


def add_command(groups: Any) -> None:
    """Add the command to those of ``redes``."""
    sweep = groups.add_parser(
        "sweep",
        help="run a stage for every combination of values; compare them in MLflow",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sweep.add_argument("stage", metavar="STAGE", help="such as train_mnist_cnn; a training, or any stage with numbers")
    sweep.add_argument(
        "settings",
        nargs="+",
        metavar="NAME=VALUES",
        help="values to try of a parameter of the stage, separated by commas; 1..3 stands for 1,2,3",
    )
    sweep.add_argument(
        "--metric",
        action="append",
        dest="metrics",
        metavar="NAME",
        help=f"number of the runs to summarise, several times for several; "
        f"default: {METRICS[0]} and, where nothing but the seed varies, {METRICS[1]}",
    )
    # Made absolute here: the command works in the project's folder.
    sweep.add_argument("--record", type=_absolute, metavar="PATH", help="also write a JSON file, for git")
    sweep.set_defaults(run=_sweep)


def _sweep(checkout: Path, parsed: argparse.Namespace) -> None:
    from redes.tracking.judging import find_judge
    from redes.tracking.store import store_errors_told
    from redes.tracking.sweep import sweep_stage

    judge = find_judge(checkout, parsed.stage)
    grid = parse_grid(parsed.settings)
    combinations = combine(grid)
    check_combinations(checkout, parsed.stage.partition("@")[0], combinations)
    metrics = parsed.metrics or (METRICS if list(grid) == [SEED] else METRICS[:1])
    _check_metrics(checkout, judge, metrics)
    command = _command(parsed)
    print(f"{len(combinations)} combinations of {', '.join(grid)}", flush=True)
    tried = []
    with store_errors_told():
        for one in sweep_stage(checkout, parsed.stage, judge, grid, metrics, command):
            tried.append(one)
            print(f"[{len(tried)}/{len(combinations)}] {_line(one, metrics)}", flush=True)
    print("\n".join(["", *tell_summary(_summarise(tried), metrics)]))
    if parsed.record:
        write_json(parsed.record, _record(parsed.stage, command, tried, metrics))
    if any(one.outcome == "failed" for one in tried):
        sys.exit(1)


def _check_metrics(checkout: Path, judge: str, metrics: Sequence[str]) -> None:
    """Check names of metrics against the metrics file of the stage that judges, where there is one.

    Raises:
        UserError: it has no such number.
    """
    from redes.tracking.judging import numbers_of

    path = checkout / numbers_of(judge)
    known = flatten(read_json(path)) if path.is_file() else {}
    if unknown := [name for name in metrics if known and name not in known]:
        raise UserError(
            f"{', '.join(unknown)}: no such number in {path.relative_to(checkout)}; it has {', '.join(known)}"
        )


def _absolute(text: str) -> Path:
    return Path(text).absolute()


def _command(parsed: argparse.Namespace) -> str:
    words = ["redes", "sweep", parsed.stage, *parsed.settings]
    return shlex.join(words + [word for metric in parsed.metrics or [] for word in ("--metric", metric)])


def _line(one: "Tried", metrics: Sequence[str]) -> str:
    numbers = [f"{metric} {one.metrics[metric]:.5g}" for metric in metrics if metric in one.metrics]
    return ", ".join(
        [
            f"{tell_combination(one.parameters)}: {one.outcome}",
            *numbers,
            *([f"{one.seconds:.0f} s"] if one.seconds else []),
        ]
    )


def _summarise(tried: "Sequence[Tried]") -> list[dict[str, Any]]:
    return summarise([(one.parameters, one.metrics) for one in tried if one.metrics])


def _record(stage: str, command: str, tried: "Sequence[Tried]", metrics: Sequence[str]) -> dict[str, Any]:
    """What ``--record`` writes: each run, each combination without its seed, the best one, the machine."""
    chosen = [{key: group[key] for key in ("combination", *metrics) if key in group} for group in _summarise(tried)]
    best = find_best(chosen)
    runs = [
        {
            "combination": one.parameters,
            **{metric: one.metrics[metric] for metric in metrics if metric in one.metrics},
            "seconds": one.seconds,
        }
        for one in tried
    ]
    measured = {
        "command": command,
        "stage": stage,
        "combinations": chosen,
        "best": best["combination"] if best else None,
        "runs": runs,
    }
    return make_record(PACKAGES, measured)
