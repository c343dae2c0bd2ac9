"""Several detectors over several maps: SciPy's sums, by hand, and what does not fit."""

import numpy as np
import pytest
from scipy.signal import correlate

from redes.foundations.feature_maps import Block, detect, fold_normalization, trace_image


def test_each_detector_adds_up_correlations_of_all_maps() -> None:
    rng = np.random.default_rng(1)
    maps, kernels = rng.normal(size=(3, 9, 8)), rng.normal(size=(3, 2, 3, 5))
    found = detect(maps, kernels)
    assert (found.shape, found.dtype) == ((5, 7, 7), np.float64)
    for number, detector in enumerate(np.moveaxis(kernels, -1, 0)):
        # Of three dimensions, "valid" leaves one place along the maps: the sum over them.
        expected = correlate(maps, np.moveaxis(detector, -1, 0), mode="valid")[0]
        np.testing.assert_allclose(found[number], expected, atol=1e-12)


def test_kernels_for_other_maps_are_refused() -> None:
    with pytest.raises(ValueError, match="expected 3 maps, as many as the kernels read; got 2"):
        detect(np.zeros((2, 5, 5)), np.zeros((3, 3, 3, 4)))


def test_a_folded_normalization_is_the_formula() -> None:
    rng = np.random.default_rng(2)
    a, gamma, beta, mean = rng.normal(size=(4, 6))
    variance = rng.uniform(0.1, 2, 6)
    scale, offset = fold_normalization(gamma, beta, mean, variance, 1e-3)
    np.testing.assert_allclose(a * scale + offset, gamma * (a - mean) / np.sqrt(variance + 1e-3) + beta)


def test_a_path_by_hand() -> None:
    """Single pixels are doubled, pooling keeps 8, normalisation makes 7 of it; with its sign changed, nothing."""
    image = np.array([[1.0, 2.0], [3.0, 4.0]])
    doubling = Block(np.full((1, 1, 1, 1), 2.0), np.array([1.0]), np.array([-1.0]), pooled=True)
    names, maps = zip(*trace_image(image, [doubling]), strict=True)
    assert names == ("image", "convolution", "pooling", "relu")
    assert [given.tolist() for given in maps[1:]] == [[[[2, 4], [6, 8]]], [[[8]]], [[[7]]]]
    against = doubling._replace(scale=np.array([-1.0]), pooled=False)
    assert trace_image(image, [against])[-1][1].tolist() == [[[0, 0], [0, 0]]]
