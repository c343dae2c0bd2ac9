"""The ``redes`` command: everything that is not snakemake's, dvc's or mlflow's own."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from redes.cli import runs, sweep
from redes.errors import UserError
from redes.provenance import find_checkout

DESCRIPTION = """\
Redes: a course on neural networks as a reproducible pipeline.

What snakemake, dvc and mlflow do is done with them; this command does the rest.
"""

EPILOG = """\
commands of the tools themselves, in the project's folder:
  snakemake --cores all       regenerate what is stale, in parallel
  snakemake -n                what would run
  dvc repro                   the same plan, stage by stage
  dvc status                  what is stale, and why
  dvc pull, dvc push          bring data and models from the remote, or send them there
  dvc metrics show|diff       results of this commit, or against another
  dvc plots diff              learning curves of two commits
  dvc exp run -S KEY=VALUE    try a parameter: dvc exp run -S train_mnist_cnn.epochs=8
  mlflow models serve         ask a model (redes models register --help)
  mlflow ui                   browse the runs (redes ui: the same, with links to them)
  make                        set-up, tests, checks; make try: a trial on a small real subset

parameters are in params.yaml, the plan in dvc.yaml; ARCHITECTURE.md says where everything else is.
"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; errors that a person can mend take one line and status 1.

    Args:
        arguments: without the program's name; by default those of the process.
    """
    parser = _build_parser()
    parsed = parser.parse_args(arguments)
    if not hasattr(parsed, "run"):
        parsed.parser.print_help()
        return
    try:
        checkout = find_checkout(Path.cwd())
        os.chdir(checkout)
        parsed.run(checkout, parsed)
    except UserError as error:
        sys.exit(f"error: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="redes",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(parser=parser)
    groups = parser.add_subparsers(title="commands", metavar="COMMAND")

    params = groups.add_parser("params", help="params.yaml: check")
    params.set_defaults(parser=params)
    verbs = params.add_subparsers(title="commands", metavar="COMMAND")
    check = verbs.add_parser("check", help="check every value against workflow/schemas/params.schema.yaml")
    check.set_defaults(run=_check_params)

    runs.add_commands(groups)
    sweep.add_command(groups)

    explain = groups.add_parser(
        "explain",
        help="what made a figure or another result, and whether it is fresh",
        epilog="Status 0 if all files are fresh, 1 if one is stale or not ours.",
    )
    explain.add_argument("paths", nargs="+", type=_absolute, metavar="PATH", help="such as reports/figures/….svg")
    explain.set_defaults(run=_explain)

    draw = groups.add_parser("draw", help="one figure anew, in all variants, after what it is drawn from")
    draw.add_argument("path", type=_absolute, metavar="PATH", help="such as reports/figures/mnist/feature_maps")
    draw.set_defaults(run=_draw)

    return parser


def _check_params(_checkout: Path, _parsed: argparse.Namespace) -> None:
    from redes.params import PARAMS, SCHEMA, check_params

    check_params(PARAMS, SCHEMA)
    print(f"{PARAMS}: ok")


def _explain(checkout: Path, parsed: argparse.Namespace) -> None:
    # workflow/ is in no package: it is taken from the checkout, as the Snakefile takes it.
    sys.path.insert(0, str(checkout))
    from redes.explain import explain_files

    fresh = True
    for explanation in explain_files(checkout, [_from_checkout(path, checkout) for path in parsed.paths]):
        print(explanation)
        fresh &= explanation.status == "fresh"
    if not fresh:
        sys.exit(1)


def _draw(checkout: Path, parsed: argparse.Namespace) -> None:
    command = [sys.executable, "-m", "redes.stages.redraw", str(_from_checkout(parsed.path, checkout))]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": "src"}, check=False)
    sys.exit(done.returncode)


def _absolute(text: str) -> Path:
    return Path(os.path.abspath(text))  # noqa: PTH100  (takes away "..", and leaves links as they are)


def _from_checkout(path: Path, checkout: Path) -> Path:
    """Name a file as the plan does, from the project's folder; one outside of it keeps its absolute path."""
    for candidate in (path, path.resolve()):
        if candidate.is_relative_to(checkout):
            return candidate.relative_to(checkout)
    return path
