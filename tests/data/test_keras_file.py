"""Weights read without TensorFlow are those that Keras wrote."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from redes.data.keras_file import read_config, read_layer
from redes.errors import UserError

pytestmark = pytest.mark.usefixtures("tensorflow_settings")


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained CNN, saved by Keras."""
    from redes.models.mnist import build_cnn

    path = tmp_path_factory.mktemp("models") / "mnist_cnn.keras"
    build_cnn([3, 4, 5, 6]).save(path)
    return path


def test_every_layer_as_keras_reads_it(saved: Path) -> None:
    import keras

    import redes.models.layers  # noqa: F401  (registers our normalisation)

    model = keras.saving.load_model(saved)
    for layer in model.layers:
        found = read_layer(saved, layer.name)
        assert len(found) == len(layer.weights)
        for array, weight in zip(found, layer.weights, strict=True):
            np.testing.assert_array_equal(array, weight.numpy())
    assert read_layer(saved, "convolution_1")[0].shape == (5, 5, 1, 3)


def test_configuration_as_keras_has_it(saved: Path) -> None:
    import keras

    import redes.models.layers  # noqa: F401  (registers our normalisation)

    layers = keras.saving.load_model(saved).layers
    found = read_config(saved)["config"]["layers"]
    names = [(layer["class_name"], layer["config"]["name"]) for layer in found]
    assert names == [(type(layer).__name__, layer.name) for layer in layers]
    assert found[1]["config"]["kernel_size"] == [5, 5]


def test_the_lstm_of_both_directions_as_keras_reads_it(tmp_path: Path) -> None:
    from redes.models.imdb import build_recurrent

    vectors = np.zeros((20, 3), dtype=np.float32)
    model = build_recurrent("lstm", vectors, filters=4, kernel_size=3, pool_size=2, units=5, dropout=0.1)
    model.save(tmp_path / "imdb_lstm.keras")
    found = read_layer(tmp_path / "imdb_lstm.keras", "lstm")
    assert [array.shape for array in found] == [(4, 20), (5, 20), (20,)] * 2
    for array, weight in zip(found, model.get_layer("lstm").weights, strict=True):
        np.testing.assert_array_equal(array, weight.numpy())


def test_refusals(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no layer 'convolution_9'; its layers: convolution_1, "):
        read_layer(saved, "convolution_9")
    with pytest.raises(UserError, match="is missing; make it with: dvc repro train_mnist_cnn"):
        read_layer(tmp_path / "mnist_cnn.keras", "logits")
    page = tmp_path / "page.keras"
    page.write_text("<html>")
    with pytest.raises(UserError, match="not a saved Keras model"):
        read_layer(page, "logits")
    with zipfile.ZipFile(page, "w") as archive:
        archive.writestr("config.json", "{}")
    for read in (lambda: read_layer(page, "logits"), lambda: read_config(page)):
        with pytest.raises(UserError, match="not a saved Keras model"):
            read()
