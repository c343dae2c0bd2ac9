"""The best model of each task in MLflow's model registry, under the alias ``champion``."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redes.provenance import Provenance, read_meta, read_recorded
from redes.tracking import record
from redes.tracking.model import log_pointer
from redes.tracking.store import Store, import_mlflow

ALIAS = "champion"
CHOICE = "validation.accuracy"
#: What a model depends on that reads ratios beside the words of reviews.
RATIOS = "data/prepared/imdb_ratios"


@dataclass(frozen=True)
class Task:
    """What several models do, and may be compared in.

    Attributes:
        experiment: of their runs.
        data: what all of them read, with the validation split that they are judged by.
        reads: what ``redes.serving`` takes from outside: "pixels" or "text".
        answers: what it says, in words.
    """

    experiment: str
    data: str
    reads: str
    answers: str


TASKS = {
    "digits": Task(
        "mnist",
        "data/prepared/mnist",
        "pixels",
        "Reads digits of 28 x 28 grey values, 0 (paper) to 255 (ink); answers `digit` and its `probability`.",
    ),
    "reviews": Task(
        "imdb",
        "data/prepared/imdb",
        "text",
        "Reads the text of reviews, as people write it; answers `sentiment` and its `probability`.",
    ),
}


@dataclass(frozen=True)
class Champion:
    """What became of one task.

    Attributes:
        name: of the task, and of the registered model.
        outcome: in words.
        registered: whether the task has a champion.
    """

    name: str
    outcome: str
    registered: bool


def register_champions(checkout: Path) -> Iterator[Champion]:
    """Register the best model of each task, unless it is: the highest validation accuracy of what dvc.lock records.

    Args:
        checkout: the folder with dvc.yaml and dvc.lock, whose runs are in the store.

    Yields:
        What became of each task.
    """
    store, recorded, meta = Store(checkout), read_recorded(checkout), read_meta(checkout)
    for name, task in TASKS.items():
        with store.lock:
            rivals = {
                facts.stage: run
                for facts in recorded.values()
                if meta.get(facts.stage, {}).get("experiment") == task.experiment
                and task.data in facts.dependencies
                and (run := record.find_recorded(store, task.experiment, facts.key))
                and run.info.status == "FINISHED"
                and CHOICE in run.data.metrics
            }
            if rivals:
                yield Champion(name, _register(store, checkout, name, rivals, recorded), registered=True)
            else:
                yield Champion(
                    name, f"no finished run reads {task.data}; run: dvc repro, or dvc pull", registered=False
                )


def _register(
    store: Store, checkout: Path, name: str, rivals: Mapping[str, Any], recorded: Mapping[str, Provenance]
) -> str:
    """Let the alias point to a version for the best of the rivals, which is made where there is none."""
    ranked = sorted(rivals, key=lambda stage: -rivals[stage].data.metrics[CHOICE])
    run = rivals[ranked[0]]
    if not store.client.search_registered_models(f"name = '{name}'"):
        store.client.create_registered_model(name, description=TASKS[name].answers)
    versions = store.client.search_model_versions(f"name = '{name}'")
    version = next((known for known in versions if known.tags.get("key") == run.data.tags["key"]), None)
    outcome = "there already"
    if version is None:
        pointer = _point(checkout, name, recorded[ranked[0]], recorded)
        signature, example = _describe(checkout, name)
        model = log_pointer(store, run.info.run_id, name, pointer, signature, example, run.data.params)
        version = store.client.create_model_version(
            name, f"models:/{model}", run.info.run_id, tags={"key": run.data.tags["key"], "stage": ranked[0]}
        )
        outcome = "registered"
    store.client.update_model_version(name, version.version, _tell(name, ranked, rivals))
    store.client.set_registered_model_alias(name, ALIAS, version.version)
    accuracy = run.data.metrics[CHOICE]
    return f"version {version.version}, {ranked[0]}, validation accuracy {100 * accuracy:.2f} %: {outcome}"


def _tell(name: str, ranked: list[str], rivals: Mapping[str, Any]) -> str:
    """The rule, and how it was applied."""
    accuracies = ", ".join(f"{stage} {100 * rivals[stage].data.metrics[CHOICE]:.2f} %" for stage in ranked)
    return (
        f"{TASKS[name].answers}\n\nThe champion is the model with the highest validation accuracy among the finished "
        f"runs of what dvc.lock records; the test set has no say. When it was chosen: {accuracies}."
    )


def _point(checkout: Path, name: str, facts: Provenance, recorded: Mapping[str, Provenance]) -> dict[str, Any]:
    """Say what the server needs; all of it stays with DVC."""
    path = next(path for path in facts.outputs if path.startswith("models/"))
    pointer: dict[str, Any] = {"path": path, "md5": facts.outputs[path], "reads": TASKS[name].reads}
    own = facts.flat_parameters()
    if "max_length" in own:
        vocabulary = f"{TASKS[name].data}/vocabulary.csv"
        words = recorded["prepare_imdb"].flat_parameters()
        pointer["encoding"] = {
            "vocabulary": {"path": vocabulary, "md5": record.digest_if_there(checkout / vocabulary)},
            "words": {key: words[key] for key in ("num_words", "skip_top")},
            "cut": {key: own[key] for key in ("max_length", "head_share")},
        }
        if RATIOS in facts.dependencies:
            phrases = f"{RATIOS}/phrases.npz"
            pointer["encoding"] |= {
                "phrases": {"path": phrases, "md5": record.digest_if_there(checkout / phrases)},
                "max_ngram": recorded["prepare_imdb_ratios"].flat_parameters()["max_ngram"],
            }
    return pointer


def _describe(checkout: Path, name: str) -> tuple[Any, Any]:
    """The signature of a task, and an example of what is read."""
    import numpy as np
    import pandas as pd

    types = import_mlflow().types
    columns = {"digits": ("long", "digit"), "reviews": ("string", "sentiment")}
    outputs = types.Schema([types.ColSpec(*columns[name]), types.ColSpec("double", "probability")])
    if name == "digits":
        # Not uint8: MLflow would cut the fractions of an image that was scaled before, and answer all the same.
        inputs = types.Schema([types.TensorSpec(np.dtype("float64"), (-1, 28, 28))])
        example: Any = np.load(checkout / TASKS[name].data / "validation_images.npy", mmap_mode="r")[:1].astype(float)
    else:
        inputs = types.Schema([types.ColSpec("string", "review")])
        example = pd.DataFrame({"review": ["What a film! I laughed, I cried."]})
    return import_mlflow().models.ModelSignature(inputs, outputs), example
