"""What every stage that draws does: each figure for each language and each kind of page, into one folder."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from redes.errors import UserError
from redes.figures.style import LOOKS, Kind, Look, draw
from redes.figures.training import plot_learning_curves
from redes.files import folder_as_whole, write_bytes
from redes.passport import issue, stamp
from redes.provenance import Provenance, compute_current

_ALONE: ContextVar[str | None] = ContextVar("the one figure to draw", default=None)


class Drawing(NamedTuple):
    """How one figure is drawn: as which kind of file, and by what."""

    kind: Kind
    plot: Callable[[Look], Figure]


def draw_figures(folder: Path, drawings: Mapping[str, Drawing]) -> None:
    """Draw a chapter's figures with their passports, all of them or none.

    Args:
        folder: e.g. ``reports/figures/mnist``, which the stage ``figures_mnist`` writes; what lay there is replaced.
        drawings: by stem, which is the name of the plot function, with the model's name behind it where one
            function draws several models.

    Raises:
        UserError: ``drawing_alone`` asks for a figure that is not among them.
    """
    facts = compute_current(Path.cwd(), f"figures_{folder.name}")
    alone = _ALONE.get()
    if alone is not None:
        if alone not in drawings:
            raise UserError(f"{facts.stage} draws no figure {alone}; it draws: {', '.join(drawings)}")
        for path, content in dict(_draw_variants(folder, alone, drawings[alone], facts)).items():
            write_bytes(path, content)
        return
    with folder_as_whole(folder) as partial:
        for stem, drawing in drawings.items():
            for path, content in _draw_variants(folder, stem, drawing, facts):
                (partial / path.name).write_bytes(content)


@contextmanager
def drawing_alone(stem: str) -> Iterator[None]:
    """Let ``draw_figures`` draw this figure in its place, and leave the others of its chapter as they are."""
    token = _ALONE.set(stem)
    try:
        yield
    finally:
        _ALONE.reset(token)


def _draw_variants(folder: Path, stem: str, drawing: Drawing, facts: Provenance) -> Iterator[tuple[Path, bytes]]:
    """Draw a figure for each look: the path of the file, and its content."""
    for look in LOOKS:
        path = folder / look.file_name(stem, drawing.kind)
        yield path, stamp(draw(drawing.plot, look, drawing.kind), issue(path.as_posix(), facts))
    print(f"drew {stem}", flush=True)


def draw_learning_curves(stage: str) -> Drawing:
    """Draw the history of a training stage."""
    history = pd.read_csv(f"reports/history/{stage}.csv")
    curves = [history[name].to_numpy(np.float64) for name in ("loss", "val_loss", "accuracy", "val_accuracy")]
    loss, val_loss, accuracy, val_accuracy = curves
    return Drawing("svg", lambda look: plot_learning_curves(loss, val_loss, accuracy, val_accuracy, look))
