"""Draw how networks answer and learn, from the arrays of ``study_learning``."""

from pathlib import Path

import numpy as np

from redes.figures import learning, learning_networks
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

ARRAYS = Path("data/studies/learning.npz")
FIGURES = Path("reports/figures/learning")
DESCENTS = ("batch", "mini_batch", "incremental", "falling")


def main() -> None:
    """Load the arrays and draw."""
    with np.load(ARRAYS) as archive:
        arrays = dict(archive)
    layers = [arrays[f"forward_layer_{number}"] for number in range(1, 5)]
    weights = [arrays[f"forward_theta_{number}"] for number in range(1, 4)]
    surface = arrays["descent_theta_0"], arrays["descent_theta_1"], arrays["descent_surface"]
    paths, distances = ({name: arrays[f"descent_{kind}_{name}"] for name in DESCENTS} for kind in ("path", "distances"))
    starts = arrays["initialization_starts"].tolist()
    variances, losses = (
        dict(zip(starts, arrays[f"initialization_{kind}"], strict=True)) for kind in ("variances", "losses")
    )
    shapes = arrays["regions_shapes"].tolist()
    inside, answers = arrays["regions_inside"], arrays["regions_answers"]
    draw_figures(
        FIGURES,
        {
            "forward_propagation": Drawing(
                "svg", lambda look: learning.plot_forward_propagation(layers, weights, look)
            ),
            "regions_by_layers": Drawing(
                "png", lambda look: learning_networks.plot_regions_by_layers(shapes, inside, answers, look)
            ),
            "gradient_paths": Drawing(
                "svg",
                lambda look: learning.plot_gradient_paths(surface, arrays["descent_best"], paths, distances, look),
            ),
            "gradient_check": Drawing(
                "svg", lambda look: learning.plot_gradient_check(arrays["check_steps"], arrays["check_gaps"], look)
            ),
            "activation_variance": Drawing(
                "svg", lambda look: learning_networks.plot_activation_variance(variances, look)
            ),
            "loss_by_start": Drawing("svg", lambda look: learning_networks.plot_loss_by_start(losses, look)),
        },
    )


if __name__ == "__main__":
    run_stage(main)
