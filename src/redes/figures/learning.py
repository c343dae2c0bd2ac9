"""How a network answers and learns: forward propagation, descent, the gradient checked (T05, T10, T11)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "inputs": "entradas",
        "hidden": "capa oculta {number}",
        "answer": "respuesta",
        "positive": "peso positivo",
        "negative": "peso negativo",
        "bias": "independiente $θ_0$",
        "slope": "pendiente $θ_1$",
        "batch": "por lotes",
        "mini_batch": "minilotes",
        "incremental": "incremental",
        "falling": "incremental, tasa decreciente",
        "pass": "pasadas por los ejemplos",
        "distance": "distancia al mínimo",
        "units": "unidades de θ",
        "step": "paso $h$ de la diferencia central",
        "gap": "diferencia relativa",
        "middle": "mediana",
        "range": "de la menor a la mayor",
        "claimed": "cota afirmada",
    },
    "en": {
        "inputs": "inputs",
        "hidden": "hidden layer {number}",
        "answer": "answer",
        "positive": "positive weight",
        "negative": "negative weight",
        "bias": "intercept $θ_0$",
        "slope": "slope $θ_1$",
        "batch": "batch",
        "mini_batch": "mini-batch",
        "incremental": "incremental",
        "falling": "incremental, falling rate",
        "pass": "passes over the examples",
        "distance": "distance to the minimum",
        "units": "units of θ",
        "step": "step $h$ of the central difference",
        "gap": "relative difference",
        "middle": "median",
        "range": "smallest to largest",
        "claimed": "bound claimed",
    },
}
PASSES_SHOWN = 20
#: The bound of claim T11.
BOUND = 1e-6


def plot_forward_propagation(layers: Sequence[np.ndarray], weights: Sequence[np.ndarray], look: Look) -> Figure:
    """Plot a network with the value of every unit for one example.

    Args:
        layers: what each layer answers, floats ``(units,)``, the inputs first.
        weights: Theta of each layer, floats ``(units, units before + 1)``, the bias in column 0, which is not drawn.
        look: for whom it is drawn.

    Returns:
        One panel: units in columns, from left to right; a line is the thicker, the further its weight is from 0, and
        dashed where the weight is negative.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.3)
    axes = figure.subplots()
    places = [_column(number, len(layer)) for number, layer in enumerate(layers)]
    for before, after, theta in zip(places[:-1], places[1:], weights, strict=True):
        for unit, end in enumerate(after):
            for start, weight in zip(before, theta[unit, 1:], strict=True):
                sign = int(weight < 0)
                axes.plot(
                    *np.transpose([start, end]),
                    color=look.colours[sign],
                    linestyle=LINE_STYLES[sign],
                    linewidth=0.5 + 1.5 * abs(weight),
                )
    names = [text["inputs"], *(text["hidden"].format(number=n) for n in range(1, len(layers) - 1)), text["answer"]]
    for column, layer, name in zip(places, layers, names, strict=True):
        axes.scatter(column[:, 0], column[:, 1], s=1500, color=look.paper, edgecolor=look.ink, linewidth=1.4, zorder=3)
        for place, value in zip(column, layer, strict=True):
            axes.text(place[0], place[1], look.number(value, 3), ha="center", va="center", zorder=4)
        axes.text(column[0, 0], 1.75, name, ha="center", va="center", fontweight="bold", fontsize=9.5)
    for sign, name in enumerate(("positive", "negative")):
        axes.plot([], [], color=look.colours[sign], linestyle=LINE_STYLES[sign], label=text[name])
    axes.set(xlim=(-0.45, len(layers) - 0.55), ylim=(-1.45, 1.95))
    axes.set_axis_off()
    figure.legend(loc="outside lower center", ncols=2)
    return figure


def plot_gradient_paths(
    surface: tuple[np.ndarray, np.ndarray, np.ndarray],
    best: np.ndarray,
    paths: Mapping[str, np.ndarray],
    distances: Mapping[str, np.ndarray],
    look: Look,
) -> Figure:
    """Plot descents on the error surface of a line's two weights, and how far each is from the minimum.

    Args:
        surface: the weights of the grid, floats ``(a,)`` and ``(b,)``, and the error there, ``(b, a)``.
        best: the least-squares solution, floats ``(2,)``.
        paths: by name, a key of ``TEXT``: the weights after each step, floats ``(steps + 1, 2)``.
        distances: by the same names: the distance to ``best`` after each pass, floats ``(passes + 1,)``.
        look: for whom it is drawn.

    Returns:
        A panel for each of the first three paths, with the level lines of the error, and one with all distances.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.6)
    panels = figure.subplots(2, 2).ravel()
    passes = len(next(iter(distances.values()))) - 1
    for number, (axes, (name, path)) in enumerate(zip(panels[:3], paths.items(), strict=False)):
        theta_0, theta_1, error = surface
        levels = error.min() + (error.max() - error.min()) * np.linspace(0, 1, 12)[1:] ** 2
        axes.contour(theta_0, theta_1, error, levels, colors=look.muted, linewidths=0.6, alpha=0.7)
        shown = path[: 1 + min(PASSES_SHOWN, passes) * (len(path) - 1) // passes]
        dots = MARKERS[number] if len(shown) < 150 else "none"
        axes.plot(*shown.T, color=look.colours[number], linestyle="-", linewidth=1.2, marker=dots, markersize=3)
        axes.plot(*best, marker="*", markersize=12, color=look.ink, linestyle="none", zorder=1)
        axes.set_title(text[name])
        axes.set(xlabel=text["bias"], ylabel=text["slope"])
        for axis in (axes.xaxis, axes.yaxis):
            number_axis(axis, look, integer=True, ticks=5)
    for number, (name, distance) in enumerate(distances.items()):
        style = {"color": look.colours[number], "linestyle": LINE_STYLES[number], "label": text[name]}
        panels[3].plot(distance, marker=MARKERS[number], markersize=4, markevery=max(1, passes // 6), **style)
    panels[3].set(xlabel=text["pass"], ylabel=text["units"], yscale="log")
    panels[3].set_title(text["distance"])
    panels[3].grid(axis="y")
    number_axis(panels[3].xaxis, look, integer=True, ticks=4)
    figure.legend(*panels[3].get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def plot_gradient_check(steps: np.ndarray, gaps: np.ndarray, look: Look) -> Figure:
    """Plot how far back-propagation and central differences are apart, for each step of these.

    Args:
        steps: h, floats ``(k,)``, positive.
        gaps: relative differences, floats ``(networks, k)``; those below 1e-13 are drawn there.
        look: for whom it is drawn.

    Returns:
        One panel, both axes logarithmic: median and range over the networks, and the bound that is claimed.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.6)
    axes = figure.subplots()
    shown = np.maximum(gaps, 1e-13)
    colour = look.colours[0]
    axes.fill_between(steps, shown.min(axis=0), shown.max(axis=0), color=colour, alpha=0.25, label=text["range"])
    axes.plot(steps, np.median(shown, axis=0), marker=MARKERS[0], color=colour, label=text["middle"])
    axes.axhline(BOUND, color=look.colours[1], linestyle=LINE_STYLES[1], label=text["claimed"])
    axes.set(xscale="log", yscale="log", xlabel=text["step"], ylabel=text["gap"])
    axes.grid(axis="y")
    axes.minorticks_off()
    figure.legend(loc="outside upper center", ncols=3)
    return figure


def _column(number: int, units: int) -> np.ndarray:
    """Where the units of a layer stand, the first on top, floats ``(units, 2)``."""
    return np.column_stack([np.full(units, float(number)), (units - 1) / 2 - np.arange(units)])
