"""What every stage that draws does: each figure for each language and each kind of page, into one folder."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from redes.figures.style import LOOKS, Kind, Look, draw
from redes.figures.training import plot_learning_curves
from redes.files import folder_as_whole


class Drawing(NamedTuple):
    """How one figure is drawn: as which kind of file, and by what."""

    kind: Kind
    plot: Callable[[Look], Figure]


def draw_figures(folder: Path, drawings: Mapping[str, Drawing]) -> None:
    """Draw a chapter's figures, all of them or none.

    Args:
        folder: e.g. ``reports/figures/mnist``; what lay there is replaced.
        drawings: by stem, which is the name of the plot function, with the model's name behind it where one
            function draws several models.
    """
    with folder_as_whole(folder) as partial:
        for stem, drawing in drawings.items():
            for look in LOOKS:
                content = draw(drawing.plot, look, drawing.kind)
                (partial / look.file_name(stem, drawing.kind)).write_bytes(content)
            print(f"drew {stem}", flush=True)


def draw_learning_curves(stage: str) -> Drawing:
    """Draw the history of a training stage."""
    history = pd.read_csv(f"reports/history/{stage}.csv")
    curves = [history[name].to_numpy(np.float64) for name in ("loss", "val_loss", "accuracy", "val_accuracy")]
    loss, val_loss, accuracy, val_accuracy = curves
    return Drawing("svg", lambda look: plot_learning_curves(loss, val_loss, accuracy, val_accuracy, look))
