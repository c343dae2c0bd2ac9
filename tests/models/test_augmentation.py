"""Movements of digits, against SciPy and by hand."""

import numpy as np
from scipy import ndimage

from redes.features.digits import Split, scale_images
from redes.models.augmentation import random_transforms, transform_images

STILL = {"rotation": 0.0, "shear": 0.0, "scale": 0.0, "shift": 0.0}


def test_no_movement_changes_nothing(digits: Split) -> None:
    images = scale_images(digits.images[:50])
    transforms = random_transforms(np.random.default_rng(1), 50, **STILL)
    np.testing.assert_array_equal(transform_images(images, transforms, chunk=20), images)


def test_a_shift_agrees_with_scipy(digits: Split) -> None:
    images = scale_images(digits.images[:20])
    transforms = random_transforms(np.random.default_rng(1), 20, **{**STILL, "shift": 3.0})
    moved = transform_images(images, transforms)
    for image, result, transform in zip(images, moved, transforms, strict=True):
        dx, dy = -transform[2], -transform[5]
        expected = ndimage.shift(image[..., 0], (dy, dx), order=1, mode="grid-constant")
        np.testing.assert_allclose(result[..., 0], expected, atol=1e-4)


def test_a_turn_agrees_with_scipy(digits: Split) -> None:
    images = scale_images(digits.images[:20])
    transforms = random_transforms(np.random.default_rng(1), 20, **{**STILL, "rotation": 30.0})
    moved = transform_images(images, transforms)
    for image, result, (a0, a1, a2, b0, b1, b2, _, _) in zip(images, moved, transforms, strict=True):
        expected = ndimage.affine_transform(
            image[..., 0], [[b1, b0], [a1, a0]], offset=[b2, a2], order=1, mode="grid-constant"
        )
        np.testing.assert_allclose(result[..., 0], expected, atol=1e-3)
        assert np.hypot(a0, b0) == np.float32(1) or abs(np.hypot(a0, b0) - 1) < 1e-6


def test_every_limit_is_kept() -> None:
    transforms = random_transforms(np.random.default_rng(2), 1000, rotation=8, shear=8, scale=0.08, shift=1.5)
    angles = np.rad2deg(np.arctan2(-transforms[:, 3], transforms[:, 0]))
    assert 7 < np.abs(angles).max() <= 8.0001
    zooms = 1 / np.hypot(transforms[:, 0], transforms[:, 3])
    assert 0.92 - 1e-5 <= zooms.min() < 0.93
    assert 1.07 < zooms.max() <= 1.08 + 1e-5
