"""One neuron: its answer, the distance of its boundary, and softmax."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "x1": "entrada $x_1$",
        "x2": "entrada $x_2$",
        "sum": "suma ponderada $a$",
        "answer": "respuesta",
        "step": "escalón",
        "sigmoid": "sigmoide",
        "unit_answer": "respuesta $h(\\mathbf{x})$",
        "boundary": "frontera, $h = 1/2$",
        "origin": "origen",
        "line": "recta aprendida",
        "along": "posición a lo largo de la recta",
        "norm": "distancia al origen",
        "formula": "fórmula: {}",
        "score": "puntuación $a_1$ de la clase 1",
        "share": "probabilidad (%)",
        "class": "clase {}",
    },
    "en": {
        "x1": "input $x_1$",
        "x2": "input $x_2$",
        "sum": "weighted sum $a$",
        "answer": "answer",
        "step": "step",
        "sigmoid": "sigmoid",
        "unit_answer": "answer $h(\\mathbf{x})$",
        "boundary": "boundary, $h = 1/2$",
        "origin": "origin",
        "line": "learned line",
        "along": "position along the line",
        "norm": "distance to the origin",
        "formula": "formula: {}",
        "score": "score $a_1$ of class 1",
        "share": "probability (%)",
        "class": "class {}",
    },
}


def plot_step_and_sigmoid(sums: np.ndarray, stepped: np.ndarray, smooth: np.ndarray, look: Look) -> Figure:
    """Plot the two ways in which a neuron may answer to its weighted sum.

    Args:
        sums: floats ``(n,)``, rising, with 0 in their middle.
        stepped: the step of each, 0 or 1.
        smooth: the sigmoid of each, in [0, 1].
        look: for whom it is drawn.

    Returns:
        One panel with two curves.
    """
    text = TEXT[look.language]
    figure = look.figure(height=2.7)
    axes = figure.subplots()
    # The step is drawn in two pieces: nothing lies between 0 and 1.
    for number, part in enumerate((stepped == 0, stepped == 1)):
        label = text["step"] if number else None
        axes.plot(sums[part], stepped[part], color=look.colours[1], linestyle=LINE_STYLES[1], label=label)
    axes.plot(sums, smooth, color=look.colours[0], linestyle=LINE_STYLES[0], label=text["sigmoid"])
    axes.plot(0, 0.5, marker="o", color=look.ink)
    axes.set(xlabel=text["sum"], ylabel=text["answer"], xlim=(sums[0], sums[-1]), ylim=(-0.06, 1.06))
    axes.grid()
    number_axis(axes.xaxis, look, ticks=8)
    axes.set_yticks([0, 0.5, 1], [look.number(share, 1) for share in (0, 0.5, 1)])
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_activation_surface(axis: np.ndarray, surface: np.ndarray, theta: np.ndarray, look: Look) -> Figure:
    """Plot what a logistic unit of two inputs answers, as a map.

    Args:
        axis: values of either input, floats ``(n,)``, rising.
        surface: the answers, floats ``(n, n)`` in [0, 1]; x_1 along the columns.
        theta: the weights, floats ``(3,)``, the bias' first.
        look: for whom it is drawn.

    Returns:
        One panel with a colour bar, the boundary, and the arrow of the two weights where it fits.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.3)
    axes = figure.subplots()
    levels = np.linspace(0, 1, 11)
    bands = axes.contourf(axis, axis, surface, levels=levels, cmap=look.amounts)
    bands.set_edgecolor("face")  # else the page shines through between the bands
    bar = figure.colorbar(bands, ax=axes, ticks=[0, 0.25, 0.5, 0.75, 1], shrink=0.9)
    bar.set_label(text["unit_answer"])
    bar.ax.set_yticklabels([look.number(share, 2) for share in (0, 0.25, 0.5, 0.75, 1)])
    if surface.min() < 0.5 < surface.max():
        axes.contour(axis, axis, surface, levels=[0.5], colors=[look.colours[1]], linewidths=2.2, linestyles="--")
    normal = theta[1:] / np.linalg.norm(theta[1:])
    foot = -theta[0] / np.linalg.norm(theta[1:]) * normal
    if np.abs([foot, foot + normal]).max() < axis[-1]:
        style = {"arrowstyle": "-|>", "color": look.colours[1], "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", tuple(foot + normal), tuple(foot), arrowprops=style)
    _frame_inputs(axes, axis, look, ticks=7)
    line = Line2D([], [], color=look.colours[1], linestyle="--", linewidth=2.2, label=text["boundary"])
    figure.legend(handles=[line], loc="outside upper center")
    return figure


def plot_line_distance(theta: np.ndarray, foot: np.ndarray, along: np.ndarray, norms: np.ndarray, look: Look) -> Figure:
    """Plot how far a line is from the origin: the formula beside the norms of the line's points.

    Args:
        theta: the line's weights, floats ``(3,)``, the bias' first.
        foot: the line's point that is nearest to the origin, floats ``(2,)``.
        along: where points lie along the line, from that one, floats ``(n,)``, rising.
        norms: of these points, floats ``(n,)``.
        look: for whom it is drawn.

    Returns:
        Two panels: the line with the way to it, and the norms with the formula's value.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.3)
    plane, curve = figure.subplots(1, 2)
    direction = np.array([-theta[2], theta[1]]) / np.linalg.norm(theta[1:])
    points = foot + along[:, np.newaxis] * direction
    size = 1.6 * float(np.abs(foot).max())
    middle = foot / 2
    plane.plot(*points.T, color=look.colours[0], linestyle=LINE_STYLES[0], label=text["line"])
    plane.plot(*np.array([[0, 0], foot]).T, color=look.colours[1], linestyle=LINE_STYLES[1])
    plane.plot(0, 0, marker="o", color=look.ink, linestyle="none", label=text["origin"])
    plane.plot(*foot, marker="s", color=look.colours[1], linestyle="none")
    plane.set(xlim=middle[0] + np.array([-size, size]), ylim=middle[1] + np.array([-size, size]))
    plane.set(xlabel=text["x1"], ylabel=text["x2"], aspect="equal")
    length = abs(theta[0]) / float(np.linalg.norm(theta[1:]))
    curve.plot(along, norms, color=look.colours[0], linestyle=LINE_STYLES[0])
    formula = text["formula"].format(look.number(length, 3))
    curve.axhline(length, color=look.colours[1], linestyle=LINE_STYLES[1], label=formula)
    curve.plot(0, norms.min(), marker="s", color=look.colours[1], linestyle="none")
    curve.set(xlabel=text["along"], ylabel=text["norm"], xlim=(along[0], along[-1]), ylim=(0, 1.04 * norms.max()))
    for axes in (plane, curve):
        axes.grid()
        for side in (axes.xaxis, axes.yaxis):
            number_axis(side, look, ticks=5)
    figure.legend(loc="outside upper center", ncols=3, columnspacing=1.2)
    return figure


def plot_softmax_of_a_score(scores: np.ndarray, shares: np.ndarray, look: Look) -> Figure:
    """Plot what softmax makes of three scores while the first one grows.

    Args:
        scores: of class 1, floats ``(n,)``, rising; those of classes 2 and 3 are 1 and 0.
        shares: the probabilities, floats ``(n, 3)`` in [0, 1].
        look: for whom it is drawn.

    Returns:
        One panel with three curves.
    """
    text = TEXT[look.language]
    figure = look.figure(height=2.9)
    axes = figure.subplots()
    for number, values in enumerate(shares.T):
        colour, dashes, marker = look.colours[number], LINE_STYLES[number], MARKERS[number]
        (curve,) = axes.plot(scores, 100 * values, color=colour, linestyle=dashes, marker=marker)
        curve.set(markevery=(20 + 8 * number, 40), label=text["class"].format(number + 1))
    axes.set(xlabel=text["score"], ylabel=text["share"], xlim=(scores[0], scores[-1]), ylim=(0, 102))
    axes.grid()
    number_axis(axes.xaxis, look, ticks=8)
    number_axis(axes.yaxis, look, ticks=5)
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def _frame_inputs(axes: Axes, axis: np.ndarray, look: Look, ticks: int) -> None:
    text = TEXT[look.language]
    axes.set(xlabel=text["x1"], ylabel=text["x2"], xlim=(axis[0], axis[-1]), ylim=(axis[0], axis[-1]), aspect="equal")
    for side in (axes.xaxis, axes.yaxis):
        number_axis(side, look, integer=True, ticks=ticks)
