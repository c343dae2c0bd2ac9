"""Runs in MLflow: what a training stage logs while it works, and rebuilding it in a clone that never trained.

A run is recognised by a key made of what went in, so the same training is never recorded twice. Nothing that
the pipeline computes depends on a run, and a store that fails never stops a training.
"""

from redes.tracking.later import attach
from redes.tracking.training import Run, training_run

__all__ = ["Run", "attach", "training_run"]
