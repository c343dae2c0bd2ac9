"""AND, OR and XNOR: what the perceptron rule learns of them, and where its lines lie."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "x1": "entrada $x_1$",
        "x2": "entrada $x_2$",
        "pass": "pasada por los cuatro ejemplos",
        "error": "fallos de 4",
        "learned": "{}: ningún fallo tras {} pasadas",
        "learned_once": "{}: ningún fallo tras 1 pasada",
        "unlearned": "{}: {} fallos o más tras cada una de {} pasadas",
        "and": "AND",
        "or": "OR",
        "xnor": "XNOR",
        "layers": "XNOR, dos capas",
        "true": "debe responder 1",
        "false": "debe responder 0",
        "region": "responde 1",
        "wrong": "fallo",
        "bits": "con $x_1$ y $x_2$",
        "product": "con $x_1$, $x_2$ y $x_1 x_2$",
    },
    "en": {
        "x1": "input $x_1$",
        "x2": "input $x_2$",
        "pass": "pass over the four examples",
        "error": "wrong of 4",
        "learned": "{}: none wrong after {} passes",
        "learned_once": "{}: none wrong after 1 pass",
        "unlearned": "{}: {} wrong or more after each of {} passes",
        "and": "AND",
        "or": "OR",
        "xnor": "XNOR",
        "layers": "XNOR, two layers",
        "true": "should answer 1",
        "false": "should answer 0",
        "region": "answers 1",
        "wrong": "wrong",
        "bits": "with $x_1$ and $x_2$",
        "product": "with $x_1$, $x_2$ and $x_1 x_2$",
    },
}
#: Passes that are shown, at most.
SHOWN_PASSES = 24


def plot_perceptron_errors(errors: Mapping[str, np.ndarray], look: Look) -> Figure:
    """Plot how many of the four examples are wrong after each pass of the perceptron rule.

    Args:
        errors: for "and", "or" and "xnor", the share that is wrong before the first pass and after each one, floats
            ``(passes + 1,)`` in [0, 1].
        look: for whom it is drawn.

    Returns:
        One panel each, over the same passes; of the passes only the first are shown.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.9)
    panels = figure.subplots(len(errors), 1, sharex=True)
    for number, (axes, (name, shares)) in enumerate(zip(panels, errors.items(), strict=True)):
        wrong, passes = 4 * shares[: SHOWN_PASSES + 1], len(shares) - 1
        colour, dashes, marker = look.colours[number], LINE_STYLES[number], MARKERS[number]
        axes.plot(np.arange(len(wrong)), wrong, color=colour, linestyle=dashes, marker=marker, clip_on=False)
        if shares[-1] > 0:
            lowest = look.number(4 * shares[1:].min())
            title = text["unlearned"].format(text[name], lowest, look.number(passes))
        else:
            title = text["learned_once" if passes == 1 else "learned"].format(text[name], look.number(passes))
        axes.set_title(title, loc="left")
        axes.set(ylim=(0, 4), xlim=(0, SHOWN_PASSES), ylabel=text["error"])
        number_axis(axes.yaxis, look, integer=True, ticks=4)
        axes.grid()
    number_axis(panels[-1].xaxis, look, integer=True, ticks=8)
    panels[-1].set_xlabel(text["pass"])
    return figure


def plot_learned_lines(
    axis: np.ndarray,
    sums: Mapping[str, np.ndarray],
    bits: np.ndarray,
    targets: Mapping[str, np.ndarray],
    layers: np.ndarray,
    look: Look,
) -> Figure:
    """Plot the lines that one perceptron learned for AND, OR and XNOR, and how two layers compute XNOR.

    Args:
        axis: values of either input, floats ``(n,)``, rising.
        sums: for "and", "or" and "xnor", the weighted sums over the square, floats ``(n, n)``; x_1 along the columns.
        bits: the four inputs, floats ``(4, 2)``.
        targets: for the same three, 0 or 1, ``(4,)``.
        layers: the sums of the two hidden units of XNOR's network, floats ``(n, n, 2)``; it answers 1 where either is
            0 or more.
        look: for whom it is drawn.

    Returns:
        Four panels, two a row.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.9)
    panels = figure.subplots(2, 2, sharex=True, sharey=True).ravel()
    for axes, (name, values) in zip(panels, sums.items(), strict=False):
        _draw_square(axes, axis, [values], bits, targets[name], look)
        axes.set_title(text[name])
    _draw_square(panels[3], axis, [layers[..., 0], layers[..., 1]], bits, targets["xnor"], look)
    panels[3].set_title(text["layers"])
    _finish_squares(figure, panels, look)
    return figure


def plot_product_boundary(
    axis: np.ndarray, sums: np.ndarray, product: np.ndarray, bits: np.ndarray, targets: np.ndarray, look: Look
) -> Figure:
    """Plot XNOR's boundary as learned from the two inputs, and from the two and their product.

    Args:
        axis: values of either input, floats ``(n,)``, rising.
        sums: the discriminant of the two inputs over the square, floats ``(n, n)``; x_1 along the columns.
        product: that with the product, the same.
        bits: the four inputs, floats ``(4, 2)``.
        targets: 0 or 1, ``(4,)``.
        look: for whom it is drawn.

    Returns:
        Two panels, side by side.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.4)
    panels = figure.subplots(1, 2, sharex=True, sharey=True)
    for axes, values, title in zip(panels, (sums, product), ("bits", "product"), strict=True):
        _draw_square(axes, axis, [values], bits, targets, look)
        axes.set_title(text[title])
    _finish_squares(figure, panels, look)
    return figure


def _draw_square(
    axes: Axes, axis: np.ndarray, units: Sequence[np.ndarray], bits: np.ndarray, targets: np.ndarray, look: Look
) -> None:
    """Draw where some unit's sum is 0 or more, each unit's line, and the four examples; a cross marks the wrong."""
    answer = np.max(units, axis=0)
    if answer.max() >= 0:
        axes.contourf(axis, axis, answer, levels=[0, np.inf], colors=[look.colours[0]], alpha=0.3)
    for number, values in enumerate(units):
        if values.min() < 0 < values.max():  # else its line lies outside the square
            axes.contour(axis, axis, values, levels=[0], colors=[look.colours[0]], linestyles=[("-", "--")[number]])
    nearest = np.abs(axis[:, np.newaxis] - bits.T[:, np.newaxis]).argmin(axis=1)  # (2, 4)
    answered = answer[nearest[1], nearest[0]] >= 0
    for value, marker in ((1, MARKERS[0]), (0, MARKERS[1])):
        face = look.ink if value else look.paper
        shown = bits[targets == value].T
        axes.plot(*shown, marker, markersize=8, markerfacecolor=face, markeredgecolor=look.ink, zorder=3)
    missed = bits[answered != (targets == 1)].T
    axes.plot(*missed, "x", markersize=17, markeredgewidth=2.2, color=look.colours[1], zorder=4)


def _finish_squares(figure: Figure, panels: Sequence[Axes], look: Look) -> None:
    """Frame the squares alike, and explain their marks once."""
    text = TEXT[look.language]
    for axes in panels:
        axes.set(xlim=(-0.5, 1.5), ylim=(-0.5, 1.5), aspect="equal")
        for side in (axes.xaxis, axes.yaxis):
            number_axis(side, look, integer=True, ticks=3)
        axes.set(xlabel=text["x1"], ylabel=text["x2"])
        axes.label_outer()
    handles: list[Artist] = [
        _make_mark(MARKERS[0], look.ink, look.ink, text["true"]),
        _make_mark(MARKERS[1], look.paper, look.ink, text["false"]),
        Patch(facecolor=look.colours[0], alpha=0.3, label=text["region"]),
        _make_mark("x", look.colours[1], look.colours[1], text["wrong"]),
    ]
    figure.legend(handles=handles, loc="outside upper center", ncols=4, columnspacing=1.0, handletextpad=0.4)


def _make_mark(marker: str, face: str, edge: str, label: str) -> Line2D:
    """A mark for the legend."""
    line = Line2D([], [], linestyle="none", marker=marker, markersize=8, label=label)
    line.set(markerfacecolor=face, markeredgecolor=edge)
    return line
