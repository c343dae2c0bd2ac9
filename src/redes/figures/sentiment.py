"""Models that read reviews, beside each other: thresholds, calibration, length, stars; a bag of words from inside."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "lstm": "LSTM",
        "rnn": "sin puertas",
        "bag": "bolsa de palabras",
        "false_positives": "negativas tomadas por positivas (%)",
        "true_positives": "positivas reconocidas (%)",
        "chance": "al azar",
        "corner": "la esquina, ampliada",
        "probability": "probabilidad de «positiva» según el modelo (%)",
        "observed": "reseñas positivas de verdad (%)",
        "ideal": "calibración perfecta",
        "length": "palabras de la reseña, y cuántas reseñas las tienen",
        "stars": "estrellas de quien la escribió, y cuántas reseñas las tienen",
        "accuracy": "aciertos (%)",
        "weight": "peso",
        "negative": "en contra",
        "positive": "a favor",
    },
    "en": {
        "lstm": "LSTM",
        "rnn": "without gates",
        "bag": "bag of words",
        "false_positives": "negative reviews taken for positive (%)",
        "true_positives": "positive reviews recognised (%)",
        "chance": "chance",
        "corner": "the corner, enlarged",
        "probability": "probability of “positive” given by the model (%)",
        "observed": "reviews that are in fact positive (%)",
        "ideal": "perfect calibration",
        "length": "words of the review, and how many reviews have them",
        "stars": "stars that its author gave, and how many reviews have them",
        "accuracy": "right answers (%)",
        "weight": "weight",
        "negative": "against",
        "positive": "in favour",
    },
}
#: What the enlarged corner of the ROC curves shows, in percent of each class.
CORNER = 25


def plot_roc_curves(curves: Mapping[str, tuple[np.ndarray, np.ndarray]], look: Look) -> Figure:
    """Plot what is won and what is lost as the threshold between the two answers moves.

    Args:
        curves: by model, the shares of negative and of positive examples above each threshold, floats ``(n,)`` in
            [0, 1], rising.
        look: for whom it is drawn.

    Returns:
        One square panel with the curves and the diagonal of guessing, and its upper left corner enlarged in it.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.2)
    axes = figure.subplots()
    axes.plot([0, 100], [0, 100], color=look.muted, linestyle=LINE_STYLES[1], linewidth=1.2, label=text["chance"])
    corner = axes.inset_axes((0.6, 0.1, 0.38, 0.38))  # below the diagonal
    for panel in (axes, corner):
        for number, (model, (false_positives, true_positives)) in enumerate(curves.items()):
            panel.plot(
                100 * false_positives,
                100 * true_positives,
                color=look.colours[number],
                linestyle=LINE_STYLES[number],
                label=text[model],
            )
        for axis in (panel.xaxis, panel.yaxis):
            number_axis(axis, look, ticks=6 if panel is axes else 3)
        panel.grid()
    axes.set(xlabel=text["false_positives"], ylabel=text["true_positives"], aspect="equal")
    axes.set(xlim=(-1, 101), ylim=(-1, 101))
    corner.set(xlim=(0, CORNER), ylim=(100 - CORNER, 100))
    corner.set_title(text["corner"], fontsize=9)
    for connector in axes.indicate_inset_zoom(corner, edgecolor=look.muted, alpha=1).connectors or ():
        connector.set_visible(False)
    _legend_above(figure, axes)
    return figure


def plot_calibration(curves: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]], look: Look) -> Figure:
    """Plot whether what a model calls 70 % happens 70 times of 100.

    Args:
        curves: by model, for each bin that has an example the mean probability given and the share of the class 1
            observed, floats in [0, 1], and the number of examples.
        look: for whom it is drawn.

    Returns:
        One square panel: given against observed, with the 95 % interval of each share (normal approximation).
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.4)
    axes = figure.subplots()
    axes.plot([0, 100], [0, 100], color=look.muted, linestyle=LINE_STYLES[1], linewidth=1.2, label=text["ideal"])
    for number, (model, (mean, observed, counts)) in enumerate(curves.items()):
        axes.errorbar(
            100 * mean,
            100 * observed,
            yerr=196 * np.sqrt(observed * (1 - observed) / counts),
            capsize=3,
            **_series(number, look),
            label=text[model],
        )
    axes.set(xlabel=text["probability"], ylabel=text["observed"], aspect="equal", xlim=(-3, 103), ylim=(-3, 103))
    for axis in (axes.xaxis, axes.yaxis):
        number_axis(axis, look)
    axes.grid()
    _legend_above(figure, axes)
    return figure


def plot_accuracy_by_length(
    edges: Sequence[int], shares: Mapping[str, Sequence[Mapping[str, Any]]], look: Look
) -> Figure:
    """Plot how many reviews of each length the models get right.

    Args:
        edges: words at which a new interval begins, rising.
        shares: by model, for each interval ``share``, ``low``, ``high`` in [0, 1] and ``examples``; the first three are
            None where there is no example.
        look: for whom it is drawn.

    Returns:
        One panel: a point with its interval for each model and interval of lengths.
    """
    first, last = f"< {look.number(edges[0])}", f"≥ {look.number(edges[-1])}"
    inner = [f"{look.number(low)}–{look.number(high - 1)}" for low, high in pairwise(edges)]
    return _plot_shares([first, *inner, last], shares, TEXT[look.language]["length"], look)


def plot_accuracy_by_stars(shares: Mapping[str, Mapping[str, Mapping[str, Any]]], look: Look) -> Figure:
    """Plot how many of the reviews with each number of stars the models get right.

    Args:
        shares: by model and number of stars, as for ``plot_accuracy_by_length``.
        look: for whom it is drawn.

    Returns:
        One panel: a point with its interval for each model and number of stars.
    """
    stars = list(next(iter(shares.values())))
    measured = {model: [by_stars[number] for number in stars] for model, by_stars in shares.items()}
    return _plot_shares(stars, measured, TEXT[look.language]["stars"], look)


def _plot_shares(
    names: Sequence[str], shares: Mapping[str, Sequence[Mapping[str, Any]]], label: str, look: Look
) -> Figure:
    figure = look.figure(height=3.9)
    axes = figure.subplots()
    places = np.arange(len(names))
    for number, (model, measured) in enumerate(shares.items()):
        share, low, high = (np.array([m[key] for m in measured], dtype=np.float64) for key in ("share", "low", "high"))
        axes.errorbar(
            places + 0.16 * (number - (len(shares) - 1) / 2),
            100 * share,
            yerr=100 * np.array([share - low, high - share]),
            capsize=3,
            **_series(number, look) | {"linestyle": "none"},
            label=TEXT[look.language][model],
        )
    counts = [measured["examples"] for measured in next(iter(shares.values()))]
    labels = [f"{name}\n{look.number(count)}" for name, count in zip(names, counts, strict=True)]
    axes.set_xticks(places, labels)
    axes.set(xlabel=label, ylabel=TEXT[look.language]["accuracy"])
    number_axis(axes.yaxis, look, integer=True)
    axes.grid(axis="y")
    _legend_above(figure, axes)
    return figure


def plot_term_weights(terms: Sequence[str], weights: np.ndarray, look: Look, count: int = 16) -> Figure:
    """Plot the terms to which a bag of words gives the largest weights of either sign.

    Args:
        terms: words and words in a row.
        weights: of each of them, floats ``(n,)``; negative for those that speak for a negative review.
        look: for whom it is drawn.
        count: terms of each sign, at most.

    Returns:
        Two panels of bars with the same scale, the heaviest term above.
    """
    text = TEXT[look.language]
    figure = look.figure(height=0.6 + 0.27 * count)
    panels = figure.subplots(1, 2, sharex=True)
    order = np.argsort(-np.abs(weights), kind="stable")
    for sign, name, axes in zip((-1, 1), ("negative", "positive"), panels, strict=True):
        rows = order[np.sign(weights[order]) == sign][:count]
        axes.barh(
            np.arange(len(rows)),
            np.abs(weights[rows]),
            height=0.7,
            color=(look.colours[1 if sign < 0 else 0], 0.75),
        )
        axes.set_yticks(np.arange(len(rows)), [terms[row] for row in rows], fontsize=9.5)
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.set(title=text[name], xlabel=f"{text['weight']} ({'−' if sign < 0 else '+'})")
        axes.spines["left"].set_visible(False)
        axes.grid(axis="x")
        number_axis(axes.xaxis, look, ticks=4)
    return figure


def _series(number: int, look: Look) -> dict[str, Any]:
    return {"color": look.colours[number], "linestyle": LINE_STYLES[number], "marker": MARKERS[number]}


def _legend_above(figure: Figure, axes: Axes) -> None:
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=2 if len(labels) % 2 == 0 else 3)
