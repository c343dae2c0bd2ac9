"""Translation by hand, and the equivariance of a convolution with its border named."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.translation import compute_equivariance_gap, mark_equivariant, translate

shifts = st.integers(-12, 12)
seeds = st.integers(0, 2**32 - 1)


def test_translate_by_hand() -> None:
    image = np.array([[1, 2, 3], [4, 5, 6]])
    np.testing.assert_array_equal(translate(image, 1, -1), [[0, 0, 0], [2, 3, 0]])
    np.testing.assert_array_equal(translate(image, 0, 2, fill=9), [[9, 9, 1], [9, 9, 4]])
    np.testing.assert_array_equal(translate(image, -5), np.zeros((2, 3)))


@settings(max_examples=40, deadline=None)
@given(seeds, shifts, shifts)
def test_translate_agrees_with_rolling_an_image_with_wide_margins(seed: int, rows: int, columns: int) -> None:
    images = np.random.default_rng(seed).normal(size=(2, 8, 9))
    rolled = np.roll(np.pad(images, [(0, 0), (12, 12), (12, 12)]), (rows, columns), axis=(1, 2))
    np.testing.assert_array_equal(translate(images, rows, columns), rolled[:, 12:-12, 12:-12])


@settings(max_examples=60, deadline=None)
@given(seeds, shifts, shifts, st.tuples(st.integers(1, 5), st.integers(1, 5)))
def test_filtering_commutes_with_moving_away_from_the_border(
    seed: int, rows: int, columns: int, kernel_shape: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    image, kernel = rng.normal(size=(10, 11)), rng.normal(size=kernel_shape)
    gap = compute_equivariance_gap(image, kernel, rows, columns)
    assert gap.shape == image.shape
    np.testing.assert_allclose(gap[mark_equivariant(image.shape, kernel_shape, rows, columns)], 0, atol=1e-12)


def test_border_of_a_3_by_3_kernel_is_where_it_fails() -> None:
    image = np.random.default_rng(0).normal(size=(8, 9))
    gap = compute_equivariance_gap(image, np.ones((3, 3)), rows=2)
    fails = np.flatnonzero(gap.max(axis=1) > 1e-9)
    np.testing.assert_array_equal(fails, [1, 7])  # beside what came in, and the last row
    inside = mark_equivariant((8, 9), (3, 3), rows=2)
    np.testing.assert_array_equal(np.flatnonzero(inside.all(axis=1)), [2, 3, 4, 5, 6])


def test_digits_keep_clear_of_the_border() -> None:
    """MNIST's margin of four pixels takes in a small move whole: there is no gap at all."""
    image = np.zeros((28, 28))
    image[4:24, 4:24] = np.random.default_rng(0).random((20, 20))
    np.testing.assert_allclose(compute_equivariance_gap(image, np.ones((3, 3)), 2, -3), 0, atol=1e-12)


def test_refusals() -> None:
    with pytest.raises(ValueError, match=r"expected an image \(..., height, width\); got shape \(3,\)"):
        translate(np.ones(3))
    with pytest.raises(ValueError, match=r"expected a 2-D kernel; got shape \(3,\)"):
        compute_equivariance_gap(np.ones((3, 3)), np.ones(3))
