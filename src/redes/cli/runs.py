"""The commands about MLflow: runs, sweeps, models, its pages."""

import argparse
import importlib
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.provenance import read_meta, read_recorded


def add_commands(groups: Any) -> None:
    """Add the commands to those of ``redes``."""
    runs = groups.add_parser("runs", help="training runs in MLflow: sync, list")
    runs.set_defaults(parser=runs)
    verbs = runs.add_subparsers(title="commands", metavar="COMMAND")
    sync = verbs.add_parser(
        "sync",
        help="rebuild the runs that MLflow lacks, after a clone and `dvc pull`; never twice",
        description="Rebuild the runs of trainings in dvc.lock that MLflow lacks, from the tracked files, and put "
        "those of DVC's experiments (dvc exp run) below one run for each stage and commit where they began.",
    )
    sync.set_defaults(run=_sync_runs)
    table = verbs.add_parser("list", help="table of runs: stage, key, end, test accuracy")
    table.set_defaults(run=_list_runs)

    models = groups.add_parser("models", help="models in MLflow's registry: register")
    models.set_defaults(parser=models)
    verbs = models.add_subparsers(title="commands", metavar="COMMAND")
    register = verbs.add_parser(
        "register",
        help="give the best model of each task the alias champion, after completing the runs; never twice",
        description="Complete the runs (redes runs sync), and register the model with the highest validation accuracy "
        "of each task: models:/digits@champion reads pixels, models:/reviews@champion the text of reviews. Serve one "
        "with: mlflow models serve -m models:/digits@champion --env-manager local --port 5001",
    )
    register.set_defaults(run=_register_models)

    ui = groups.add_parser(
        "ui",
        help="complete the runs, print links to them, start MLflow's pages on 127.0.0.1",
        description="Complete the runs (redes runs sync), print links to them, and start `mlflow ui`.",
    )
    ui.add_argument("--port", type=_port, default=5000, help="default: %(default)s")
    ui.add_argument("--workers", type=int, default=1, help="server processes; default: %(default)s")
    ui.set_defaults(run=_serve_ui)


def _sync_runs(checkout: Path, _parsed: argparse.Namespace) -> None:
    if not _sync(checkout):
        sys.exit(1)


def _sync(checkout: Path) -> bool:
    """Sync, telling each stage's outcome, and say whether the store is complete."""
    # The settings for numpy come first: MLflow imports it too.
    importlib.import_module("redes.stages")
    from redes.tracking.experiments import gather_experiments
    from redes.tracking.store import store_errors_told
    from redes.tracking.sync import sync_runs

    complete = True
    with store_errors_told():
        for stage in sync_runs(checkout, _read_example):
            print(f"{stage.experiment:<8} {stage.stage:<28} {stage.outcome}", flush=True)
            complete &= stage.complete
        for experiment, name, new in gather_experiments(checkout):
            print(f"{experiment:<8} {name:<28} {new} put below it", flush=True)
    return complete


def _read_example(stage: str) -> tuple[Any, Any]:
    """Ask a training stage's module for inputs and outputs of its model."""
    name, _, item = stage.partition("@")
    module = importlib.import_module(f"redes.stages.{name}")
    return module.read_example(*([item] if item else []))


def _register_models(checkout: Path, _parsed: argparse.Namespace) -> None:
    complete = _sync(checkout)
    from redes.tracking.registry import register_champions
    from redes.tracking.store import store_errors_told

    with store_errors_told():
        for champion in register_champions(checkout):
            print(f"models:/{champion.name}@champion  {champion.outcome}", flush=True)
            complete &= champion.registered
    if not complete:
        sys.exit(1)


def _list_runs(checkout: Path, _parsed: argparse.Namespace) -> None:
    from redes.tracking.store import Store, store_errors_told

    store = Store(checkout)
    current = {facts.key for facts in read_recorded(checkout).values()}
    rows = []
    if store.exists():
        with store_errors_told():
            rows = [_row(run, name, current) for name in _experiments(checkout, store) for run in store.find_runs(name)]
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


def _experiments(checkout: Path, store: Any) -> list[str]:
    """The experiments that the plan names, in its order, and that of swept studies where there is one."""
    from redes.tracking.sweep import STUDIES

    named = [str(meta["experiment"]) for meta in read_meta(checkout).values() if "experiment" in meta]
    swept = [STUDIES] if store.exists() and store.client.get_experiment_by_name(STUDIES) else []
    return list(dict.fromkeys(named + swept))


def _serve_ui(checkout: Path, parsed: argparse.Namespace) -> None:
    from redes.tracking.store import Store, store_errors_told

    _check_port_free(parsed.port)
    _sync(checkout)
    store = Store(checkout)
    address = f"http://127.0.0.1:{parsed.port}"
    print("\nMLflow opens its pages in some seconds; Ctrl-C ends it. Training runs:")
    with store_errors_told():
        for name in _experiments(checkout, store):
            runs = f"#/experiments/{store.experiment_id(name)}/runs?workflowType=machine_learning"
            print(f"  {name:<8} {address}/{runs}")
    sys.stdout.flush()
    os.chdir(store.project)
    server = [sys.executable, "-m", "mlflow", "server", "--backend-store-uri", store.uri]
    server += ["--host", "127.0.0.1", "--port", str(parsed.port), "--workers", str(parsed.workers)]
    os.execv(server[0], server)


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
