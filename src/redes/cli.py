"""The ``redes`` command: everything that is not snakemake's, dvc's or mlflow's own."""

import argparse
import importlib
import os
import socket
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.provenance import find_checkout, read_meta, read_recorded

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

    runs = groups.add_parser("runs", help="training runs in MLflow: sync, list")
    runs.set_defaults(parser=runs)
    verbs = runs.add_subparsers(title="commands", metavar="COMMAND")
    sync = verbs.add_parser(
        "sync",
        help="rebuild the runs that MLflow lacks, after a clone and `dvc pull`; never twice",
        description="Rebuild the runs of trainings in dvc.lock that MLflow lacks, from the tracked files.",
    )
    sync.set_defaults(run=_sync_runs)
    table = verbs.add_parser("list", help="table of runs: stage, key, end, test accuracy")
    table.set_defaults(run=_list_runs)

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

    ui = groups.add_parser(
        "ui",
        help="complete the runs, print links to them, start MLflow's pages on 127.0.0.1",
        description="Complete the runs (redes runs sync), print links to them, and start `mlflow ui`.",
    )
    ui.add_argument("--port", type=_port, default=5000, help="default: %(default)s")
    ui.add_argument("--workers", type=int, default=1, help="server processes; default: %(default)s")
    ui.set_defaults(run=_serve_ui)
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


def _sync_runs(checkout: Path, _parsed: argparse.Namespace) -> None:
    if not _sync(checkout):
        sys.exit(1)


def _sync(checkout: Path) -> bool:
    """Sync, telling each stage's outcome, and say whether the store is complete."""
    # The settings for numpy come first: MLflow imports it too.
    importlib.import_module("redes.stages")
    from redes.tracking.store import store_errors_told
    from redes.tracking.sync import sync_runs

    complete = True
    with store_errors_told():
        for stage in sync_runs(checkout, _read_example):
            print(f"{stage.experiment:<8} {stage.stage:<28} {stage.outcome}", flush=True)
            complete &= stage.complete
    return complete


def _read_example(stage: str) -> tuple[Any, Any]:
    """Ask a training stage's module for inputs and outputs of its model."""
    name, _, item = stage.partition("@")
    module = importlib.import_module(f"redes.stages.{name}")
    return module.read_example(*([item] if item else []))


def _list_runs(checkout: Path, _parsed: argparse.Namespace) -> None:
    from redes.tracking.store import Store, store_errors_told

    store = Store(checkout)
    current = {facts.key for facts in read_recorded(checkout).values()}
    rows = []
    if store.exists():
        with store_errors_told():
            rows = [_row(run, name, current) for name in _experiments(checkout) for run in store.find_runs(name)]
    if not rows:
        print("no runs yet; run: snakemake --cores all, or, after dvc pull: redes runs sync")
        return
    header = ("", "experiment", "stage", "key", "status", "finished", "test accuracy", "source")
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    for row in [header, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print("* what dvc.lock records now")


def _row(run: Any, experiment: str, current: set[str]) -> tuple[str, ...]:
    tags, accuracy = run.data.tags, run.data.metrics.get("test.accuracy")
    end = run.info.end_time
    return (
        "*" if tags["key"] in current else "",
        experiment,
        tags["stage"],
        tags["key"][:12],
        run.info.status.lower(),
        datetime.fromtimestamp(end / 1000).strftime("%Y-%m-%d %H:%M") if end else "-",
        f"{100 * accuracy:.2f} %" if accuracy is not None else "-",
        f"{tags['source']} in {tags['folder']}" if "folder" in tags else tags["source"],
    )


def _experiments(checkout: Path) -> list[str]:
    """The experiments that the plan names, in its order."""
    return list(dict.fromkeys(str(meta["experiment"]) for meta in read_meta(checkout).values() if "experiment" in meta))


def _serve_ui(checkout: Path, parsed: argparse.Namespace) -> None:
    from redes.tracking.store import Store, store_errors_told

    _check_port_free(parsed.port)
    _sync(checkout)
    store = Store(checkout)
    address = f"http://127.0.0.1:{parsed.port}"
    print("\nMLflow opens its pages in some seconds; Ctrl-C ends it. Training runs:")
    with store_errors_told():
        for name in _experiments(checkout):
            runs = f"#/experiments/{store.experiment_id(name)}/runs?workflowType=machine_learning"
            print(f"  {name:<8} {address}/{runs}")
    sys.stdout.flush()
    os.chdir(store.project)
    server = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", store.uri]
    server += ["--host", "127.0.0.1", "--port", str(parsed.port), "--workers", str(parsed.workers)]
    os.execv(server[0], server)


def _absolute(text: str) -> Path:
    return Path(os.path.abspath(text))  # noqa: PTH100  (takes away "..", and leaves links as they are)


def _from_checkout(path: Path, checkout: Path) -> Path:
    """Name a file as the plan does, from the project's folder; one outside of it keeps its absolute path."""
    for candidate in (path, path.resolve()):
        if candidate.is_relative_to(checkout):
            return candidate.relative_to(checkout)
    return path


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port; allowed: 1 to 65535")
    return int(text)


def _check_port_free(port: int) -> None:
    with socket.socket() as probe:
        # As the server itself does: a port whose last connections are still closing is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise UserError(
                f"port {port} cannot be used ({error.strerror}); choose another: redes ui --port {port + 1}"
            ) from error
