"""Random small movements of digits, new for every pass over the training set."""

import numpy as np
import tensorflow as tf


def random_transforms(
    rng: np.random.Generator,
    count: int,
    *,
    rotation: float,
    shear: float,
    scale: float,
    shift: float,
    size: int = 28,
) -> np.ndarray:
    """Draw projective transforms about the image's centre, each number uniformly within plus or minus its limit.

    Args:
        rng: where the random numbers come from.
        count: transforms to draw.
        rotation: degrees.
        shear: degrees.
        scale: relative change of size.
        shift: pixels, in both directions.
        size: pixels of a side of the image.

    Returns:
        ``float32 (count, 8)``, rows ``(a0, a1, a2, b0, b1, b2, 0, 0)`` as ``tf.raw_ops.ImageProjectiveTransformV3``
        takes them: they map a point of the output to a point of the input.
    """
    angle, slant = (np.deg2rad(rng.uniform(-limit, limit, count)) for limit in (rotation, shear))
    zoom = 1.0 + rng.uniform(-scale, scale, count)
    dx, dy = rng.uniform(-shift, shift, (2, count))
    a0, a1 = np.cos(angle) / zoom, np.sin(angle + slant) / zoom
    b0, b1 = -np.sin(angle) / zoom, np.cos(angle + slant) / zoom
    centre = (size - 1) / 2
    a2 = centre - a0 * (centre + dx) - a1 * (centre + dy)
    b2 = centre - b0 * (centre + dx) - b1 * (centre + dy)
    zeros = np.zeros(count)
    return np.stack([a0, a1, a2, b0, b1, b2, zeros, zeros], axis=1).astype(np.float32)


def transform_images(images: np.ndarray, transforms: np.ndarray, chunk: int = 5000) -> np.ndarray:
    """Apply one projective transform to each image, with bilinear interpolation and paper outside the border.

    Args:
        images: ``float32 (n, height, width, 1)``.
        transforms: ``float32 (n, 8)``, from ``random_transforms``.
        chunk: images moved at a time.

    Returns:
        ``float32 (n, height, width, 1)``.
    """
    moved = [
        tf.raw_ops.ImageProjectiveTransformV3(
            images=images[start : start + chunk],
            transforms=transforms[start : start + chunk],
            output_shape=images.shape[1:3],
            fill_value=0.0,
            interpolation="BILINEAR",
            fill_mode="CONSTANT",
        ).numpy()
        for start in range(0, len(images), chunk)
    ]
    return np.concatenate(moved)
