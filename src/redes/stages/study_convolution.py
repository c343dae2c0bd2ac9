"""Measure what a convolution does to pictures, why networks are made of it, its activations, and pooling."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from scipy.signal import convolve2d, correlate2d

from redes.data.photograph import read_photograph
from redes.files import write_arrays, write_json
from redes.foundations.convolution import (
    EDGE,
    MEAN_BLUR,
    SHIFT_DOWN,
    WORKED_PATCH,
    convolve,
    cross_correlate,
    integrate_convolution,
)
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.convolution_layers import (
    Found,
    Pictures,
    study_equivariance,
    study_operations,
    study_receptive_fields,
    study_toeplitz,
)
from redes.stages.convolution_units import study_pooling, study_rectifiers
from redes.stages.rounding import round_floats

PREPARED = Path("data/prepared/mnist")
ARRAYS = Path("data/studies/convolution.npz")
METRICS = Path("reports/metrics/study_convolution.json")
SPACING = 1e-3  # of the samples of the integral, in units of t


def main() -> None:
    """Run the studies, write arrays and numbers."""
    params = read_params("study_convolution")
    pictures = _read_pictures(params)
    arrays: dict[str, np.ndarray] = {"digit": pictures.digit, "photograph": pictures.photograph}
    numbers: dict[str, Any] = {}
    studies = {
        "integral": study_integral,
        "filters": study_filters,
        "receptive": study_receptive_fields,
        "toeplitz": study_toeplitz,
        "operations": study_operations,
        "equivariance": study_equivariance,
        "rectifiers": study_rectifiers,
        "pooling": study_pooling,
    }
    for name, study in studies.items():
        found, numbers[name] = study(params, pictures)
        arrays |= {f"{name}_{key}": array for key, array in found.items()}
        print(f"studied {name}", flush=True)
    write_arrays(ARRAYS, arrays)
    write_json(METRICS, round_floats(numbers))


def _read_pictures(params: SimpleNamespace) -> Pictures:
    """One training digit, the first ones, and the photograph, with values from 0 to 255.

    The one is the first of the chosen class; where a small trial has none, the very first.
    """
    images, labels = (np.load(PREPARED / f"train_{part}.npy", mmap_mode="r") for part in ("images", "labels"))
    digit = images[int(np.argmax(labels == params.digit))]
    pictures = (digit, images[: params.num_digits], read_photograph())
    return Pictures(*(np.asarray(part, dtype=np.float64) for part in pictures))


def study_integral(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Convolve a box with a ramp, both from 0 to 1, and compare the sum with the integral worked by hand (T13)."""
    del params, pictures
    axis = (np.arange(round(1 / SPACING)) + 0.5) * SPACING  # the middle of each small step
    box, ramp = np.ones_like(axis), 1 - axis
    overlap = integrate_convolution(box, ramp, SPACING)
    times = SPACING * np.arange(1, len(overlap) + 1)
    by_hand = np.where(times < 1, times - times**2 / 2, (2 - times) ** 2 / 2)
    numbers = {"spacing": SPACING, "difference": np.abs(overlap - by_hand).max(), "peak": overlap.max()}
    return {"times": times, "overlap": overlap}, numbers


def study_filters(params: SimpleNamespace, pictures: Pictures) -> Found:
    """Work the slides' sum both ways, filter a digit and a photograph, and ask SciPy for the same (T13)."""
    kernels = {
        "shift": SHIFT_DOWN,
        "blur": MEAN_BLUR,
        "edge": EDGE,
        "edge_down": EDGE.T,
        "own": np.array(params.kernel, dtype=np.float64),
    }
    worked = [round(form(WORKED_PATCH, SHIFT_DOWN).item()) for form in (cross_correlate, convolve)]
    found = {"patch": WORKED_PATCH, "kernel": SHIFT_DOWN, "own": kernels["own"], "worked": np.array(worked)}
    gaps: dict[str, list[float]] = {"correlation": [], "convolution": [], "flipped": []}
    for name, kernel in kernels.items():
        for kind, image in (("digit", pictures.digit), ("photograph", pictures.photograph)):
            correlated = cross_correlate(image, kernel, padding="same")
            found[f"{kind}_{name}"] = correlated
            scipys = convolve2d(image, kernel, mode="full")
            gaps["correlation"].append(_gap(cross_correlate(image, kernel), correlate2d(image, kernel, mode="valid")))
            gaps["convolution"].append(_gap(convolve(image, kernel, padding="full"), scipys))
            gaps["flipped"].append(_gap(cross_correlate(image, kernel[::-1, ::-1], padding="full"), scipys))
    photograph = pictures.photograph
    numbers = {
        "worked": {"correlation": worked[0], "convolution": worked[1], "difference": worked[1] - worked[0]},
        "scipy": {name: max(each) for name, each in gaps.items()},
        "forms_apart": {
            name: _gap(cross_correlate(photograph, kernel), convolve(photograph, kernel))
            for name, kernel in kernels.items()
        },
    }
    return found, numbers


def _gap(first: np.ndarray, second: np.ndarray) -> float:
    """The largest difference between two arrays of the same shape."""
    return float(np.abs(first - second).max())


if __name__ == "__main__":
    run_stage(main)
