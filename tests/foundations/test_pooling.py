"""Max pooling by hand and against TensorFlow; its tolerance to small moves."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.features.digits import Split
from redes.foundations.pooling import max_pool_1d, max_pool_2d, measure_share_unchanged, measure_shift_tolerance

seeds = st.integers(0, 2**32 - 1)


def test_three_wide_with_stride_two_by_hand() -> None:
    signal = np.array([0.1, 1.0, 0.2, 0.1, 0.0, 0.1])
    kept = signal.copy()
    np.testing.assert_array_equal(max_pool_1d(signal), [1.0, 0.2])
    np.testing.assert_array_equal(max_pool_1d(signal, padding="same"), [1.0, 0.2, 0.1])
    np.testing.assert_array_equal(signal, kept)


def test_moving_by_one_changes_every_input_but_half_of_the_pooled_units() -> None:
    before, after = np.array([0.1, 1.0, 0.2, 0.1]), np.array([0.3, 0.1, 1.0, 0.2])
    pooled = [max_pool_1d(signal, 3, 1, "same") for signal in (before, after)]
    np.testing.assert_array_equal(pooled, [[1, 1, 1, 0.2], [0.3, 1, 1, 1]])
    assert measure_share_unchanged(before, after) == 0
    assert measure_share_unchanged(*pooled) == 0.5


def test_negative_signals_do_not_lose_to_the_padding() -> None:
    np.testing.assert_array_equal(max_pool_1d(-np.ones(4), 3, 2, "same"), [-1, -1])


@pytest.mark.usefixtures("tensorflow_settings")
@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 4), st.integers(1, 3), st.sampled_from(["valid", "same"]))
def test_agrees_with_tensorflow(seed: int, size: int, stride: int, padding: str) -> None:
    import tensorflow as tf

    images = np.random.default_rng(seed).normal(size=(2, 7, 6)).astype(np.float32)
    theirs = tf.nn.max_pool2d(images[..., np.newaxis], size, stride, padding.upper())[..., 0]
    np.testing.assert_array_equal(max_pool_2d(images, size, stride, padding), theirs)
    theirs = tf.nn.max_pool1d(images[0][..., np.newaxis], size, stride, padding.upper())[..., 0]
    np.testing.assert_array_equal(max_pool_1d(images[0], size, stride, padding), theirs)


@settings(max_examples=20, deadline=None)
@given(seeds, st.integers(1, 3))
def test_size_one_is_no_pooling(seed: int, axes: int) -> None:
    signal = np.random.default_rng(seed).normal(size=(5,) * axes)
    np.testing.assert_array_equal(max_pool_1d(signal, 1, 1), signal)


def test_share_counts_only_units_that_answer() -> None:
    before, after = np.array([0.0, 0, 1, 2, 3]), np.array([0.0, 4, 1, 2.5, 3])
    assert measure_share_unchanged(before, after) == 0.5
    assert measure_share_unchanged(before, after, tolerance=0.5) == 0.75


def test_a_digit_that_does_not_move_changes_nothing(digits: Split) -> None:
    assert measure_shift_tolerance(digits.images[:20], columns=0) == 1


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_pooling_keeps_more_of_a_digit_that_moves(digits: Split, columns: int) -> None:
    images = digits.images[::50] / 255
    bare = measure_shift_tolerance(images, columns, size=1, stride=1, tolerance=0.1)
    pooled = measure_shift_tolerance(images, columns, size=3, stride=2, tolerance=0.1)
    assert bare < pooled < 1


def test_refusals() -> None:
    with pytest.raises(ValueError, match=r"windows that fit into the signal of \(2,\); got \(3,\)"):
        max_pool_1d(np.ones(2))
    with pytest.raises(ValueError, match="with 2 axes or more"):
        max_pool_2d(np.ones(5))
    with pytest.raises(ValueError, match=r"the same units; got shapes \(2,\) and \(3,\)"):
        measure_share_unchanged(np.ones(2), np.ones(3))
    with pytest.raises(ValueError, match="expected an answer that is not 0"):
        measure_share_unchanged(np.zeros(2), np.zeros(2))
