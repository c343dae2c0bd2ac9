"""How a classifier answers: what it takes for what, and which probabilities it gives."""

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, Look, number_axis

TEXT = {
    "es": {
        "answer": "respuesta del modelo",
        "truth": "dígito verdadero",
        "share": "ejemplos del dígito verdadero (%)",
        "probability": "probabilidad de «positiva» según el modelo (%)",
        "reviews": "reseñas de la clase (%)",
        "negative": "reseñas negativas",
        "positive": "reseñas positivas",
    },
    "en": {
        "answer": "the model's answer",
        "truth": "true digit",
        "share": "examples of the true digit (%)",
        "probability": "probability of “positive” given by the model (%)",
        "reviews": "reviews of the class (%)",
        "negative": "negative reviews",
        "positive": "positive reviews",
    },
}


def plot_confusion_matrix(counts: np.ndarray, look: Look) -> Figure:
    """Plot how often each digit got each answer.

    Args:
        counts: integers ``(classes, classes)``; rows are the true classes, columns the answers.
        look: for whom it is drawn.

    Returns:
        A table with a number in every cell that is not empty, shaded by its share of the row, on a
        logarithmic scale.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.2)
    axes = figure.subplots()
    shares = 100 * counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    norm = LogNorm(0.1, 100, clip=True)
    mesh = axes.pcolormesh(np.ma.masked_equal(shares, 0), cmap=look.amounts, norm=norm, edgecolors="none")
    for row, column in zip(*np.nonzero(counts), strict=True):
        dark_cell = norm(shares[row, column]) > 0.5
        axes.text(
            column + 0.5,
            row + 0.5,
            str(counts[row, column]),
            ha="center",
            va="center",
            fontsize=8.5,
            color=look.paper if dark_cell else look.ink,
        )
    ticks = np.arange(len(counts)) + 0.5
    axes.set(xlabel=text["answer"], ylabel=text["truth"], aspect="equal")
    axes.set_xticks(ticks, [str(n) for n in range(len(counts))])
    axes.set_yticks(ticks, [str(n) for n in range(len(counts))])
    axes.tick_params(length=0)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.invert_yaxis()
    bar = figure.colorbar(mesh, ax=axes, location="bottom", pad=0.02, shrink=0.7, aspect=30, label=text["share"])
    bar.set_ticks([0.1, 1, 10, 100], labels=[look.number(v, 1 if v < 1 else 0) for v in (0.1, 1, 10, 100)])
    bar.ax.minorticks_off()
    bar.outline.set_visible(False)
    return figure


def plot_probability_histogram(probabilities: np.ndarray, labels: np.ndarray, look: Look) -> Figure:
    """Plot which probabilities a model of two classes gives to the examples of each.

    Args:
        probabilities: of the class 1, floats ``(n,)`` in [0, 1].
        labels: 0 or 1, integers ``(n,)``.
        look: for whom it is drawn.

    Returns:
        Two histograms in one panel, each in percent of its class.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.4)
    axes = figure.subplots()
    edges = np.linspace(0, 100, 21)
    for label, name in ((0, "negative"), (1, "positive")):
        counts, _ = np.histogram(100 * probabilities[labels == label].astype(np.float64), edges)
        axes.stairs(
            100 * counts / max(counts.sum(), 1),
            edges,
            fill=True,
            facecolor=(look.colours[1 - label], 0.3),
            edgecolor=look.colours[1 - label],
            linestyle=LINE_STYLES[1 - label],
            linewidth=1.5,
            label=text[name],
        )
    axes.set(xlabel=text["probability"], ylabel=text["reviews"])
    for axis in (axes.xaxis, axes.yaxis):
        number_axis(axis, look)
    axes.grid(axis="y")
    figure.legend(loc="outside upper center", ncols=2)
    return figure
