"""The studies of ``study_convolution`` of what follows a filter: ReLU and softplus (T15), and pooling (T16)."""

import math
from types import SimpleNamespace
from typing import Any

import numpy as np

from redes.foundations.activations import relu, relu_derivative, softplus, softplus_derivative
from redes.foundations.convolution import EDGE, cross_correlate
from redes.foundations.pooling import max_pool_1d, max_pool_2d, measure_shift_tolerance
from redes.foundations.translation import translate
from redes.stages.convolution_layers import Found, Pictures

CURVE_AXIS = np.linspace(-6, 6, 241)
LARGE = 1000.0
STEP = 1e-5  # h of the central differences, near the cube root of float64's precision
#: The detectors of the worked case (Goodfellow, Bengio and Courville 2016, figures 9.8 and 9.10): each takes the
#: answer of its left neighbour when what they look for moves by one, and 0.3 comes in.
DETECTED = np.array([0.1, 1.0, 0.2, 0.1, 0.0, 0.1])
MOVED = np.array([0.3, *DETECTED[:-1]])
SHIFTS = (1, 2, 3)


def study_rectifiers(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Compare ReLU and softplus, the softplus' slope with differences, and its plain formula with the stable one."""
    del params, pictures
    x = CURVE_AXIS
    slopes = (softplus(x + STEP) - softplus(x - STEP)) / (2 * STEP)
    distance = softplus(x) - relu(x)
    numbers = {
        "largest_distance": distance.max(),
        "distance_at": x[distance.argmax()],
        "ln_2": math.log(2),
        "distance_gap": abs(distance.max() - math.log(2)),
        "slope_difference": np.abs(slopes - softplus_derivative(x)).max(),
        "large": float(softplus(np.array(LARGE))),
        "overflows_at": _find_overflow(np.float64),
        "overflows_at_float32": _find_overflow(np.float32),
        "vanishes_at_minus": _find_vanishing(),
    }
    numbers["where_it_vanishes"] = float(softplus(np.array(-float(numbers["vanishes_at_minus"]))))
    found = {"relu": relu(x), "softplus": softplus(x), "relu_slope": relu_derivative(x)}
    return found | {"x": x, "softplus_slope": softplus_derivative(x)}, numbers


def plain_softplus(x: np.ndarray) -> np.ndarray:
    """The formula as the slides write it, ln(1 + e^x), in the precision of x; infinite where e^x is."""
    with np.errstate(over="ignore"):
        return np.log(1 + np.exp(x))


def _find_overflow(kind: Any) -> int:
    """The first whole number at which the plain formula is no longer finite."""
    return int(np.argmin(np.isfinite(plain_softplus(np.arange(LARGE, dtype=kind)))))


def _find_vanishing() -> int:
    """How far below 0, in whole numbers, the plain formula is 0 for the first time; softplus never is."""
    return int(np.argmax(plain_softplus(-np.arange(LARGE)) == 0))


def study_pooling(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Pool the slides' six detectors, and real digits that move: as pixels, and as the edges that a filter finds."""
    size, stride, digits = params.pool_size, params.pool_stride, pictures.digits
    pooled, pooled_moved = (max_pool_1d(detectors, padding="same") for detectors in (DETECTED, MOVED))
    edges = relu(cross_correlate(digits, EDGE, padding="same"))
    maps = {"pixels": digits, "edges": edges}
    ways = {"alone": (1, 1), "pooled": (size, stride)}
    shares = np.array(
        [
            [[measure_shift_tolerance(images, columns, *way) for columns in SHIFTS] for way in ways.values()]
            for images in maps.values()
        ]
    )
    blank = [[_share_with_blank(digits, columns, *way) for columns in SHIFTS] for way in ways.values()]
    numbers: dict[str, Any] = {"size": size, "stride": stride, "digits": len(digits)}
    numbers["worked"] = {
        "units": len(DETECTED),
        "unchanged": int((DETECTED == MOVED).sum()),
        "pooled_units": len(pooled),
        "pooled_unchanged": int((pooled == pooled_moved).sum()),
    }
    for name, share in zip(maps, shares, strict=True):
        numbers[name] = {
            f"by_{columns}": {"alone": alone, "pooled": with_pooling, "gain": with_pooling - alone}
            for columns, alone, with_pooling in zip(SHIFTS, *share.tolist(), strict=True)
        }
    numbers["with_blank"] = {
        f"by_{columns}": {"alone": alone, "pooled": with_pooling}
        for columns, alone, with_pooling in zip(SHIFTS, *blank, strict=True)
    }
    found = {"detected": DETECTED, "moved": MOVED, "pooled": pooled, "pooled_moved": pooled_moved}
    return found | {"shifts": np.array(SHIFTS), "shares": shares}, numbers


def _share_with_blank(images: np.ndarray, columns: int, size: int, stride: int) -> float:
    """The share of all units that answer the same, also of those that see only paper before and after."""
    before, after = (max_pool_2d(moved, size, stride, "same") for moved in (images, translate(images, 0, columns)))
    return float(np.mean(before == after))
