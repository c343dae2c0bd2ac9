"""Words in both representations: what is compared, and what happens where words have no vector."""

import numpy as np
import pytest
from gensim.models import KeyedVectors

from redes.data.network_history import read_history
from redes.stages import evaluate_models, evaluate_origins


@pytest.fixture
def vectors() -> KeyedVectors:
    made = KeyedVectors(3)
    made.add_vectors(["sun", "star", "fish"], np.array([[1, 0, 0], [1, 1, 0], [0, 0, 2]], np.float32))
    return made


def test_three_words_by_hand(vectors: KeyedVectors) -> None:
    arrays, numbers = evaluate_origins.compare_words(vectors, [["sun", "star"], ["fish", "star"]])
    assert arrays["words"].tolist() == ["sun", "star", "fish"]
    np.testing.assert_array_equal(arrays["cosines_one_hot"], np.eye(3))
    assert numbers["one_hot"]["largest"] == 0
    assert numbers["learned"] == {"largest": 0.7071, "smallest_related": 0.0, "mean_related": 0.3536, "mean_others": 0}
    np.testing.assert_allclose(np.linalg.norm(arrays["patterns"], axis=1), 1, atol=1e-6)


def test_pairs_without_a_vector_are_left_out(vectors: KeyedVectors) -> None:
    arrays, numbers = evaluate_origins.compare_words(vectors, [["sun", "moon"]])
    assert (numbers["words"], numbers["one_hot"]["largest"], numbers["learned"]["mean_related"]) == (0, None, None)
    assert arrays["patterns"].shape == (0, 3)


def test_networks_beside_brains() -> None:
    models = {"mnist_cnn": {"connections_per_unit": 185.2, "units": 81_000}}
    numbers = evaluate_origins.compare_networks(read_history(), models)
    assert numbers["brain"]["over_cnn"] == 10
    assert numbers["brain"]["neurons_over_cnn"] == 1_000_000
    assert numbers["systems"]["cots"]["connections_per_unit"] is None
    assert numbers["systems"]["gpu_multilayer"]["connections_per_unit"] == 1600


def test_a_model_without_a_measurement_has_none() -> None:
    model = evaluate_models.MODELS["mnist_softmax"]
    size = evaluate_models.Size(7850, 10, 7840, 7840)
    told = evaluate_models.describe(model, size, {"test": {"accuracy": 0.5, "errors": 3}}, {})
    assert (told["accuracy"], told["connections_per_unit"], told["seconds"]) == (0.5, 784, None)
    table = evaluate_models.describe(model, evaluate_models.Size(parameters=5), {}, {"seconds": 2})
    assert (table["operations"], table["accuracy"], table["seconds"]) == (None, None, 2)


def test_the_largest_of_a_task_beside_the_best() -> None:
    models = [
        {"task": "digits", "accuracy": 0.9, "parameters": 30},
        {"task": "digits", "accuracy": 0.8, "parameters": 60},
        {"task": "reviews", "accuracy": 0.7, "parameters": 99},
    ]
    assert evaluate_models.compare(models, "digits") == {"largest_over_best": 2}
    assert evaluate_models.compare(models, "reviews") == {"largest_over_best": 1}


def test_a_weighted_sum_from_its_metrics(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "train_imdb_bag.json").write_text('{"parameters": 1001}')
    monkeypatch.setattr(evaluate_models, "METRICS", tmp_path)
    assert evaluate_models.count_weighted_sum("imdb_bag", 175).size == (1001, 1, 1000, 1000)
