"""A convolutional network's forward pass: several detectors over the same input, pooled, layer upon layer (T17)."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from redes.foundations.activations import relu
from redes.foundations.pooling import max_pool_2d
from redes.foundations.windows import extract_windows


class Block(NamedTuple):
    """A convolution and what follows it.

    Attributes:
        kernels: ``(height, width, maps before, detectors)``.
        scale: of each map, by which the normalisation multiplies, ``(detectors,)``.
        offset: of each map, which it then adds, ``(detectors,)``.
        pooled: whether max pooling, 2 wide with stride 2, stands between convolution and normalisation.
    """

    kernels: np.ndarray
    scale: np.ndarray
    offset: np.ndarray
    pooled: bool


def detect(maps: np.ndarray, kernels: np.ndarray) -> np.ndarray:
    """Lay several detectors over the same maps: S_d(i, j) = sum_c sum_mn I_c(i + m, j + n) K_cd(m, n).

    Two detectors on one pixel, of which the second wants it dark:

    >>> detect(np.array([[[3.0]]]), np.array([[[[1.0, -1.0]]]])).tolist()
    [[[3.0]], [[-3.0]]]

    Args:
        maps: floats ``(c, height, width)``.
        kernels: floats ``(kernel_height, kernel_width, c, detectors)``, as Keras holds them.

    Returns:
        float64 ``(detectors, m_height, m_width)``; nothing is padded.

    Raises:
        ValueError: when the kernels are for another number of maps, and as ``extract_windows`` says.

    Source: T17; Goodfellow, Bengio and Courville (2016), equation 9.7.
    """
    height, width, channels, _ = kernels.shape
    if len(maps) != channels:
        raise ValueError(f"expected {channels} maps, as many as the kernels read; got {len(maps)}")
    windows = extract_windows(maps, (height, width))
    return np.einsum("cijmn,mncd->dij", windows, np.asarray(kernels, dtype=np.float64), optimize=True)


def fold_normalization(
    gamma: np.ndarray, beta: np.ndarray, mean: np.ndarray, variance: np.ndarray, epsilon: float
) -> tuple[np.ndarray, np.ndarray]:
    """Write a trained batch normalisation as one product and one sum.

    >>> [part.tolist() for part in fold_normalization(*np.array([[6.0], [1.0], [2.0], [8.0]]), epsilon=1.0)]
    [[2.0], [-3.0]]

    Args:
        gamma: learned scale, ``(maps,)``.
        beta: learned centre.
        mean: of the training examples.
        variance: of the training examples.
        epsilon: added to the variance.

    Returns:
        Scale and offset, float64 ``(maps,)`` each.

    Source: Ioffe and Szegedy 2015, arXiv 1502.03167; T17.
    """
    scale = np.asarray(gamma, dtype=np.float64) / np.sqrt(np.asarray(variance, dtype=np.float64) + epsilon)
    return scale, beta - mean * scale


def trace_image(image: np.ndarray, blocks: Sequence[Block]) -> list[tuple[str, np.ndarray]]:
    """Follow an image through a convolutional network.

    Args:
        image: floats ``(height, width)``.
        blocks: from the image on.

    Returns:
        What each step makes of it, float64 ``(maps, height, width)``, with the step's name: the image itself,
        ``"image"``; then for each block ``"convolution"``, ``"pooling"`` where it pools, and ``"relu"``.

    Raises:
        ValueError: as ``detect`` says.

    Source: T17.
    """
    maps = np.asarray(image, dtype=np.float64)[np.newaxis]
    steps = [("image", maps)]
    for block in blocks:
        maps = detect(maps, block.kernels)
        steps.append(("convolution", maps))
        if block.pooled:
            maps = max_pool_2d(maps, size=2, stride=2)
            steps.append(("pooling", maps))
        maps = relu(maps * block.scale[:, np.newaxis, np.newaxis] + block.offset[:, np.newaxis, np.newaxis])
        steps.append(("relu", maps))
    return steps
