"""How digits are moved, what is counted of the answers, and the network computed without TensorFlow."""

from pathlib import Path

import numpy as np
import pytest

from redes.features.digits import Split, scale_images
from redes.foundations.feature_maps import trace_image
from redes.stages import evaluate_mnist, figures_invariance


def test_shifts_go_up_down_left_and_right() -> None:
    dot = np.zeros((1, 5, 5))
    dot[0, 2, 2] = 1
    moved = evaluate_mnist.shift_digits(dot, 2)
    assert (moved.shape, moved.dtype) == ((4, 1, 5, 5), np.float32)
    assert [np.argwhere(image[0]).tolist() for image in moved] == [[[0, 2]], [[4, 2]], [[2, 0]], [[2, 4]]]


def test_a_quarter_turn_is_to_the_left_and_none_changes_nothing(digits: Split) -> None:
    images = digits.images[::1000] / 255
    turned = evaluate_mnist.turn_digits(images, 90)
    np.testing.assert_allclose(turned, np.rot90(images, axes=(1, 2)), atol=1e-6)
    np.testing.assert_array_equal(evaluate_mnist.turn_digits(images, 0), images.astype(np.float32))
    back = evaluate_mnist.turn_digits(evaluate_mnist.turn_digits(images, 30), -30)
    assert np.corrcoef(back.ravel(), images.ravel())[0, 1] > 0.95


def test_ink_is_lost_at_the_border_alone() -> None:
    """In the middle row of three stands all the ink, in equal parts: one step sideways loses a third of it."""
    images = np.zeros((1, 3, 3))
    images[0, 1] = 0.5
    lost = evaluate_mnist.lose_ink(images, np.array([0, 1, 2]))
    assert lost == pytest.approx([0, (0 + 0 + 1 / 3 + 1 / 3) / 4, (1 + 1 + 2 / 3 + 2 / 3) / 4], abs=1e-6)


def test_the_first_digits_that_all_know_are_shown_or_else_any() -> None:
    assert evaluate_mnist.choose_examples(np.array([False, True, False, True, True])).tolist() == [1, 3]
    assert evaluate_mnist.choose_examples(np.array([False, False, True])).tolist() == [2, 0]


def test_both_signs_of_a_movement_are_told_together() -> None:
    accuracies = np.array([[0.1, 0.5, 0.3], [0.2, 0.6, 0.4], [0.5, 0.9, 0.7]])
    told = evaluate_mnist._tell(np.array([-15, 0, 15]), accuracies)
    assert told["size"] == [0, 15]
    assert (told["softmax"], told["mlp"], told["cnn"]) == ([0.5, 0.2], [0.6, 0.3], [0.9, 0.6])
    assert told["cnn_above_mlp"] == [0.3, 0.3]


def test_a_modest_network_is_right_more_often_than_it_believes() -> None:
    probabilities = np.array([[0.8, 0.2], [0.8, 0.2], [0.3, 0.7], [0.6, 0.4]])
    bins = evaluate_mnist.calibrate(probabilities, np.array([0, 0, 1, 1]), num_bins=10)
    told = evaluate_mnist._tell_calibration(bins)
    assert told == {"confidence": 0.725, "too_modest": 0.025, "error": 0.325}


@pytest.mark.usefixtures("tensorflow_settings")
def test_all_models_are_asked_about_all_images(digits: Split) -> None:
    from redes.models import mnist

    models = {"one": mnist.build_mlp([4]), "two": mnist.build_cnn([2, 3, 4, 5])}
    images = scale_images(digits.images[::625])[..., 0].reshape(2, 4, 28, 28)
    answers = evaluate_mnist.ask(models, images)
    assert (answers.shape, answers.dtype) == ((2, 2, 4), np.uint8)
    for given, model in zip(answers, models.values(), strict=True):
        expected = mnist.predict(model, images.reshape(8, 28, 28, 1)).argmax(axis=1)
        assert (given.ravel() == expected).all()


@pytest.mark.usefixtures("tensorflow_settings")
def test_the_network_computed_without_tensorflow_is_the_one_that_keras_runs(digits: Split, tmp_path: Path) -> None:
    import keras

    from redes.models import mnist
    from redes.models.saving import save_model

    keras.utils.set_random_seed(3)
    model = mnist.build_cnn([4, 6, 8, 10])
    rng = np.random.default_rng(3)
    for number in range(1, 5):
        layer = model.get_layer(f"normalization_{number}")
        layer.set_weights([rng.uniform(0.5, 1.5, weight.shape) for weight in layer.get_weights()])
    save_model(model, tmp_path / "mnist_cnn.keras")
    image = scale_images(digits.images[:1])

    steps = trace_image(image[0, ..., 0], figures_invariance.read_blocks(tmp_path / "mnist_cnn.keras"))

    relus = [maps for name, maps in steps if name == "relu"]
    for number, maps in enumerate(relus, start=1):
        inside = keras.Model(model.inputs, model.get_layer(f"relu_{number}").output)
        expected = inside.predict_on_batch(image)[0]
        assert expected.max() > 0
        np.testing.assert_allclose(np.moveaxis(maps, 0, -1), expected, rtol=1e-4, atol=1e-5)
