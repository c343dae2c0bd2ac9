"""Words as single units and as patterns over many units (T01)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import Look, number_axis

TEXT = {
    "es": {
        "one_hot": "localista",
        "learned": "distribuida",
        "cosine": "coseno",
        "units": "una unidad por palabra",
        "components": "componentes del vector",
        "value": "valor",
        "none": "Ninguna de las palabras está en el vocabulario.",
    },
    "en": {
        "one_hot": "localist",
        "learned": "distributed",
        "cosine": "cosine",
        "units": "one unit for each word",
        "components": "components of the vector",
        "value": "value",
        "none": "None of the words is in the vocabulary.",
    },
}


def plot_word_patterns(words: Sequence[str], patterns: np.ndarray, look: Look) -> Figure:
    """Plot which units stand for each word: one of its own, or all of them to some degree.

    Args:
        words: n of them.
        patterns: their learned vectors, floats ``(n, components)``.
        look: for whom it is drawn.

    Returns:
        Two panels, a row for each word: the units of these words alone, and all components of the vectors.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.6)
    panels = figure.subplots(2, 1)
    if not words:
        return _say(figure, text["none"])
    limit = float(np.abs(patterns).max())
    for axes, values, name, label in zip(
        panels, (limit * np.eye(len(words)), patterns), ("one_hot", "learned"), ("units", "components"), strict=True
    ):
        image = axes.imshow(values, cmap=look.signed, vmin=-limit, vmax=limit, aspect="auto")
        axes.set_yticks(range(len(words)), words)
        axes.set_title(text[name])
        axes.set_xlabel(text[label])
        axes.tick_params(axis="y", length=0)
        axes.set_xticks(np.arange(-0.5, values.shape[1]), [], minor=True)
        axes.set_yticks(np.arange(-0.5, len(words)), [], minor=True)
        axes.grid(which="minor", linewidth=0.3)
        axes.tick_params(which="minor", length=0)
        axes.set_xticks([])
    number_axis(panels[1].xaxis, look, integer=True)
    bar = figure.colorbar(image, ax=panels[1], label=text["value"])
    number_axis(bar.ax.yaxis, look, ticks=5)
    return figure


def plot_cosine_maps(words: Sequence[str], one_hot: np.ndarray, learned: np.ndarray, look: Look) -> Figure:
    """Plot how alike words are in both representations.

    Args:
        words: related ones side by side.
        one_hot: cosines with a unit for each word, floats ``(n, n)`` in [-1, 1].
        learned: cosines of the learned vectors, alike.
        look: for whom it is drawn.

    Returns:
        Two maps with one scale, from 0 on.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.1)
    panels = figure.subplots(1, 2, sharey=True)
    if not words:
        return _say(figure, text["none"])
    for axes, matrix, name in zip(panels, (one_hot, learned), ("one_hot", "learned"), strict=True):
        image = axes.imshow(matrix, cmap=look.amounts, vmin=0, vmax=1)
        axes.set_xticks(range(len(words)), words, rotation=90)
        axes.set_yticks(range(len(words)), words)
        axes.set_title(text[name])
        axes.tick_params(length=0)
    bar = figure.colorbar(image, ax=panels, shrink=0.6, aspect=14, label=text["cosine"])
    number_axis(bar.ax.yaxis, look, ticks=5)
    return figure


def _say(figure: Figure, sentence: str) -> Figure:
    """Leave a figure without panels, with a sentence."""
    figure.clear()
    axes: Axes = figure.subplots()
    axes.text(0.5, 0.5, sentence, ha="center", va="center", wrap=True)
    axes.set_axis_off()
    return figure
