"""Correlation and convolution against the slides' sum, SciPy and TensorFlow."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.activations import sigmoid
from redes.foundations.convolution import (
    EDGE,
    MEAN_BLUR,
    SHIFT_DOWN,
    WORKED_PATCH,
    apply_shared_layer,
    convolve,
    cross_correlate,
    integrate_convolution,
)
from redes.foundations.translation import translate

seeds = st.integers(0, 2**32 - 1)
sides = st.integers(1, 5)


def draw(seed: int, *shapes: tuple[int, ...]) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [rng.normal(size=shape) for shape in shapes]


def test_worked_sum_of_the_slides() -> None:
    np.testing.assert_array_equal(cross_correlate(WORKED_PATCH, SHIFT_DOWN), [[42]])
    np.testing.assert_array_equal(convolve(WORKED_PATCH, SHIFT_DOWN), [[56]])


def test_correlation_by_hand() -> None:
    image = np.array([[1.0, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(cross_correlate(image, np.array([[1, 10], [100, 1000]])), [[5421, 6532]])
    np.testing.assert_array_equal(convolve(image, np.array([[1, 10], [100, 1000]])), [[1245, 2356]])
    np.testing.assert_array_equal(cross_correlate(np.arange(5), np.array([1, 0, -1]), stride=2), [-2, -2])


@settings(max_examples=40, deadline=None)
@given(seeds, sides, sides, st.integers(5, 9), st.integers(5, 9))
def test_agrees_with_scipy(seed: int, kernel_height: int, kernel_width: int, height: int, width: int) -> None:
    image, kernel = draw(seed, (height, width), (kernel_height, kernel_width))
    for padding in ("valid", "same", "full"):
        correlated = scipy.signal.correlate2d(image, kernel, mode=padding)
        np.testing.assert_allclose(cross_correlate(image, kernel, padding=padding), correlated, atol=1e-12)
        if padding == "same" and not (kernel_height % 2 and kernel_width % 2):
            continue  # SciPy flips an even kernel's padding too, and puts the odd zero first
        convolved = scipy.signal.convolve2d(image, kernel, mode=padding)
        np.testing.assert_allclose(convolve(image, kernel, padding=padding), convolved, atol=1e-12)


@settings(max_examples=20, deadline=None)
@given(seeds, sides, st.integers(5, 20))
def test_agrees_with_numpy_in_one_dimension(seed: int, size: int, length: int) -> None:
    signal, kernel = draw(seed, (length,), (size,))
    for padding in ("valid", "full"):
        np.testing.assert_allclose(
            cross_correlate(signal, kernel, padding=padding), np.correlate(signal, kernel, mode=padding), atol=1e-12
        )
        np.testing.assert_allclose(
            convolve(signal, kernel, padding=padding), np.convolve(signal, kernel, mode=padding), atol=1e-12
        )


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=20, deadline=None)
@given(seeds, sides, sides, st.integers(1, 4), st.sampled_from(["valid", "same"]))
def test_strides_and_padding_agree_with_tensorflow(
    seed: int, kernel_height: int, kernel_width: int, stride: int, padding: str
) -> None:
    import tensorflow as tf

    images, kernel = draw(seed, (3, 9, 8), (kernel_height, kernel_width))
    theirs = tf.nn.conv2d(images[..., np.newaxis], kernel[..., np.newaxis, np.newaxis], stride, padding.upper())
    np.testing.assert_allclose(cross_correlate(images, kernel, stride, padding), theirs[..., 0], atol=1e-12)


@settings(max_examples=20, deadline=None)
@given(seeds, sides, sides)
def test_convolution_is_correlation_with_the_flipped_kernel_and_commutes(seed: int, height: int, width: int) -> None:
    image, kernel = draw(seed, (6, 7), (height, width))
    np.testing.assert_array_equal(convolve(image, kernel), cross_correlate(image, kernel[::-1, ::-1]))
    np.testing.assert_allclose(
        convolve(image, kernel, padding="full"), convolve(kernel, image, padding="full"), atol=1e-12
    )


def test_kernels_of_the_slides() -> None:
    (image,) = draw(0, (6, 7))
    kept = image.copy()
    np.testing.assert_allclose(cross_correlate(image, SHIFT_DOWN, padding="same"), translate(image, rows=1))
    np.testing.assert_allclose(cross_correlate(image, MEAN_BLUR)[2, 3], image[2:5, 3:6].mean())
    np.testing.assert_allclose(cross_correlate(image, EDGE), np.diff(image, axis=1))
    centred = cross_correlate(image, np.pad(EDGE, ((0, 0), (0, 1))), padding="same")
    np.testing.assert_allclose(centred[:, 1:], np.diff(image, axis=1))
    np.testing.assert_array_equal(image, kept)
    with pytest.raises(ValueError, match="read-only"):
        EDGE[0, 0] = 5


def test_shared_layer_by_hand_and_as_a_dense_layer() -> None:
    x, weights = np.array([1.0, 2, 3]), np.array([2.0, -1])
    np.testing.assert_array_equal(apply_shared_layer(x, weights, 1.0, lambda a: a), [-1, 0])
    dense = np.array([[2.0, -1, 0], [0, 2, -1]])
    np.testing.assert_allclose(apply_shared_layer(x, weights, 1.0, sigmoid), sigmoid(dense @ x - 1))


def test_integral_of_two_boxes_is_a_triangle() -> None:
    spacing = 0.01
    box = np.ones(100)  # 1 on [0, 1), sampled in the middle of each step
    triangle = integrate_convolution(box, box, spacing)
    times = spacing * (np.arange(199) + 1)
    np.testing.assert_allclose(triangle, 1 - np.abs(times - 1), atol=1e-9)


def test_integral_of_two_normal_densities_is_normal() -> None:
    spacing, times = 0.05, np.arange(-10, 10.001, 0.05)

    def density(t: np.ndarray, variance: float) -> np.ndarray:
        return np.exp(-(t**2) / (2 * variance)) / np.sqrt(2 * np.pi * variance)

    mixed = integrate_convolution(density(times, 1.0), density(times, 2.0), spacing)
    middle = slice(200, 601)  # times -10 to 10 of -20 to 20
    np.testing.assert_allclose(mixed[middle], density(times, 3.0), atol=1e-9)


@pytest.mark.parametrize(
    ("image", "kernel", "options", "message"),
    [
        (np.ones((3, 3)), np.ones((4, 1)), {}, r"windows that fit into the signal of \(3, 3\); got \(4, 1\)"),
        (np.ones(3), np.ones((2, 2)), {}, r"with 2 axes or more; got shape \(3,\)"),
        (np.ones((0, 3)), np.ones((1, 1)), {"padding": "same"}, "not empty"),
        (np.ones((3, 3)), np.ones((1, 1, 1)), {}, r"kernel with 1 or 2 axes; got shape \(1, 1, 1\)"),
        (np.ones((3, 3)), np.ones((0, 1)), {}, r"sizes and a stride of at least 1; got sizes \(0, 1\)"),
        (np.ones((3, 3)), np.ones((2, 2)), {"stride": 0}, "stride 0"),
        (
            np.ones((3, 3)),
            np.ones((2, 2)),
            {"padding": "SAME"},
            'expected padding "valid", "same" or "full"; got \'SAME\'',
        ),
    ],
)
def test_refusals(image: np.ndarray, kernel: np.ndarray, options: dict, message: str) -> None:
    for function in (cross_correlate, convolve):
        with pytest.raises(ValueError, match=message):
            function(image, kernel, **options)


def test_refusals_of_one_dimensional_functions() -> None:
    with pytest.raises(ValueError, match="expected two 1-D arrays of samples"):
        integrate_convolution(np.ones((2, 2)), np.ones(2), 0.1)
    with pytest.raises(ValueError, match="expected weights of one neuron"):
        apply_shared_layer(np.ones((3, 3)), np.ones((2, 2)), 0.0, sigmoid)
