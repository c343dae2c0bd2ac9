"""Planes, distances and basis functions: worked by hand, against scikit-learn, by geometry."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression
from sklearn.metrics.pairwise import rbf_kernel
from sklearn.preprocessing import PolynomialFeatures

from redes.foundations.discriminants import (
    discriminant,
    fit_least_squares,
    gaussian_basis,
    generalized_discriminant,
    plane_offset,
    product_basis,
    signed_distance,
)
from redes.foundations.perceptron import fit_perceptron, step, truth_table

few = settings(max_examples=30, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def test_the_line_3x_plus_4y_equals_12() -> None:
    w, w0 = np.array([3.0, 4.0]), -12.0
    assert discriminant(np.array([4.0, 0.0]), w, w0) == 0
    assert signed_distance(np.array([0.0, 0.0]), w, w0) == -2.4
    assert plane_offset(w, w0) == 2.4


@few
@given(seeds, st.integers(1, 6))
def test_going_the_distance_along_the_normal_ends_on_the_plane(seed: int, dimensions: int) -> None:
    rng = np.random.default_rng(seed)
    x, w, w0 = rng.normal(size=(5, dimensions)), rng.normal(size=dimensions), rng.normal()
    normal = w / np.linalg.norm(w)
    feet = x - signed_distance(x, w, w0)[:, np.newaxis] * normal
    np.testing.assert_allclose(discriminant(feet, w, w0), 0, atol=1e-12)
    np.testing.assert_allclose(feet @ normal, plane_offset(w, w0), atol=1e-12)


@few
@given(seeds, st.floats(1e-3, 1e3))
def test_distances_do_not_depend_on_the_length_of_the_weights(seed: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    x, w, w0 = rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal()
    np.testing.assert_allclose(signed_distance(x, scale * w, scale * w0), signed_distance(x, w, w0))


@few
@given(seeds, st.integers(5, 30), st.integers(1, 3))
def test_least_squares_like_scikit_learn(seed: int, count: int, dimensions: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(count, dimensions)), rng.choice([-1.0, 1.0], count)
    theirs = LinearRegression().fit(x, y)
    np.testing.assert_allclose(fit_least_squares(x, y), np.append(theirs.intercept_, theirs.coef_), atol=1e-9)


@pytest.mark.parametrize("dimensions", [1, 2, 4])
def test_the_product_basis_like_scikit_learn(dimensions: int) -> None:
    x = np.random.default_rng(1).normal(size=(7, dimensions))
    theirs = PolynomialFeatures(degree=2, interaction_only=True, include_bias=False).fit_transform(x)
    np.testing.assert_allclose(product_basis(x), theirs)


def test_the_gaussian_basis_like_scikit_learn() -> None:
    rng = np.random.default_rng(2)
    x, centers = rng.normal(size=(7, 2)), rng.normal(size=(3, 2))
    np.testing.assert_allclose(gaussian_basis(x, centers, 0.5), rbf_kernel(x, centers, gamma=2.0))


def test_the_product_basis_makes_xnor_linear() -> None:
    x, y = truth_table("XNOR")
    assert generalized_discriminant(x, np.array([1.0, -1.0, -1.0, 2.0])).tolist() == y.tolist()
    np.testing.assert_allclose(fit_least_squares(product_basis(x), y), [1, -1, -1, 2], atol=1e-12)
    np.testing.assert_allclose(fit_least_squares(x, y), [0.5, 0, 0], atol=1e-12)


def test_the_perceptron_rule_learns_xnor_from_the_product_basis() -> None:
    x, y = truth_table("XNOR")
    thetas, errors = fit_perceptron(product_basis(x), y, max_passes=100)
    assert errors[-1] == 0
    assert step(generalized_discriminant(x, thetas[-1])).tolist() == y.tolist()


def test_several_outputs_are_several_discriminants() -> None:
    x, w = np.random.default_rng(3).normal(size=(5, 2)), np.random.default_rng(4).normal(size=(3, 4))
    np.testing.assert_allclose(generalized_discriminant(x, w)[:, 1], generalized_discriminant(x, w[1]))


def test_no_plane_no_width_and_weights_that_do_not_fit_are_refused() -> None:
    for function in (lambda: plane_offset(np.zeros(2), 1.0), lambda: signed_distance(np.ones(2), np.zeros(2), 1.0)):
        with pytest.raises(ValueError, match="expected a normal w that is not zero"):
            function()
    with pytest.raises(ValueError, match="expected a positive width; got 0"):
        gaussian_basis(np.zeros((1, 2)), np.zeros((1, 2)), 0)
    with pytest.raises(ValueError, match="expected 4 weights"):
        generalized_discriminant(np.zeros((1, 2)), np.zeros(3))
