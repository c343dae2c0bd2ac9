"""What the recipes reach beside what others reached, what single levers change, and what was tried."""

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, NullLocator

from redes.figures.style import Look, number_axis

TEXT = {
    "es": {
        "digits": "dígitos",
        "reviews": "reseñas",
        "error": "error en prueba (%)",
        "default": "receta por defecto",
        "best": "mejor receta",
        "published": "publicado",
        "ceiling": "15 etiquetas erróneas",
        "averaging": "media de los pesos",
        "label_smoothing": "etiquetas suavizadas",
        "views": "cinco vistas",
        "errors": "errores de más",
        "loss": "pérdida de más (nats)",
        "accuracy": "exactitud en validación (%)",
        "nothing": "Todavía no se ha medido.",
    },
    "en": {
        "digits": "digits",
        "reviews": "reviews",
        "error": "test error (%)",
        "default": "default recipe",
        "best": "best recipe",
        "published": "published",
        "ceiling": "15 wrong labels",
        "averaging": "averaged weights",
        "label_smoothing": "smoothed labels",
        "views": "five views",
        "errors": "additional errors",
        "loss": "additional loss (nats)",
        "accuracy": "validation accuracy (%)",
        "nothing": "Not measured yet.",
    },
}
TASKS = ("digits", "reviews")
KINDS = ("default", "best", "published")
#: Percent of errors that the logarithmic axes may name.
TICKS = {"digits": (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50), "reviews": (1, 2, 3, 4, 6, 8, 10, 15, 20, 30, 50)}
#: Letters in a line of a label.
LABEL_WIDTH = 26


class Spread(NamedTuple):
    """Shares in [0, 1] or other numbers of repeated trainings: mean, lowest and highest, and each where known."""

    mean: float
    lowest: float
    highest: float
    values: Sequence[float] = ()


class Row(NamedTuple):
    """The test accuracies of a recipe or of a published result, by one of ``KINDS``."""

    task: str
    name: str
    accuracies: Mapping[str, Spread]


class Trial(NamedTuple):
    """A combination of values that a stage was tried with, and its validation accuracy."""

    stage: str
    combination: str
    accuracy: Spread


def plot_recipes_and_references(rows: Sequence[Row], ceiling: float, look: Look) -> Figure:
    """Plot test errors on a logarithmic axis, ours among the published ones.

    Args:
        rows: those without any accuracy are left out.
        ceiling: accuracy, [0, 1], that digits allow.
        look: for whom it is drawn.

    Returns:
        A panel for each task, the largest error on top.
    """
    text = TEXT[look.language]
    known = [sorted((row for row in rows if row.task == task and row.accuracies), key=_order) for task in TASKS]
    figure = look.figure(height=0.27 * sum(map(len, known)) + 1.7)
    panels = figure.subplots(len(TASKS), 1, height_ratios=[len(given) + 1 for given in known])
    for axes, task, given in zip(panels, TASKS, known, strict=True):
        for place, row in enumerate(given):
            for kind, accuracy in row.accuracies.items():
                _draw(axes, place, _as_errors(accuracy), KINDS.index(kind), look)
        _rows(axes, [row.name for row in given])
        for label, row in zip(axes.get_yticklabels(), given, strict=True):
            label.set_color(look.muted if "published" in row.accuracies else look.ink)
        axes.set_title(text[task], loc="left", fontweight="bold")
        _logarithmic(axes, [_as_errors(a) for row in given for a in row.accuracies.values()], look)
        axes.xaxis.set_major_locator(FixedLocator(TICKS[task]))
    error = 100 * (1 - ceiling)
    panels[0].set_ylim(top=-1.3)
    panels[0].axvline(error, color=look.muted, linestyle="--", linewidth=1.2, zorder=1)
    panels[0].annotate(text["ceiling"], (error, -0.9), (4, 0), textcoords="offset points", va="center", fontsize=9)
    panels[-1].set_xlabel(text["error"])
    handles = [Line2D([], [], linestyle="none", markersize=6, label=text[kind], **_mark(place, look))
               for place, kind in enumerate(KINDS)]  # fmt: skip
    figure.legend(handles=handles, loc="outside lower center", ncols=len(KINDS))
    return figure


def plot_levers(effects: Mapping[str, Mapping[str, Spread]], look: Look) -> Figure:
    """Plot what each lever changes, seed by seed.

    Args:
        effects: by lever, the differences of ``errors`` and ``loss``, with the lever minus without it; empty where they
            were not measured.
        look: for whom it is drawn.

    Returns:
        A panel for errors and one for losses; to the left of 0 a lever helps.
    """
    text = TEXT[look.language]
    figure = look.figure(height=0.5 * len(effects) + 0.9)
    if not effects:
        return _say_nothing(figure, look)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, what in zip(panels, ("errors", "loss"), strict=True):
        axes.axvline(0, color=look.muted, linestyle="--", linewidth=1.2)
        for place, differences in enumerate(effects.values()):
            _draw(axes, place, differences[what], 0, look)
        _rows(axes, [text[lever] for lever in effects])
        axes.set_xlabel(text[what])
        axes.margins(x=0.1)
        number_axis(axes.xaxis, look, integer=what == "errors", ticks=4)
    return figure


def plot_tried(trials: Sequence[Trial], look: Look) -> Figure:
    """Plot the validation accuracy of whatever was tried.

    Args:
        trials: those of one stage one after the other.
        look: for whom it is drawn.

    Returns:
        A panel for each stage, with the lowest and the highest seed about each mean.
    """
    text = TEXT[look.language]
    panels = [(stage, list(given)) for stage, given in groupby(trials, key=lambda trial: trial.stage)]
    labels = [
        [textwrap.fill(trial.combination.replace(", ", ","), LABEL_WIDTH) for trial in given] for _, given in panels
    ]
    lines = [sum(label.count("\n") + 1 for label in given) for given in labels]
    figure = look.figure(height=0.22 * sum(lines) + 0.55 * len(panels) + 0.6)
    if not panels:
        return _say_nothing(figure, look)
    every = figure.subplots(len(panels), 1, squeeze=False, height_ratios=[count + 1 for count in lines])[:, 0]
    for axes, (stage, given), names in zip(every, panels, labels, strict=True):
        for place, trial in enumerate(given):
            _draw(axes, place, _scale(trial.accuracy, 100), 0, look)
        _rows(axes, names)
        axes.set_title(stage, loc="left", fontweight="bold")
        axes.margins(x=0.1)
        axes.grid(axis="x")
        number_axis(axes.xaxis, look, ticks=5)
    every[-1].set_xlabel(text["accuracy"])
    return figure


def _order(row: Row) -> float:
    """Rows are in the order of the best that each reaches."""
    return max(accuracy.mean for accuracy in row.accuracies.values())


def _as_errors(accuracy: Spread) -> Spread:
    """Turn shares of right answers into percent of errors."""
    values = [100 * (1 - value) for value in accuracy.values]
    return Spread(100 * (1 - accuracy.mean), 100 * (1 - accuracy.highest), 100 * (1 - accuracy.lowest), values)


def _scale(spread: Spread, factor: float) -> Spread:
    values = [factor * value for value in spread.values]
    return Spread(factor * spread.mean, factor * spread.lowest, factor * spread.highest, values)


def _draw(axes: Axes, row: int, spread: Spread, kind: int, look: Look) -> None:
    """Draw a point for each seed and a line at their mean; where they are not known, the mean within its range."""
    if len(spread.values) > 1:
        spots = row + 0.5 * ((np.arange(len(spread.values)) + 0.5) / len(spread.values) - 0.5)
        axes.plot(spread.values, spots, linestyle="none", markersize=3.5, alpha=0.7, zorder=3, **_mark(kind, look))
        axes.plot([spread.mean] * 2, [row - 0.4, row + 0.4], color=look.ink, linestyle="-", linewidth=1.6, zorder=4)
        return
    axes.plot([spread.lowest, spread.highest], [row, row], color=look.ink, linestyle="-", linewidth=1.2, zorder=2)
    axes.plot(spread.mean, row, linestyle="none", markersize=6, zorder=3, **_mark(kind, look))


def _mark(kind: int, look: Look) -> dict[str, Any]:
    """Marker and colours of one of ``KINDS``; what others published is hollow."""
    if KINDS[kind] == "published":
        return {"marker": "D", "color": look.muted, "markerfacecolor": look.paper}
    return look.mark(kind)


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows, the first one on top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def _logarithmic(axes: Axes, errors: Iterable[Spread], look: Look) -> None:
    """Make the axis of errors logarithmic, with round numbers."""
    ends = [end for error in errors for end in (error.lowest, error.highest) if end > 0]
    axes.set_xscale("log")
    axes.set_xlim(0.7 * min(ends), 1.4 * max(ends))
    axes.xaxis.set_major_formatter(lambda value, _: look.number(value, 0 if value >= 1 else 1 if value >= 0.1 else 2))
    axes.xaxis.set_minor_locator(NullLocator())
    axes.grid(axis="x")


def _say_nothing(figure: Figure, look: Look) -> Figure:
    """Say that there is nothing to draw yet."""
    figure.text(0.5, 0.5, TEXT[look.language]["nothing"], ha="center", va="center", color=look.muted)
    return figure
