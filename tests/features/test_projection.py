"""Planes agree with scikit-learn's principal components."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from sklearn.decomposition import PCA

from redes.features.projection import fit_difference_plane, fit_plane, project


@given(st.integers(0, 2**32 - 1), st.integers(3, 40), st.integers(2, 20))
def test_the_plane_of_scikit_learn_up_to_signs(seed: int, count: int, dimensions: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, dimensions))
    mean, plane = fit_plane(vectors)
    expected = PCA(2, svd_solver="full").fit_transform(vectors)
    np.testing.assert_allclose(np.abs(project(vectors, mean, plane)), np.abs(expected), atol=2e-6)
    np.testing.assert_allclose(plane @ plane.T, np.eye(2), atol=1e-9)
    assert (plane[[0, 1], np.abs(plane).argmax(axis=1)] > 0).all()


def test_the_sign_does_not_depend_on_the_order_of_words() -> None:
    vectors = np.random.default_rng(0).normal(size=(30, 10))
    np.testing.assert_allclose(fit_plane(vectors)[1], fit_plane(vectors[::-1])[1], atol=1e-9)


def test_pairs_that_differ_alike_lie_along_the_first_axis() -> None:
    rng = np.random.default_rng(0)
    first, step = rng.normal(size=(6, 10)), rng.normal(size=10)
    plane = fit_difference_plane(first, first + step)
    steps = project(first + step, *plane) - project(first, *plane)
    np.testing.assert_allclose(steps, np.tile([np.linalg.norm(step), 0], (6, 1)), atol=2e-6)
    np.testing.assert_allclose(plane[1] @ plane[1].T, np.eye(2), atol=1e-9)
