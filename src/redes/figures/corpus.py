"""A corpus of reviews, counted."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, NullLocator

from redes.figures.style import LINE_STYLES, Look, number_axis

TEXT = {
    "es": {
        "words": "palabras de la reseña",
        "reviews": "reseñas (%)",
        "train": "entrenamiento",
        "validation": "validación",
        "test": "prueba",
        "median": "mediana de entrenamiento: {words}",
        "rank": "puesto de la palabra, de la más a la menos frecuente",
        "count": "apariciones",
        "observed": "reseñas de IMDB",
        "zipf": "apariciones ∝ 1 / puesto",
        "start": "comienzo",
        "unknown": "demasiado rara",
    },
    "en": {
        "words": "words of the review",
        "reviews": "reviews (%)",
        "train": "training",
        "validation": "validation",
        "test": "test",
        "median": "median of training: {words}",
        "rank": "rank of the word, most frequent first",
        "count": "occurrences",
        "observed": "IMDB reviews",
        "zipf": "occurrences ∝ 1 / rank",
        "start": "start",
        "unknown": "too rare",
    },
}
LONGEST, BIN = 1000, 25
#: An encoded review: characters of fixed width that fit in a row, and those that keep two words apart.
ROW, GAP = 56, 2


def plot_review_lengths(lengths: Mapping[str, np.ndarray], look: Look) -> Figure:
    """Plot how long the reviews of each split are.

    Args:
        lengths: words of each review, integers ``(n,)``, by split; one of them is ``"train"``. Reviews above
            1,000 words are counted in the last bin.
        look: for whom it is drawn.

    Returns:
        One panel with a line for each split, in percent of it, and the median of the training reviews.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.6)
    axes = figure.subplots()
    edges = np.arange(0, LONGEST + 2 * BIN, BIN)
    for number, (split, counts) in enumerate(lengths.items()):
        shares = 100 * np.histogram(np.minimum(counts, LONGEST), edges)[0] / max(len(counts), 1)
        axes.stairs(
            shares,
            edges,
            label=text[split],
            edgecolor=look.colours[number],
            linestyle=LINE_STYLES[number],
            linewidth=1.7,
        )
    median = float(np.median(lengths["train"]))
    axes.axvline(median, color=look.muted, linewidth=1.2)
    axes.annotate(
        text["median"].format(words=look.number(median)),
        (median, 0.97),
        xycoords=("data", "axes fraction"),
        xytext=(6, 0),
        textcoords="offset points",
        va="top",
        fontsize=9,
    )
    axes.set(xlabel=text["words"], ylabel=text["reviews"], xlim=(0, LONGEST + BIN), ylim=(0, None))
    number_axis(axes.yaxis, look)
    ticks = range(0, LONGEST + 1, 200)
    axes.set_xticks(ticks, [look.number(t) if t < LONGEST else f"≥ {look.number(t)}" for t in ticks])
    axes.grid(axis="y")
    figure.legend(loc="outside upper center", ncols=len(lengths))
    return figure


def plot_word_frequency(words: Sequence[str], counts: np.ndarray, look: Look) -> Figure:
    """Plot how often each word occurs against its rank: Zipf's law.

    Source: Zipf (1949), *Human Behavior and the Principle of Least Effort*.

    Args:
        words: the most frequent first.
        counts: how often each of them occurs, integers ``(n,)``.
        look: for whom it is drawn.

    Returns:
        One panel with logarithmic axes; the words of rank 1, 10, 100 ... are named, the law is drawn beside.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.9)
    axes = figure.subplots()
    ranks = np.unique(np.geomspace(1, len(counts), 200).round().astype(int))
    shown = counts[ranks - 1]
    axes.loglog(ranks, shown, color=look.colours[0], linestyle="-", label=text["observed"])
    law = counts[0] / np.array([1, len(counts)])
    axes.loglog([1, len(counts)], law, color=look.muted, linestyle=LINE_STYLES[1], linewidth=1.3, label=text["zipf"])
    for power in range(len(str(len(counts)))):
        rank = 10**power
        axes.plot(rank, counts[rank - 1], marker="o", linestyle="none", color=look.colours[0])
        axes.annotate(
            words[rank - 1],
            (rank, counts[rank - 1]),
            xytext=(5, 5),
            textcoords="offset points",
            fontstyle="italic",
            fontsize=9.5,
        )
    axes.set(xlabel=text["rank"], ylabel=text["count"])
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(FuncFormatter(lambda value, _: look.number(value)))
        axis.set_minor_locator(NullLocator())
    axes.set_ylim(0.7, 3 * counts[0])
    axes.grid()
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_encoded_review(words: Sequence[str], numbers: Sequence[int], start: int, unknown: int, look: Look) -> Figure:
    """Plot a review as its words, and below each of them the number that a network reads.

    Args:
        words: of the review.
        numbers: one more than there are words: the mark of the start comes first.
        start: the number that marks the start.
        unknown: the number of words that have none of their own.
        look: for whom it is drawn.

    Returns:
        Rows of words over their numbers, as wide as the words need; the two special numbers are told from the others.
    """
    text = TEXT[look.language]
    shown = [f"({text['start']})", *words]
    widths = [max(len(word), len(str(number))) for word, number in zip(shown, numbers, strict=True)]
    places = _flow(widths)
    rows = places[-1][1] + 1
    figure = look.figure(height=0.3 + 0.62 * rows)
    axes = figure.subplots()
    special = {start: look.colours[0], unknown: look.colours[1]}
    for word, number, width, (column, row) in zip(shown, numbers, widths, places, strict=True):
        middle, colour = column + width / 2, special.get(number, look.ink)
        style: dict[str, Any] = {"ha": "center", "va": "center", "family": "DejaVu Sans Mono", "color": colour}
        axes.text(middle, -row, word, fontsize=9.5, **style)
        axes.text(middle, -row - 0.42, str(number), fontsize=9.5, weight="bold" if number in special else None, **style)
    axes.set(xlim=(0, ROW), ylim=(-rows + 0.3, 0.4))
    axes.set_axis_off()
    figure.supxlabel(f"{start}: {text['start']};  {unknown}: {text['unknown']}", fontsize=9, color=look.muted)
    return figure


def _flow(widths: Sequence[int]) -> list[tuple[int, int]]:
    """Column and row where each word begins, a new row where the last one is full."""
    places, column, row = [], 0, 0
    for width in widths:
        if column and column + width > ROW:
            column, row = 0, row + 1
        places.append((column, row))
        column += width + GAP
    return places
