"""Draw the designs of recurrent networks and what an LSTM keeps, from the arrays of three studies."""

from pathlib import Path

import numpy as np

from redes.figures import lstm, recurrent
from redes.stages import run_stage
from redes.stages.drawing import Drawing, draw_figures

DESIGNS = Path("data/studies/recurrent.npz")
MEMORIES = Path("data/studies/lstm.npz")
GATES = Path("data/studies/gates.npz")
FIGURES = Path("reports/figures/recurrent")


def main() -> None:
    """Load the arrays and draw."""
    designs, memories, gates = (dict(np.load(path)) for path in (DESIGNS, MEMORIES, GATES))
    delays, accuracies, length = designs["delays"], designs["accuracies"], int(designs["max_length"])
    delay = int(designs["compared_delay"])
    tasks = accuracies[delays.tolist().index(delay)], accuracies[-1]
    draw_figures(
        FIGURES,
        {
            "unrolled_designs": Drawing("svg", recurrent.plot_unrolled_designs),
            "designs_by_delay": Drawing(
                "svg", lambda look: recurrent.plot_designs_by_delay(delays, accuracies, length, look)
            ),
            "designs_by_length": Drawing(
                "svg", lambda look: recurrent.plot_designs_by_length(delay, tasks, length, look)
            ),
            "lstm_cell": Drawing("svg", lstm.plot_lstm_cell),
            "gradients_through_time": Drawing(
                "svg",
                lambda look: lstm.plot_gradients_through_time(
                    memories["gains"],
                    memories["plain_norms"],
                    memories["forget_biases"],
                    memories["lstm_norms"],
                    look,
                ),
            ),
            "long_dependencies": Drawing(
                "svg",
                lambda look: lstm.plot_long_dependencies(
                    memories["delays"],
                    memories["gains"][0],
                    memories["forget_biases"][1:],
                    memories["accuracies"],
                    look,
                ),
            ),
            "review_gates": Drawing(
                "png",
                lambda look: lstm.plot_review_gates(
                    gates["words"].tolist(), [gates[name] for name in ("f", "i", "o")], look
                ),
            ),
        },
    )


if __name__ == "__main__":
    run_stage(main)
