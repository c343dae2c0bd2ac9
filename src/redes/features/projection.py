"""Many dimensions seen in two."""

import numpy as np


def fit_plane(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the plane that keeps most of the variance of some vectors: their first two principal components.

    Args:
        vectors: floats ``(n, dimensions)``, n at least 2.

    Returns:
        Their mean, float64 ``(dimensions,)``, and two orthogonal directions of length 1, float64
        ``(2, dimensions)``. The sign of a direction is free: here its largest component is positive.

    >>> mean, plane = fit_plane(np.array([[0.0, -3.0], [0.0, 3.0], [-1.0, 0.0], [1.0, 0.0]]))
    >>> plane.tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    mean = vectors.astype(np.float64).mean(axis=0)
    _, _, directions = np.linalg.svd(vectors - mean, full_matrices=False)
    plane = directions[:2]
    largest = np.abs(plane).argmax(axis=1)
    return mean, plane * np.sign(plane[[0, 1], largest])[:, np.newaxis]


def fit_difference_plane(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the plane in which pairs of vectors show how they differ.

    Args:
        first: floats ``(pairs, dimensions)``, at least 2 pairs.
        second: the same.

    Returns:
        The mean of all, float64 ``(dimensions,)``, and two orthogonal directions of length 1, float64
        ``(2, dimensions)``: the mean difference second - first, and the direction across it in which the
        middles of the pairs vary most.
    """
    differences = second.astype(np.float64) - first
    middles = first + differences / 2
    common = differences.mean(axis=0)
    common /= np.linalg.norm(common)
    mean = middles.mean(axis=0)
    rest = middles - mean
    _, plane = fit_plane(rest - np.outer(rest @ common, common))
    return mean, np.stack([common, plane[0]])


def project(vectors: np.ndarray, mean: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """Give the coordinates of vectors in a plane.

    Args:
        vectors: floats ``(..., dimensions)``.
        mean: the origin, ``(dimensions,)``.
        plane: two directions, ``(2, dimensions)``.

    Returns:
        float64 ``(..., 2)``, rounded to 6 decimals.
    """
    return np.round((vectors - mean) @ plane.T, 6) + 0.0
