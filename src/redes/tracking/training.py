"""Logging a stage while it trains."""

import functools
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Concatenate, ParamSpec

from redes.provenance import Provenance, compute_current, find_checkout
from redes.tracking import record
from redes.tracking.model import log_model
from redes.tracking.store import Store, one_line, random_state_kept, warn

P = ParamSpec("P")


def _never_fatal(
    method: Callable[Concatenate["Run", P], None],
) -> Callable[Concatenate["Run", P], None]:
    """Let a method fail with one warning, and do nothing from then on: the training goes first."""

    @functools.wraps(method)
    def attempt(run: "Run", *args: P.args, **kwargs: P.kwargs) -> None:
        if not run.active:
            return
        try:
            with random_state_kept():
                method(run, *args, **kwargs)
        except Exception as error:
            run.active = False
            warn(f"this training is not recorded in MLflow ({one_line(error)}); it goes on")

    return attempt


class Run:
    """The run of a stage that is training. Use it through ``training_run``.

    Args:
        stage: the stage's address in the plan, such as ``train_embeddings@training``.

    Attributes:
        active: whether anything is logged: not where the same training is recorded, nor after a failure.
    """

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.active = True
        self._store: Store
        self._facts: Provenance
        self._checkout: Path
        self._id = ""
        self._result: tuple[Mapping[str, Any], Any, Any] | None = None

    @_never_fatal
    def begin(self) -> None:
        """Create the run, unless one with the same key stands."""
        self._checkout = find_checkout(Path.cwd())
        self._facts = compute_current(self._checkout, self.stage)
        self._store = Store(self._checkout)
        experiment = record.experiment_of(self._checkout, self.stage)
        with self._store.lock:
            if record.find_recorded(self._store, experiment, self._facts.key):
                self.active = False
                print(f"MLflow: {self.stage} with key {self._facts.key[:12]} is recorded already")
            else:
                self._id = record.begin_run(self._store, self._checkout, experiment, self._facts, "training")

    @_never_fatal
    def log_epoch(self, epoch: int, metrics: Mapping[str, Any]) -> None:
        """Log an epoch's numbers at once.

        Args:
            epoch: from 1.
            metrics: such as ``{"loss": 0.3, "val_accuracy": 0.91}``.
        """
        with self._store.lock:
            record.log_metrics(self._store, self._id, [(epoch, metrics)])

    def log_result(self, metrics: Mapping[str, Any], inputs: Any, outputs: Any) -> None:
        """Give the training's result; it is logged when the ``with`` block ends, with the model's digest.

        Args:
            metrics: nested numbers, as in reports/metrics/<stage>.json; logged as ``test.accuracy``.
            inputs: the first few examples that the model reads: an array ``(n, ...)``.
            outputs: what it makes of them: an array ``(n, ...)``.
        """
        self._result = metrics, inputs, outputs

    @_never_fatal
    def finish(self) -> None:
        """Log the result and the model, and end the run."""
        outputs = {path: record.digest_if_there(self._checkout / path) for path in self._facts.outputs}
        with self._store.lock:
            if self._result is not None:
                metrics, inputs, predicted = self._result
                model = log_model(self._store, self._id, replace(self._facts, outputs=outputs), inputs, predicted)
                record.log_metrics(self._store, self._id, [(0, metrics)], model)
            record.end_run(self._store, self._id)

    @_never_fatal
    def abandon(self, status: str) -> None:
        """End the run of a training that did not finish; the next one with the same key replaces it."""
        with self._store.lock:
            record.end_run(self._store, self._id, status)


@contextmanager
def training_run(stage: str) -> Iterator[Run]:
    """Record a training in MLflow while it runs. Failures of MLflow are told in one line and stop nothing.

    Write the model's file inside the block, so that its digest can be logged with it.

    Args:
        stage: the stage's address in the plan, such as ``train_mnist_cnn`` or ``train_embeddings@training``.

    Yields:
        The run, with ``log_epoch`` and ``log_result``.
    """
    run = Run(stage)
    run.begin()
    try:
        yield run
    except BaseException as error:
        run.abandon("KILLED" if isinstance(error, KeyboardInterrupt) else "FAILED")
        raise
    run.finish()
