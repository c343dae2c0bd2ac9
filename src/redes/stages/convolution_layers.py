"""The studies of ``study_convolution`` of a layer's connections: who sees what, and what it costs (T14)."""

from types import SimpleNamespace
from typing import Any, NamedTuple

import numpy as np

from redes.foundations.convolution import EDGE, cross_correlate
from redes.foundations.receptive_field import (
    compute_receptive_fields,
    measure_receptive_fields,
    trace_receptive_fields,
)
from redes.foundations.toeplitz import (
    build_doubly_blocked_toeplitz,
    build_toeplitz,
    count_convolution_operations,
    count_matrix_operations,
)
from redes.foundations.translation import compute_equivariance_gap, mark_equivariant, translate

Found = tuple[dict[str, np.ndarray], dict[str, Any]]

#: Size and stride of the layers of ``train_mnist_cnn``, along one axis of its 28 pixels.
LAYERS = ((5, 1), (2, 2), (3, 1), (3, 1), (2, 2), (3, 1))
#: The slides' own image: height and width.
SLIDES_IMAGE = (280, 320)
SIDES = 2 ** np.arange(2, 12)


class Pictures(NamedTuple):
    """What the studies look at: floats from 0 to 255.

    Attributes:
        digit: ``(28, 28)``, ink is 255.
        digits: ``(n, 28, 28)``, others like it.
        photograph: ``(106, 106)``, black is 0.
    """

    digit: np.ndarray
    digits: np.ndarray
    photograph: np.ndarray


def study_receptive_fields(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Measure by gradients how much of a digit the middle unit of each layer sees; count weights."""
    del params
    length = pictures.digit.shape[0]
    computed, measured = compute_receptive_fields(LAYERS), measure_receptive_fields(LAYERS, length)
    units = [length]
    for size, stride in LAYERS:
        units.append((units[-1] - size) // stride + 1)
    size = LAYERS[0][0]
    numbers = {
        "measured": measured.tolist(),
        "last": int(measured[-1]),
        "difference": int(np.abs(measured - computed).max()),
        "units": units,
        "shared_weights": size**2,
        "dense_weights": length**2 * units[1] ** 2,
    }
    layers = {"sizes": np.array(LAYERS)[:, 0], "strides": np.array(LAYERS)[:, 1]}
    return layers | {"units": np.array(units), "gradients": trace_receptive_fields(LAYERS, length)}, numbers


def study_toeplitz(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Write filters as matrices; multiply a whole digit by one, and compare with the convolution."""
    kernel, digit = np.array(params.kernel, dtype=np.float64), pictures.digit
    small = (params.matrix_side, params.matrix_side)
    matrix = build_doubly_blocked_toeplitz(kernel, digit.shape)
    product = matrix @ digit.ravel()
    numbers = {
        "difference": np.abs(product - cross_correlate(digit, kernel).ravel()).max(),
        "rows": matrix.shape[0],
        "columns": matrix.shape[1],
        "zeros": np.mean(matrix == 0),
        "different_weights": kernel.size,
    }
    found = {"row": build_toeplitz(EDGE[0], params.matrix_side)}
    return found | {"blocks": build_doubly_blocked_toeplitz(kernel, small)}, numbers


def study_operations(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Count products and additions of the slides' kernel [-1, 1], as a convolution and as a full matrix."""
    del params, pictures
    count = (count_convolution_operations, count_matrix_operations)
    totals = np.array([[counted((side, side), EDGE.shape).total for counted in count] for side in SIDES.tolist()])
    convolution, matrix = (counted(SLIDES_IMAGE, EDGE.shape) for counted in count)
    height, width = SLIDES_IMAGE
    numbers = {
        "height": height,
        "width": width,
        "slide_convolution": height * width * 3,
        "slide_matrix": (height * width) ** 2,
        "slide_ratio": height * width / 3,
        "convolution": convolution.total,
        "matrix": matrix.total,
        "ratio": matrix.total / convolution.total,
    }
    slides = np.array([height, width, convolution.total, matrix.total])
    return {"sides": SIDES, "totals": totals, "slides": slides}, numbers


def study_equivariance(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Filter a moved picture, move a filtered one, and look where they differ: a photograph, and a digit."""
    kernel, columns, photograph = np.array(params.kernel, dtype=np.float64), params.shift, pictures.photograph
    gap = compute_equivariance_gap(photograph, kernel, columns=columns)
    holds = mark_equivariant(photograph.shape, kernel.shape, columns=columns)
    digit_gap = compute_equivariance_gap(pictures.digit, kernel, columns=1)
    moved = translate(photograph, columns=columns)
    found = {
        "moved": moved,
        "filtered_after": cross_correlate(moved, kernel, padding="same"),
        "filtered_before": translate(cross_correlate(photograph, kernel, padding="same"), columns=columns),
        "holds": holds,
    }
    numbers = {
        "columns": columns,
        "inside": gap[holds].max(),
        "border": gap[~holds].max(),
        "border_share": np.mean(~holds),
        "digit": digit_gap.max(),
    }
    return found, numbers
