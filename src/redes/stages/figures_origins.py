"""Draw representations of words, the stages of research, and connections per neuron."""

from pathlib import Path

import numpy as np

from redes.data.network_history import read_history
from redes.figures import history, representations
from redes.files import read_json
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

ARRAYS = Path("data/studies/origins.npz")
MODELS = Path("reports/metrics/evaluate_models.json")
FIGURES = Path("reports/figures/origins")


def main() -> None:
    """Load arrays, table and numbers, and draw."""
    with np.load(ARRAYS) as archive:
        arrays = dict(archive)
    words = arrays["words"].tolist()
    past, models = read_history(), read_json(MODELS)["models"]
    systems = [
        (number, system.year, system.per_unit)
        for number, system in enumerate(past.systems, start=1)
        if system.per_unit is not None
    ]
    draw_figures(
        FIGURES,
        {
            "word_patterns": Drawing(
                "png", lambda look: representations.plot_word_patterns(words, arrays["patterns"], look)
            ),
            "cosine_maps": Drawing(
                "png",
                lambda look: representations.plot_cosine_maps(
                    words, arrays["cosines_one_hot"], arrays["cosines_learned"], look
                ),
            ),
            "research_stages": Drawing(
                "svg", lambda look: history.plot_research_stages(past.stages, past.events, look)
            ),
            "nested_disciplines": Drawing("svg", history.plot_nested_disciplines),
            "connections_per_neuron": Drawing(
                "svg",
                lambda look: history.plot_connections_per_neuron(
                    systems,
                    {system.names[look.language]: system.per_unit for system in past.nervous_systems},
                    # A single neuron that adds up everything is no network: with it, the axis would have no end.
                    {
                        model["name"][look.language]: model["connections_per_unit"]
                        if (model["units"] or 0) > 1
                        else None
                        for model in models.values()
                    },
                    look,
                ),
            ),
        },
    )


if __name__ == "__main__":
    run_stage(main)
