"""The networks: shapes, exact parameter counts, one batch overfitted, files equal when written twice."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import keras
import numpy as np
import pandas as pd
import pytest

from redes.features import text
from redes.features.digits import Split, scale_images
from redes.features.sequences import LengthBuckets
from redes.models import imdb, mnist, training
from redes.models.saving import save_model
from redes.params import read_params

SMALL = {"filters": 8, "kernel_size": 5, "pool_size": 4, "units": 6, "dropout": 0.0}


def build_small(cell: imdb.Cell = "lstm", num_ratios: int = 0) -> keras.Model:
    rng = np.random.default_rng(1)
    vectors = rng.normal(0, 0.1, (2000, 12)).astype(np.float32)
    return imdb.build_recurrent(cell, vectors, **SMALL, num_ratios=num_ratios, ratio_unit=1e-3)


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        (mnist.build_softmax, 784 * 10 + 10),
        (lambda: mnist.build_mlp([256, 128]), (784 + 1) * 256 + (256 + 1) * 128 + (128 + 1) * 10),
        # convolutions without bias, four numbers of normalisation a map, dense layer over 2x2 positions
        (
            lambda: mnist.build_cnn([24, 48, 64, 96]),
            25 * 24 + 9 * (24 * 48 + 48 * 64 + 64 * 96) + 4 * (24 + 48 + 64 + 96) + 4 * 96 * 10 + 10,
        ),
        # vectors, convolution, two LSTMs of four gates, output over maximum and mean of both directions
        (build_small, 2000 * 12 + (5 * 12 * 8 + 8) + 2 * 4 * (8 * 6 + 6 * 6 + 6) + (4 * 6 + 1)),
        # three ratios are three more inputs of the convolution
        (
            lambda: build_small(num_ratios=3),
            2000 * 12 + (5 * (12 + 3) * 8 + 8) + 2 * 4 * (8 * 6 + 6 * 6 + 6) + (4 * 6 + 1),
        ),
        # a plain cell has no gates: a fourth of the LSTM's weights
        (lambda: build_small("rnn"), 2000 * 12 + (5 * 12 * 8 + 8) + 2 * (8 * 6 + 6 * 6 + 6) + (4 * 6 + 1)),
    ],
)
def test_exact_parameter_count(model: Callable[[], keras.Model], parameters: int) -> None:
    assert model().count_params() == parameters


@pytest.mark.parametrize(
    "build", [mnist.build_softmax, lambda: mnist.build_mlp([6, 5]), lambda: mnist.build_cnn([4, 6, 8, 10])]
)
def test_digits_become_probabilities(build: Callable[[], keras.Model], digits: Split) -> None:
    probabilities = mnist.predict(build(), scale_images(digits.images[:7]))
    assert (probabilities.shape, probabilities.dtype) == ((7, 10), np.float32)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1, rtol=1e-5)


def test_the_lines_that_the_chapter_shows_build_the_perceptron() -> None:
    (shown,) = re.findall(r"```python\n(.*?)```", Path("reports/source/en/mnist.md").read_text(), re.DOTALL)
    named: dict[str, keras.Model] = {}
    exec(shown, named)
    shapes = [weight.shape for weight in named["network"].weights]
    assert shapes == [weight.shape for weight in mnist.build_mlp(read_params("train_mnist_mlp").units).weights]


def fit_digits(images: np.ndarray, labels: np.ndarray, seen: list[dict[str, float]]) -> keras.Model:
    keras.utils.set_random_seed(1)
    model = mnist.build_cnn([4, 6, 8, 10])
    targets = mnist.one_hot(labels)
    training.fit(
        model,
        lambda epoch: training.slice_batches(images, targets, batch_size=len(images)),
        objective=mnist.OBJECTIVE,
        num_steps=60,
        epochs=60,
        learning_rate=2e-2,
        weight_decay=0.0,
        on_epoch=lambda epoch, metrics: seen.append(metrics),
    )
    return model


def test_averaged_weights_are_the_running_means_of_those_of_all_steps(digits: Split) -> None:
    images, targets = scale_images(digits.images[:32]), mnist.one_hot(digits.labels[:32])
    model, seen = mnist.build_softmax(), []
    training.fit(
        model,
        lambda epoch: training.slice_batches(images, targets, batch_size=32),
        objective=mnist.OBJECTIVE,
        num_steps=6,
        epochs=6,
        learning_rate=0.1,
        weight_decay=0.0,
        averaging=0.75,
        on_epoch=lambda epoch, metrics: seen.append(model.get_weights()[0]),
    )
    mean = seen[0]
    for weights in seen[1:]:
        mean = 0.75 * mean + 0.25 * weights
    assert not np.allclose(seen[-1], mean, atol=1e-3)
    np.testing.assert_allclose(model.get_weights()[0], mean, rtol=1e-4, atol=1e-6)


def test_one_batch_of_digits_is_overfitted_and_twice_the_same(digits: Split, tmp_path: Path) -> None:
    images, labels = scale_images(digits.images[::100]), digits.labels[::100]
    histories: list[list[dict[str, float]]] = [[], []]
    for number, seen in enumerate(histories):
        save_model(fit_digits(images, labels, seen), tmp_path / f"{number}.keras")
    assert histories[0][-1]["accuracy"] == 1.0
    assert histories[0] == histories[1]
    assert (tmp_path / "0.keras").read_bytes() == (tmp_path / "1.keras").read_bytes()


def test_a_saved_model_predicts_the_same(digits: Split, tmp_path: Path) -> None:
    model, images = mnist.build_cnn([4, 6, 8, 10]), scale_images(digits.images[:20])
    save_model(model, tmp_path / "model.keras")
    loaded = keras.saving.load_model(tmp_path / "model.keras")
    np.testing.assert_array_equal(mnist.predict(loaded, images), mnist.predict(model, images))
    assert [file.name for file in tmp_path.iterdir()] == ["model.keras"]


def test_ratios_stand_beside_the_vectors() -> None:
    """The network with ratios is the one without, with more inputs of its convolution: in thousandths, undropped."""
    rich, plain = build_small(num_ratios=3), build_small()
    rng = np.random.default_rng(2)
    words = rng.integers(0, 2000, (4, 32, 1)).astype(np.int32)
    table = np.concatenate([words, rng.integers(-3000, 3000, (4, 32, 3)).astype(np.int32)], axis=2)
    kernel, bias = rich.get_layer("convolution").get_weights()
    for layer in plain.layers:
        if layer.name == "convolution":
            layer.set_weights([kernel[:, :12], bias])
        else:
            layer.set_weights(rich.get_layer(layer.name).get_weights())
    nothing = table * np.array([1, 0, 0, 0], np.int32)
    np.testing.assert_allclose(rich.predict_on_batch(nothing), plain.predict_on_batch(words[:, :, 0]), atol=1e-6)
    # What three ratios add to the sums of the convolution, by hand.
    added = np.zeros((4, 32, 8))
    padded = np.pad(1e-3 * table[:, :, 1:], ((0, 0), (2, 2), (0, 0)))
    for place in range(32):
        added[:, place] = np.einsum("nkr,krf->nf", padded[:, place : place + 5], kernel[:, 12:])
    sums = keras.Model(plain.input, plain.get_layer("convolution").output)
    plain.get_layer("convolution").activation = rich.get_layer("convolution").activation = keras.activations.linear
    both = keras.Model(rich.input, rich.get_layer("convolution").output).predict_on_batch(table)
    np.testing.assert_allclose(both, sums.predict_on_batch(words[:, :, 0]) + added, atol=1e-4)


def test_a_file_keeps_the_network_with_ratios(tmp_path: Path) -> None:
    model = build_small(num_ratios=2)
    save_model(model, tmp_path / "ratios.keras")
    table = np.random.default_rng(3).integers(0, 2000, (2, 32, 3)).astype(np.int32)
    again = keras.saving.load_model(tmp_path / "ratios.keras", compile=False)
    np.testing.assert_array_equal(again.predict_on_batch(table), model.predict_on_batch(table))


@pytest.mark.parametrize("cell", ["lstm", "rnn"])
def test_one_batch_of_reviews_is_overfitted_and_read_alike_in_any_company(
    cell: imdb.Cell, reviews: pd.DataFrame
) -> None:
    some = pd.concat([reviews[reviews["label"] == label].head(8) for label in (0, 1)])
    words = [text.tokenize(review)[:60] for review in some["text"]]
    ids = text.number_words(text.count_words(words))
    sequences = [text.encode(review, ids, 2000, 0) for review in words]
    labels = some["label"].to_numpy()
    keras.utils.set_random_seed(1)
    model, seen = build_small(cell), []
    batches = [
        (numbers, labels[i, np.newaxis].astype(np.float32)) for i, numbers in LengthBuckets(sequences, 16).batches()
    ]
    training.fit(
        model,
        lambda epoch: iter(batches),
        objective=imdb.OBJECTIVE,
        num_steps=40 * len(batches),
        epochs=40,
        learning_rate=2e-2,
        weight_decay=0.0,
        on_epoch=lambda epoch, metrics: seen.append(metrics),
    )
    assert seen[-1]["accuracy"] == 1.0
    together = imdb.predict(model, LengthBuckets(sequences, 16).batches(), len(sequences))
    alone = imdb.predict(model, LengthBuckets(sequences, 1).batches(), len(sequences))
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert ((together > 0.5) == labels).all()


def test_a_model_file_holds_no_date_and_no_address(tmp_path: Path) -> None:
    save_model(mnist.build_cnn([4, 6, 8, 10]), tmp_path / "model.keras")
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        shared = re.findall(r'"shared_object_id": (\d+)', archive.read("config.json").decode())
        assert set(shared) == {str(number) for number in range(1, len(set(shared)) + 1)} != set()
        assert b"1980-01-01" in archive.read("metadata.json")


def test_each_epoch_trains_on_its_own_batches_once(digits: Split) -> None:
    images, targets = scale_images(digits.images[:6]), mnist.one_hot(digits.labels[:6])
    asked: list[int] = []
    trained: list[tuple[int, int]] = []

    class Recorded(training.Batches):
        def __getitem__(self, index: int) -> training.Batch:
            trained.append((self.epoch, index))
            return super().__getitem__(index)

    def batches_of_epoch(epoch: int) -> training.BatchIterator:
        asked.append(epoch)
        return training.slice_batches(images, targets, batch_size=2)

    network = training.logits_of(mnist.build_softmax())
    network.compile("sgd", "mse", jit_compile=False)
    network.fit(Recorded(batches_of_epoch), epochs=3, shuffle=False, verbose=0)
    assert asked == [1, 2, 3]
    assert [step for step in trained if step[0]] == [(epoch, index) for epoch in (1, 2, 3) for index in range(3)]
