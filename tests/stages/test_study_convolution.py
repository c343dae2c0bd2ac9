"""The study of convolutions: what it measures is what other libraries and a few lines of arithmetic say."""

from types import SimpleNamespace

import keras
import numpy as np
import pytest

from redes.data.photograph import read_photograph
from redes.features.digits import Split
from redes.foundations.activations import softplus
from redes.models.mnist import build_cnn
from redes.stages import convolution_layers, convolution_units, study_convolution
from redes.stages.convolution_layers import Pictures

PARAMS = SimpleNamespace(
    digit=5,
    kernel=[[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
    shift=12,
    matrix_side=6,
    num_digits=50,
    pool_size=3,
    pool_stride=2,
)


pytestmark = pytest.mark.usefixtures("tensorflow_settings")


@pytest.fixture(scope="module")
def pictures(digits: Split) -> Pictures:
    images = digits.images.astype(np.float64)
    return Pictures(images[2500], images[::100], read_photograph().astype(np.float64))


def test_both_forms_of_the_worked_sum(pictures: Pictures) -> None:
    found, numbers = study_convolution.study_filters(PARAMS, pictures)
    assert numbers["worked"] == {"correlation": 42, "convolution": 56, "difference": 14}
    assert max(numbers["scipy"].values()) < 1e-12
    assert numbers["forms_apart"]["blur"] == 0
    assert numbers["forms_apart"]["shift"] > 0
    np.testing.assert_array_equal(found["digit_shift"][1:], pictures.digit[:-1])
    np.testing.assert_array_equal(found["photograph_edge"][:, :-1], np.diff(pictures.photograph))


def test_the_sum_is_the_integral(pictures: Pictures) -> None:
    found, numbers = study_convolution.study_integral(PARAMS, pictures)
    assert numbers["difference"] < 1e-6
    assert found["times"][found["overlap"].argmax()] == pytest.approx(1)
    assert found["overlap"].sum() * numbers["spacing"] == pytest.approx(1 * 0.5)  # the product of the two areas


def test_the_layers_are_those_of_the_network() -> None:
    """The receptive field is that of the course's network: its windows and strides, along one axis."""
    layers = [
        (layer.kernel_size[0], layer.strides[0])
        if isinstance(layer, keras.layers.Conv2D)
        else (layer.pool_size[0], layer.strides[0])
        for layer in build_cnn([2, 2, 2, 2]).layers
        if isinstance(layer, keras.layers.Conv2D | keras.layers.MaxPooling2D)
    ]
    assert layers == list(convolution_layers.LAYERS)


def test_what_a_unit_sees(pictures: Pictures) -> None:
    found, numbers = convolution_layers.study_receptive_fields(PARAMS, pictures)
    assert numbers["measured"] == [5, 6, 10, 14, 16, 24]
    assert numbers["units"] == [28, 24, 12, 10, 8, 4, 2]
    assert numbers["dense_weights"] == 784 * 576
    np.testing.assert_allclose(found["gradients"].sum(axis=1), 1)


def test_a_matrix_filters_a_digit(pictures: Pictures) -> None:
    found, numbers = convolution_layers.study_toeplitz(PARAMS, pictures)
    assert numbers["difference"] < 1e-9
    assert (numbers["rows"], numbers["columns"]) == (26 * 26, 28 * 28)
    assert numbers["zeros"] == pytest.approx(1 - 6 / 784)  # Sobel's filter has six weights that are not 0
    assert found["blocks"].shape == (16, 36)


def test_operations_of_the_slides_image(pictures: Pictures) -> None:
    found, numbers = convolution_layers.study_operations(PARAMS, pictures)
    assert numbers["convolution"] == 280 * 319 * 3
    assert numbers["ratio"] == pytest.approx((2 * 280 * 320 - 1) / 3)
    assert (np.diff(found["totals"][:, 1] / found["totals"][:, 0]) > 0).all()


def test_where_moving_and_filtering_commute(pictures: Pictures) -> None:
    found, numbers = convolution_layers.study_equivariance(PARAMS, pictures)
    assert numbers["inside"] == 0
    assert numbers["digit"] == 0
    assert numbers["border"] > 1
    assert numbers["border_share"] == pytest.approx(13 / 106)  # 12 columns come in, and the filter reaches over by 1
    differs = np.abs(found["filtered_after"] - found["filtered_before"]).max(axis=0) > 0
    assert set(np.flatnonzero(differs)) <= {*range(12), 105}


def test_softplus_and_its_plain_formula(pictures: Pictures) -> None:
    _, numbers = convolution_units.study_rectifiers(PARAMS, pictures)
    assert numbers["overflows_at"] == int(np.log(np.finfo(np.float64).max)) + 1
    assert numbers["overflows_at_float32"] == int(np.log(np.finfo(np.float32).max)) + 1
    assert numbers["vanishes_at_minus"] == int(-np.log(np.finfo(np.float64).eps / 2)) + 1
    assert numbers["large"] == 1000
    assert numbers["distance_at"] == 0
    x = np.linspace(-30, 30, 7)
    np.testing.assert_allclose(convolution_units.plain_softplus(x), softplus(x), rtol=1e-2)


def test_pooling_tolerates_small_shifts(pictures: Pictures) -> None:
    found, numbers = convolution_units.study_pooling(PARAMS, pictures)
    assert numbers["worked"] == {"units": 6, "unchanged": 0, "pooled_units": 3, "pooled_unchanged": 2}
    np.testing.assert_array_equal(found["pooled_moved"], [1.0, 1.0, 0.1])
    assert found["shares"].shape == (2, 2, 3)
    assert all(numbers["pixels"][f"by_{columns}"]["gain"] > 0 for columns in (1, 2, 3))
    moved = np.roll(pictures.digits, 1, axis=2)  # no digit reaches the border
    active = (pictures.digits != 0) | (moved != 0)
    unchanged = (pictures.digits == moved)[active].mean()
    assert numbers["pixels"]["by_1"]["alone"] == pytest.approx(unchanged)
    assert numbers["with_blank"]["by_1"]["alone"] == pytest.approx((pictures.digits == moved).mean())


def test_the_digit_is_of_the_class_asked_for(tmp_path, monkeypatch: pytest.MonkeyPatch, digits: Split) -> None:
    monkeypatch.setattr(study_convolution, "PREPARED", tmp_path)
    np.save(tmp_path / "train_images.npy", digits.images)
    np.save(tmp_path / "train_labels.npy", digits.labels)
    pictures = study_convolution._read_pictures(PARAMS)
    np.testing.assert_array_equal(pictures.digit, digits.images[np.flatnonzero(digits.labels == 5)[0]])
    assert pictures.digits.shape == (50, 28, 28)
