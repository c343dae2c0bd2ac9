"""Draw what one neuron does and what it cannot do."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from redes.figures import neuron, truth_functions
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

ARRAYS = Path("data/studies/neuron.npz")
FIGURES = Path("reports/figures/neuron")
FUNCTIONS = ("and", "or", "xnor")


def main() -> None:
    """Load the study's arrays and draw."""
    with np.load(ARRAYS) as archive:
        draw_figures(FIGURES, list_drawings(dict(archive)))


def list_drawings(arrays: Mapping[str, np.ndarray]) -> dict[str, Drawing]:
    """Say which arrays of the study go into which figure.

    Args:
        arrays: what the stage ``study_neuron`` wrote, by name.

    Returns:
        The drawings, by stem.
    """
    a = arrays
    errors, sums, targets = (
        {name: a[f"{what}_{name}"] for name in FUNCTIONS} for what in ("errors", "sums", "targets")
    )
    square, bits = a["square_axis"], a["bits"]
    return {
        "step_and_sigmoid": Drawing(
            "svg",
            lambda look: neuron.plot_step_and_sigmoid(a["curve_axis"], a["curve_step"], a["curve_sigmoid"], look),
        ),
        "activation_surface": Drawing(
            "svg",
            lambda look: neuron.plot_activation_surface(a["surface_axis"], a["surface"], a["surface_theta"], look),
        ),
        "perceptron_errors": Drawing("svg", lambda look: truth_functions.plot_perceptron_errors(errors, look)),
        "learned_lines": Drawing(
            "svg", lambda look: truth_functions.plot_learned_lines(square, sums, bits, targets, a["sums_layers"], look)
        ),
        "line_distance": Drawing(
            "svg",
            lambda look: neuron.plot_line_distance(
                a["theta_and"], a["line_foot"], a["line_along"], a["line_norms"], look
            ),
        ),
        "product_boundary": Drawing(
            "svg",
            lambda look: truth_functions.plot_product_boundary(
                square, a["sums_xnor"], a["sums_product"], bits, targets["xnor"], look
            ),
        ),
        "softmax_of_a_score": Drawing(
            "svg", lambda look: neuron.plot_softmax_of_a_score(a["score_axis"], a["shares"], look)
        ),
    }


if __name__ == "__main__":
    run_stage(main)
