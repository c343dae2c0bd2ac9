"""What follows a filter: ReLU and softplus, and pooling, which keeps most when its input moves (T15, T16)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "relu": "ReLU",
        "softplus": "softplus",
        "function": "función",
        "slope": "derivada",
        "detectors": "detectores",
        "pooled": "pooling",
        "before": "antes de moverse",
        "after": "después de moverse un lugar",
        "same": "no ha cambiado",
        "changed": "ha cambiado",
        "pixels": "píxeles",
        "edges": "bordes",
        "moved": "desplazamiento (píxeles)",
        "unchanged": "sin cambio (%)",
        "alone": "sin pooling",
        "with_pooling": "con pooling",
    },
    "en": {
        "relu": "ReLU",
        "softplus": "softplus",
        "function": "function",
        "slope": "derivative",
        "detectors": "detectors",
        "pooled": "pooling",
        "before": "before moving",
        "after": "after moving by one place",
        "same": "has not changed",
        "changed": "has changed",
        "pixels": "pixels",
        "edges": "edges",
        "moved": "shift (pixels)",
        "unchanged": "unchanged (%)",
        "alone": "without pooling",
        "with_pooling": "with pooling",
    },
}


def plot_rectifiers(x: np.ndarray, curves: Sequence[np.ndarray], slopes: Sequence[np.ndarray], look: Look) -> Figure:
    """Plot ReLU and softplus, and their derivatives.

    Args:
        x: floats ``(n,)``, rising, with 0 in their middle.
        curves: ReLU and softplus there.
        slopes: the derivative of either.
        look: for whom it is drawn.

    Returns:
        Two panels: functions, derivatives. The step is drawn in two pieces.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.1)
    panels = figure.subplots(1, 2)
    for axes, name, values in zip(panels, ("function", "slope"), (curves, slopes), strict=True):
        for number, (key, each) in enumerate(zip(("relu", "softplus"), values, strict=True)):
            style = {"color": look.colours[number], "linestyle": LINE_STYLES[number]}
            broken = np.where((name == "slope") & (key == "relu") & (np.abs(x) < x[1] - x[0]), np.nan, each)
            axes.plot(x, broken, label=text[key], **style)
        axes.set_title(text[name])
        axes.set(xlabel="$x$", xlim=(x[0], x[-1]))
        axes.grid()
        for axis in (axes.xaxis, axes.yaxis):
            number_axis(axis, look, ticks=7)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure


def plot_pooled_detectors(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray], look: Look
) -> Figure:
    """Plot the slides' six detectors and three pooling units, before and after what they detect has moved.

    Args:
        before: answers of the detectors, floats ``(6,)``, and of the pooling units, ``(3,)``: 3 wide, stride 2.
        after: the same, moved by one place.
        look: for whom it is drawn.

    Returns:
        Two panels above each other; in the second one a unit that answers as before is a square, in bold.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.4)
    panels = figure.subplots(2, 1)
    for axes, title, rows in zip(panels, ("before", "after"), (before, after), strict=True):
        for unit in range(len(rows[1])):
            for place in range(2 * unit, min(2 * unit + 3, len(rows[0]))):
                axes.plot([place, 2 * unit + 1], [0, 1], color=look.muted, linestyle="-", linewidth=1.2)
        for height, (values, old) in enumerate(zip(rows, before, strict=True)):
            places = np.arange(len(values)) if height == 0 else 2 * np.arange(len(values)) + 1
            _write_units(axes, places, height, values, None if title == "before" else values == old, look)
        axes.set_title(text[title])
        axes.set(xlim=(-0.6, len(rows[0]) - 0.4), ylim=(-0.42, 1.42))
        axes.set_yticks([0, 1], [text["detectors"], text["pooled"]])
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    for name, marker, colour in (("same", MARKERS[1], look.colours[0]), ("changed", MARKERS[0], look.colours[1])):
        panels[1].scatter(
            [], [], s=150, marker=marker, color=look.paper, edgecolor=colour, linewidth=2.4, label=text[name]
        )
    figure.legend(*panels[1].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def _write_units(
    axes: Axes, places: np.ndarray, height: int, values: np.ndarray, same: np.ndarray | None, look: Look
) -> None:
    for number, (place, value) in enumerate(zip(places, values, strict=True)):
        kept = same is not None and bool(same[number])
        colour = look.ink if same is None else look.colours[0 if kept else 1]
        marker = MARKERS[1] if kept else MARKERS[0]
        axes.scatter(place, height, s=900, marker=marker, color=look.paper, edgecolor=colour, linewidth=2.4, zorder=3)
        weight = "bold" if kept else "normal"
        axes.text(place, height, look.number(value, 1), ha="center", va="center", fontweight=weight, zorder=4)


def plot_pooling_tolerance(shifts: np.ndarray, shares: np.ndarray, look: Look) -> Figure:
    """Plot which share of the units answers the same when digits move, with and without pooling.

    Args:
        shifts: pixels to the right, integers ``(n,)``.
        shares: floats ``(2, 2, n)`` in [0, 1]: of pixels and of edges; without and with pooling.
        look: for whom it is drawn.

    Returns:
        Two panels with the same scale: pixels, edges.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.4)
    panels = figure.subplots(1, 2, sharey=True)
    for axes, title, pair in zip(panels, ("pixels", "edges"), shares, strict=True):
        for number, (name, share) in enumerate(zip(("alone", "with_pooling"), pair, strict=True)):
            style = {"color": look.colours[1 - number], "linestyle": LINE_STYLES[1 - number]}
            axes.plot(shifts, 100 * share, marker=MARKERS[number], label=text[name], markersize=7, **style)
        axes.set_title(text[title])
        axes.set(xlabel=text["moved"], ylim=(-2, max(50.0, 105 * float(shares.max()))), xlim=(0.8, shifts[-1] + 0.2))
        axes.grid(axis="y")
        number_axis(axes.xaxis, look, integer=True, ticks=4)
        number_axis(axes.yaxis, look, ticks=6)
    panels[0].set_ylabel(text["unchanged"])
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure
