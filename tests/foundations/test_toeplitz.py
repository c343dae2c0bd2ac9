"""The matrix of a correlation against SciPy and the correlation itself; operations against counting by hand."""

import numpy as np
import pytest
import scipy.linalg
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.convolution import cross_correlate
from redes.foundations.toeplitz import (
    build_doubly_blocked_toeplitz,
    build_toeplitz,
    count_convolution_operations,
    count_matrix_operations,
)

seeds = st.integers(0, 2**32 - 1)


def test_matrix_of_the_slides() -> None:
    expected = [[7, 9, 0, 0], [0, 7, 9, 0], [0, 0, 7, 9]]
    np.testing.assert_array_equal(build_toeplitz(np.array([7.0, 9.0]), 4), expected)


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(1, 6), st.integers(0, 6))
def test_agrees_with_scipy_and_with_the_correlation(seed: int, size: int, more: int) -> None:
    rng = np.random.default_rng(seed)
    kernel, signal = rng.normal(size=size), rng.normal(size=size + more)
    matrix = build_toeplitz(kernel, len(signal))
    column = np.append(kernel[0], np.zeros(more))
    np.testing.assert_array_equal(matrix, scipy.linalg.toeplitz(column, np.append(kernel, np.zeros(more))))
    np.testing.assert_allclose(matrix @ signal, cross_correlate(signal, kernel), atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(seeds, st.tuples(st.integers(1, 4), st.integers(1, 4)), st.tuples(st.integers(4, 7), st.integers(4, 7)))
def test_doubly_blocked_matrix_is_the_correlation(
    seed: int, kernel_shape: tuple[int, int], image_shape: tuple[int, int]
) -> None:
    rng = np.random.default_rng(seed)
    kernel, image = rng.normal(size=kernel_shape), rng.normal(size=image_shape)
    matrix = build_doubly_blocked_toeplitz(kernel, image_shape)
    np.testing.assert_allclose(matrix @ image.ravel(), cross_correlate(image, kernel).ravel(), atol=1e-12)
    np.testing.assert_allclose(np.count_nonzero(matrix, axis=1), kernel.size)


def test_operations_of_an_image_with_the_edge_kernel() -> None:
    shared = count_convolution_operations((280, 320), (1, 2))
    full = count_matrix_operations((280, 320), (1, 2))
    assert shared == (178_640, 89_320)
    assert shared.total == 280 * 319 * 3
    assert full.multiplications == 280 * 319 * 280 * 320
    assert full.total == 280 * 319 * (2 * 280 * 320 - 1)
    assert 59_000 < full.total / shared.total < 60_000


def test_multiplications_are_the_entries_of_the_matrices() -> None:
    matrix = build_doubly_blocked_toeplitz(np.ones((2, 3)), (5, 6))
    assert count_convolution_operations((5, 6), (2, 3)).multiplications == np.count_nonzero(matrix)
    assert count_matrix_operations((5, 6), (2, 3)).multiplications == matrix.size


def test_refusals() -> None:
    with pytest.raises(ValueError, match=r"k from 1 to the length 2; got shape \(3,\)"):
        build_toeplitz(np.ones(3), 2)
    with pytest.raises(ValueError, match=r"2-D kernel that fits into \(2, 2\); got shape \(1, 3\)"):
        build_doubly_blocked_toeplitz(np.ones((1, 3)), (2, 2))
    for count in (count_convolution_operations, count_matrix_operations):
        for kernel_shape in ((3,), (3, 0), (3, 9)):
            with pytest.raises(ValueError, match=r"expected a kernel that fits into \(4, 4\)"):
                count((4, 4), kernel_shape)
