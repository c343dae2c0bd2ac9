"""What every training of a classifier leaves behind: model, predictions, history and metrics, under one name."""

import math
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from redes import tracking
from redes.errors import UserError
from redes.evaluation.classification import summarise
from redes.files import write_arrays, write_json, write_with
from redes.provenance import plan_of
from redes.tracking import Run


def model_path(stage: str, suffix: str = ".keras") -> Path:
    """Where the model of a stage lies, by its address."""
    return _place(stage, "models", stage.removeprefix("train_") + suffix)


def predictions_path(stage: str) -> Path:
    """Where the predictions of a stage's model lie, by its address."""
    return _place(stage, "data/predictions", f"{stage.removeprefix('train_')}.npz")


def metrics_path(stage: str) -> Path:
    """Where the metrics of a stage lie, by its address."""
    return _place(stage, "reports/metrics", f"{stage}.json")


def _place(stage: str, folder: str, name: str) -> Path:
    """A file of a stage: in a folder of its plan's project, with its address as a word in the name."""
    return plan_of(Path(), stage).parent / folder / name.replace("@", "_")


class Journal:
    """Follows a training epoch by epoch: on the screen, in MLflow, and in the history file."""

    def __init__(self, stage: str, run: Run, validate: Callable[[], Mapping[str, float]] | None) -> None:
        """Start following.

        Args:
            stage: the name of the stage.
            run: its MLflow run.
            validate: gives the model's present ``loss`` and ``accuracy`` on the validation split; None: nothing is
                held out.
        """
        self.stage, self.run, self.validate = stage, run, validate
        self.rows: list[dict[str, float]] = []
        self.started = time.perf_counter()

    def on_epoch(self, epoch: int, metrics: Mapping[str, float]) -> None:
        """Add one epoch; seconds go to the screen and to MLflow alone, since they do not repeat.

        Raises:
            UserError: the loss is no number any more.
        """
        if not math.isfinite(metrics["loss"]):
            raise UserError(
                f"the loss is {metrics['loss']} after epoch {epoch}: the training diverged; "
                f"lower {self.stage.partition('@')[0]}.learning_rate in params.yaml"
            )
        validation = self.validate() if self.validate else {}
        row = {**metrics, **{f"val_{name}": validation[name] for name in ("loss", "accuracy") if name in validation}}
        self.rows.append({"epoch": epoch, **{name: round(float(value), 6) for name, value in row.items()}})
        seconds = time.perf_counter() - self.started
        self.run.log_epoch(epoch, {**row, "seconds": seconds})
        told = f", validation accuracy {100 * row['val_accuracy']:.2f} %" if validation else ""
        print(f"{self.stage}: epoch {epoch}, loss {row['loss']:.4f}{told}, {seconds:.0f} s", flush=True)

    def write(self) -> None:
        """Write the history file."""
        history = pd.DataFrame(self.rows).astype({"epoch": int})
        path = _place(self.stage, "reports/history", f"{self.stage}.csv")
        write_with(path, lambda partial: history.to_csv(partial, index=False, lineterminator="\n"))


def train_classifier(
    stage: str,
    model: Any,
    *,
    fit: Callable[[Callable[[int, dict[str, float]], None]], None],
    predict: Callable[[str], np.ndarray],
    labels: Mapping[str, np.ndarray],
    read_example: Callable[[], tuple[np.ndarray, np.ndarray]],
) -> None:
    """Fit a classifier as a run of MLflow, and write model, predictions, history and metrics.

    The validation split, where one is held out, is looked at after every epoch, the test split once, at the end.

    Args:
        stage: the name of the stage.
        model: the Keras model.
        fit: trains it; calls its argument after each epoch with the epoch's number and metrics.
        predict: gives the model's present probabilities for the split of this name, ``float32 (n, classes)`` or
            ``(n,)``.
        labels: of "test", and of "validation" where it is held out, ``uint8 (n,)``.
        read_example: gives inputs and outputs for MLflow's signature, once all is written.
    """
    from redes.models.saving import save_model

    with tracking.training_run(stage) as run:
        held_out = "validation" in labels
        journal = Journal(
            stage, run, (lambda: summarise(predict("validation"), labels["validation"])) if held_out else None
        )
        fit(journal.on_epoch)
        probabilities = {split: predict(split) for split in labels}
        save_model(model, model_path(stage))
        arrays = {f"{split}_probabilities": array for split, array in probabilities.items()}
        arrays |= {f"{split}_labels": labels[split] for split in probabilities}
        write_arrays(predictions_path(stage), arrays)
        journal.write()
        metrics = {
            "parameters": model.count_params(),
            **{split: summarise(probabilities[split], labels[split]) for split in probabilities},
        }
        write_json(metrics_path(stage), metrics)
        run.log_result(metrics, *read_example())
    print(f"{stage}: test accuracy {100 * metrics['test']['accuracy']:.2f} %", flush=True)
