"""The models that runs point to: shown with signature and example, loaded through MLflow."""

import json
import warnings
from typing import Any

import numpy as np
import pytest
from tests.engines import Project

from redes.errors import UserError
from redes.provenance import read_recorded
from redes.serving import _load_pyfunc, find_model
from redes.tracking.store import Store, import_mlflow

pytestmark = pytest.mark.usefixtures("tensorflow_settings")

STAGE = "train_mnist_softmax"


def logged_models(project: Project) -> dict[str, Any]:
    store = Store(project.folder)
    experiments = [store.experiment_id(name) for name in ("mnist", "imdb")]
    return {model.name: model for model in store.client.search_logged_models(experiments)}


def load(project: Project, model: Any) -> Any:
    mlflow = import_mlflow()
    mlflow.set_tracking_uri(Store(project.folder).uri)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return mlflow.pyfunc.load_model(f"models:/{model.model_id}")


def test_a_logged_model_points_to_what_dvc_keeps(project: Project) -> None:
    model = logged_models(project)["mnist_softmax"]
    md5 = read_recorded(project.folder)[STAGE].outputs["models/mnist_softmax.keras"]
    assert (model.tags["path"], model.tags["md5"]) == ("models/mnist_softmax.keras", md5)
    assert "Reads [Tensor('float32', (-1, 28, 28, 1))]" in model.tags["mlflow.note.content"]
    assert model.params["epochs"] == "3"
    assert {metric.key for metric in model.metrics} == {"test.accuracy", "parameters"}


def test_digits_are_classified_by_the_loaded_model(project: Project, digits: Any) -> None:
    model = load(project, logged_models(project)["mnist_softmax"])
    assert str(model.metadata.signature.inputs) == "[Tensor('float32', (-1, 28, 28, 1))]"
    assert str(model.metadata.signature.outputs) == "[Tensor('float32', (-1, 10))]"
    predictions = model.predict(digits.images[..., np.newaxis].astype(np.float32) / 255)
    assert np.mean(predictions.argmax(axis=1) == digits.labels) > 0.7
    example = model.input_example
    with np.load(project.folder / "data/predictions/mnist_softmax.npz") as stored:
        np.testing.assert_allclose(model.predict(example), stored["test_probabilities"][:2], atol=1e-6)


def test_words_become_vectors(project: Project) -> None:
    model = load(project, logged_models(project)["embeddings_labelled"])
    assert model.predict(np.array(["good", "bad", "film"])).shape == (3, 8)


def test_the_model_of_a_run_is_found_in_the_cache_when_another_took_its_place(project: Project) -> None:
    place = project.folder / "models/mnist_softmax.keras"
    md5 = read_recorded(project.folder)[STAGE].outputs["models/mnist_softmax.keras"]
    assert find_model(project.folder, "models/mnist_softmax.keras", md5) == place
    place.unlink()
    place.write_bytes(b"another model")
    assert ".dvc/cache" in str(find_model(project.folder, "models/mnist_softmax.keras", md5))


def test_a_model_that_is_nowhere_is_named(project: Project) -> None:
    pointer = project.folder / "mlruns/model.json"
    pointer.write_text(json.dumps({"path": "models/gone.keras", "md5": "0" * 32}))
    with pytest.raises(UserError, match=r"models/gone.keras with MD5 0+ is not in .*; bring it back with: dvc pull"):
        _load_pyfunc(str(pointer))


def test_sequences_of_words_have_any_length() -> None:
    from redes.tracking.model import _signature

    signature = _signature(np.ones((1, 731), np.int32), np.ones(1, np.float32))
    assert str(signature.inputs) == "[Tensor('int32', (-1, -1))]"
