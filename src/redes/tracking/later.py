"""What the stages after a training add to its run: figures and results of its model.

``meta: about: [...]`` of dvc.yaml says for each such stage which trainings it is about, so that the stage itself and
a clone that rebuilds its runs add the same.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from redes.files import read_json
from redes.provenance import Provenance, compute_current, find_checkout, read_meta, read_recorded
from redes.tracking import record
from redes.tracking.store import Store, one_line, random_state_kept, warn


def attach(stage: str) -> None:
    """Add the figures and results that a stage has written to the runs of the trainings that it is about.

    Failures are told in one line and stop nothing.

    Args:
        stage: the address of the stage, such as ``evaluate_embeddings@training``.
    """
    try:
        with random_state_kept():
            checkout = find_checkout(Path.cwd())
            later, recorded = compute_current(checkout, stage), read_recorded(checkout)
            store = Store(checkout)
            for training in recorded.values():
                if not is_about(checkout, later, training):
                    continue
                with store.lock:
                    run = record.find_recorded(store, record.experiment_of(checkout, training.stage), training.key)
                    if run:
                        add_later(store, checkout, run.info.run_id, training.stage, later)
    except Exception as error:
        warn(f"results of {stage} not added to MLflow ({one_line(error)})")


def is_about(checkout: Path, later: Provenance, training: Provenance) -> bool:
    """Whether a later stage is about a training: dvc.yaml says so, and it reads exactly what the training wrote."""
    read = training.outputs.items() & later.dependencies.items()
    return bool(read) and _bare(training.stage) in _about(checkout, later.stage)


def add_later(store: Store, checkout: Path, run_id: str, training: str, later: Provenance) -> dict[str, int]:
    """Add what a later stage wrote about a training to its run.

    Args:
        store: locked by the caller.
        checkout: the folder with dvc.yaml.
        run_id: the run.
        training: the address of its stage.
        later: the stage after it; what it wrote is there.

    Returns:
        How many "figures" and "results" were new.
    """
    # A model's name, without what all models of its experiment begin with: mnist_cnn, cnn.
    prefix = f"train_{record.experiment_of(checkout, training)}_"
    models = [name.removeprefix(prefix) for name in _about(checkout, later.stage)]
    own = _bare(training).removeprefix(prefix)
    added = {"figures": 0, "results": 0}
    for path in (checkout / output for output in later.outputs):
        if path.is_dir():
            # The engines' own marks begin with a dot.
            figures = [file for file in sorted(path.glob("[!.]*.*")) if _shows(file, own, models)]
            added["figures"] += record.add_figures(store, run_id, path.name, figures)
        elif path.suffix == ".json":
            metrics = read_json(path)
            added["results"] += record.add_metrics(
                store, run_id, own_results(metrics, own) if len(models) > 1 else metrics
            )
    return added


def own_results(metrics: Mapping[str, Any], model: str) -> dict[str, Any]:
    """Take one model's numbers out of an evaluation of several.

    Args:
        metrics: nested numbers; what belongs to a model is filed under its name, at any depth.
        model: that name.

    Returns:
        What is filed under the name, without the name, so that the runs of all models have the same metrics.

    >>> own_results({"digits": 9, "shift": {"mlp": [0.9], "cnn": [0.7]}, "turn": {"mlp": [0.8]}}, "cnn")
    {'shift': [0.7]}
    """
    parts = {name: value for name, value in metrics.items() if isinstance(value, Mapping)}
    own = {name: part[model] if model in part else own_results(part, model) for name, part in parts.items()}
    return {name: value for name, value in own.items() if value != {}}


def _shows(figure: Path, own: str, models: list[str]) -> bool:
    """Whether a figure is of this model or of several: the name of one that is of one model ends with its name."""
    stem = figure.name.partition(".")[0]
    return stem.endswith(f"_{own}") or not any(stem.endswith(f"_{model}") for model in models)


def _about(checkout: Path, stage: str) -> list[str]:
    return list(read_meta(checkout).get(_bare(stage), {}).get("about", []))


def _bare(stage: str) -> str:
    """A stage's name without the item of its matrix."""
    return stage.partition("@")[0]
