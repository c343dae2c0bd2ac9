"""Draw the models of the course side by side."""

from pathlib import Path
from typing import Any

from redes.figures import model_sizes
from redes.figures.style import Look
from redes.files import read_json
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

NUMBERS = Path("reports/metrics/evaluate_models.json")
FIGURES = Path("reports/figures/models")
#: Networks whose layers are compared.
LAYERED = ("mnist_cnn", "imdb_lstm")


def main() -> None:
    """Load the numbers and draw."""
    found = read_json(NUMBERS)
    machine = found["machine"]
    draw_figures(
        FIGURES,
        {
            "parameters_and_accuracy": Drawing(
                "svg", lambda look: model_sizes.plot_parameters_and_accuracy(_models(found, look), look)
            ),
            "operations_and_parameters": Drawing(
                "svg", lambda look: model_sizes.plot_operations_and_parameters(_models(found, look), look)
            ),
            "shares_by_layer": Drawing(
                "svg", lambda look: model_sizes.plot_shares_by_layer(_layers(found, look), look)
            ),
            "training_cost": Drawing(
                "svg",
                lambda look: model_sizes.plot_training_cost(
                    _models(found, look), machine["processor"], machine["cores"], look
                ),
            ),
        },
    )


def _models(found: dict[str, Any], look: Look) -> list[model_sizes.Model]:
    wanted = [field for field in model_sizes.Model._fields if field != "name"]
    return [
        model_sizes.Model(model["name"][look.language], **{field: model[field] for field in wanted})
        for model in found["models"].values()
    ]


def _layers(found: dict[str, Any], look: Look) -> dict[str, dict[str, tuple[float, float]]]:
    return {
        found["models"][name]["name"][look.language]: {
            layer: (part["share_of_parameters"], part["share_of_operations"])
            for layer, part in found["layers"][name].items()
        }
        for name in LAYERED
    }


if __name__ == "__main__":
    run_stage(main)
