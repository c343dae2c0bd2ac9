"""Draw what a convolution does, how its units are connected, and what follows it, from ``study_convolution``."""

from pathlib import Path

import numpy as np

from redes.figures import connections, convolution, pooling
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

ARRAYS = Path("data/studies/convolution.npz")
FIGURES = Path("reports/figures/convolution")
FILTERS = ("shift", "blur", "edge", "edge_down", "own")


def main() -> None:
    """Load the arrays and draw."""
    with np.load(ARRAYS) as archive:
        arrays = dict(archive)
    draw_figures(FIGURES, _draw_filters(arrays) | _draw_connections(arrays) | _draw_units(arrays))


def _draw_filters(arrays: dict[str, np.ndarray]) -> dict[str, Drawing]:
    patch, kernel, (correlation, convolved) = (arrays[f"filters_{name}"] for name in ("patch", "kernel", "worked"))
    times, overlap = arrays["integral_times"], arrays["integral_overlap"]
    return {
        "worked_sum": Drawing(
            "svg",
            lambda look: convolution.plot_worked_sum(patch, kernel, int(correlation), int(convolved), look),
        ),
        "overlap_integral": Drawing("svg", lambda look: convolution.plot_overlap_integral(times, overlap, look)),
        "filtered_image_digit": _draw_filtered("digit", arrays, paper=True),
        "filtered_image_photograph": _draw_filtered("photograph", arrays, paper=False),
    }


def _draw_filtered(kind: str, arrays: dict[str, np.ndarray], *, paper: bool) -> Drawing:
    """A filter whose weights sum to more than 0 makes a picture; others tell differences, of either sign."""
    filtered = {name: arrays[f"filters_{kind}_{name}"] for name in FILTERS}
    signed = {"edge": True, "edge_down": True, "own": arrays["filters_own"].sum() <= 0}
    return Drawing("png", lambda look: convolution.plot_filtered_image(arrays[kind], filtered, signed, paper, look))


def _draw_connections(arrays: dict[str, np.ndarray]) -> dict[str, Drawing]:
    units, sizes, strides = (arrays[f"receptive_{name}"] for name in ("units", "sizes", "strides"))
    row, blocks = arrays["toeplitz_row"], arrays["toeplitz_blocks"]
    sides, totals, slides = (arrays[f"operations_{name}"] for name in ("sides", "totals", "slides"))
    moved, after, before, holds = (
        arrays[f"equivariance_{name}"] for name in ("moved", "filtered_after", "filtered_before", "holds")
    )
    last = arrays["receptive_gradients"][-1]
    return {
        "sparse_connections": Drawing("svg", connections.plot_sparse_connections),
        "receptive_field": Drawing(
            "svg", lambda look: connections.plot_receptive_field(units, sizes, strides, last, look)
        ),
        "toeplitz_matrix": Drawing("png", lambda look: connections.plot_toeplitz_matrix(row, blocks, look)),
        "operations_by_size": Drawing(
            "svg", lambda look: connections.plot_operations_by_size(sides, totals, slides, look)
        ),
        "equivariance": Drawing("png", lambda look: convolution.plot_equivariance(moved, after, before, holds, look)),
    }


def _draw_units(arrays: dict[str, np.ndarray]) -> dict[str, Drawing]:
    x = arrays["rectifiers_x"]
    curves = [arrays[f"rectifiers_{name}"] for name in ("relu", "softplus")]
    slopes = [arrays[f"rectifiers_{name}_slope"] for name in ("relu", "softplus")]
    before = arrays["pooling_detected"], arrays["pooling_pooled"]
    after = arrays["pooling_moved"], arrays["pooling_pooled_moved"]
    shifts, shares = arrays["pooling_shifts"], arrays["pooling_shares"]
    return {
        "rectifiers": Drawing("svg", lambda look: pooling.plot_rectifiers(x, curves, slopes, look)),
        "pooled_detectors": Drawing("svg", lambda look: pooling.plot_pooled_detectors(before, after, look)),
        "pooling_tolerance": Drawing("svg", lambda look: pooling.plot_pooling_tolerance(shifts, shares, look)),
    }


if __name__ == "__main__":
    run_stage(main)
