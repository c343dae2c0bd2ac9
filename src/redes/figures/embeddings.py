"""Words as points in a space."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.label_placement import Box, place_labels
from redes.figures.style import MARKERS, Look, number_axis

TEXT = {
    "es": {
        "first": "primera componente principal",
        "second": "segunda componente principal",
        "people": "personas",
        "royalty": "realeza",
        "family": "familia",
        "craft": "oficios del cine",
        "genre": "géneros",
        "praise": "elogios",
        "blame": "críticas",
        "common": "lo que las parejas tienen en común (de él a ella)",
        "across": "lo que más distingue a unas parejas de otras",
        "cosine": "coseno con la palabra del título",
        "none": "Ninguna de las palabras está en el vocabulario.",
    },
    "en": {
        "first": "first principal component",
        "second": "second principal component",
        "people": "people",
        "royalty": "royalty",
        "family": "family",
        "craft": "film crafts",
        "genre": "genres",
        "praise": "praise",
        "blame": "blame",
        "common": "what the pairs have in common (from him to her)",
        "across": "what tells the pairs apart most",
        "cosine": "cosine with the word of the title",
        "none": "None of the words is in the vocabulary.",
    },
}
SUM = "king − man + woman"
_LETTERS = 8.5


def plot_word_map(groups: Mapping[str, Mapping[str, np.ndarray]], target: np.ndarray | None, look: Look) -> Figure:
    """Plot words where a plane through their vectors puts them.

    Args:
        groups: for each group (a key of ``TEXT``), the place of each of its words, floats ``(2,)``.
        target: where king - man + woman lies, floats ``(2,)``; None where one of these words is missing.
        look: for whom it is drawn.

    Returns:
        One panel; each group has its colour and mark, each word stands beside its point, and two equal
        arrows show the analogy.
    """
    text = TEXT[look.language]
    figure = look.figure(height=6.8)
    axes = figure.subplots()
    places = {word: place for members in groups.values() for word, place in members.items()}
    if not places:
        return _say(figure, axes, text["none"])
    for number, (group, members) in enumerate(groups.items()):
        if members:
            points = np.array(list(members.values())).T
            colour = (*look.colours, look.ink)[number]
            axes.plot(*points, marker=MARKERS[number], linestyle="none", color=colour, label=text[group])
    arrows = []
    if target is not None:
        arrows = [(places["man"], places["woman"]), (places["king"], target)]
        places[SUM] = target
    _frame(axes, np.array(list(places.values())), text["first"], text["second"], look)
    for start, end in arrows:
        _draw_arrow(axes, start, end, look.muted, dashed=end is target)
    if target is not None:
        axes.plot(*target, marker="*", markersize=12, color=look.ink, linestyle="none")
    figure.legend(loc="outside upper center", ncols=4, handletextpad=0.1, columnspacing=1.0)
    _write_words(figure, axes, places, arrows, look)
    return figure


def plot_analogy_arrows(
    pairs: Sequence[tuple[str, str]], places: Mapping[str, np.ndarray], target: np.ndarray | None, look: Look
) -> Figure:
    """Plot pairs of words that differ in the same way, as arrows from one to the other.

    Args:
        pairs: words, e.g. ``("man", "woman")``.
        places: of each word, floats ``(2,)``; along the first axis lies what the pairs have in common.
        target: where king - man + woman lies, floats ``(2,)``; None where one of these words is missing.
        look: for whom it is drawn.

    Returns:
        One panel with an arrow for each pair, and a dashed one from king to the sum of the analogy.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.6)
    axes = figure.subplots()
    if not pairs:
        return _say(figure, axes, text["none"])
    shown = {word: places[word] for pair in pairs for word in pair}
    arrows = [(places[first], places[second]) for first, second in pairs]
    if target is not None:
        arrows.append((places["king"], target))
        shown[SUM] = target
    _frame(axes, np.array(list(shown.values())), text["common"], text["across"], look)
    for number, (start, end) in enumerate(arrows):
        _draw_arrow(axes, start, end, look.colours[number == len(pairs)], dashed=number == len(pairs))
        axes.plot(*start, "o", color=look.ink, markersize=3.5)
    if target is not None:
        axes.plot(*target, marker="*", markersize=12, color=look.colours[1], linestyle="none")
    _write_words(figure, axes, shown, arrows, look)
    return figure


def plot_nearest_neighbours(neighbours: Mapping[str, Sequence[tuple[str, float]]], look: Look) -> Figure:
    """Plot the nearest words to some words, with their cosines.

    Args:
        neighbours: for each title, the words nearest to it and their cosines in [-1, 1], the nearest first.
        look: for whom it is drawn.

    Returns:
        Panels in two columns, with horizontal bars from 0.
    """
    text = TEXT[look.language]
    rows = max(1, -(-len(neighbours) // 2))
    deepest = max((len(words) for words in neighbours.values()), default=1)
    figure = look.figure(height=rows * (0.24 * deepest + 0.45) + 0.6)
    panels = figure.subplots(rows, 2, squeeze=False, sharex=True).ravel()
    for axes in panels[len(neighbours) :]:
        axes.set_axis_off()
    if not neighbours:
        return _say(figure, panels[0], text["none"])
    for axes, (word, near) in zip(panels[: len(neighbours)], neighbours.items(), strict=True):
        cosines = [cosine for _, cosine in near]
        axes.barh(range(len(near)), cosines, height=0.7, color=look.colours[0], alpha=0.85)
        axes.set_yticks(range(len(near)), [name for name, _ in near])
        axes.set_title(word, fontweight="bold")
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
        axes.set_xlim(0, 1)
        axes.grid(axis="x")
        number_axis(axes.xaxis, look, ticks=5)
    figure.supxlabel(text["cosine"], fontsize=10)
    return figure


def _frame(axes: Axes, points: np.ndarray, xlabel: str, ylabel: str, look: Look) -> None:
    """Fix the limits, with room for words at the sides."""
    low, high = points.min(axis=0), points.max(axis=0)
    margin = np.array([0.14, 0.06]) * np.maximum(high - low, 1e-6)
    axes.set(xlim=(low[0] - margin[0], high[0] + margin[0]), ylim=(low[1] - margin[1], high[1] + margin[1]))
    axes.set(xlabel=xlabel, ylabel=ylabel)
    for axis in (axes.xaxis, axes.yaxis):
        number_axis(axis, look, ticks=5)
    axes.grid()


def _draw_arrow(axes: Axes, start: np.ndarray, end: np.ndarray, colour: str, *, dashed: bool) -> None:
    style = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.3, "shrinkA": 2, "shrinkB": 3}
    axes.annotate("", tuple(end), tuple(start), arrowprops={**style, "linestyle": "--" if dashed else "-"})


def _write_words(
    figure: Figure,
    axes: Axes,
    places: Mapping[str, np.ndarray],
    arrows: Sequence[tuple[np.ndarray, np.ndarray]],
    look: Look,
) -> None:
    """Write each word near its point, off the arrows; a thin line leads to those that had to step aside."""
    figure.draw_without_rendering()
    figure.set_layout_engine("none")
    scale = 72 / figure.dpi

    def to_points(spots: np.ndarray) -> np.ndarray:
        return axes.transData.transform(spots) * scale

    spots = to_points(np.array(list(places.values())))
    window = axes.get_window_extent()
    frame = Box(*(np.array([window.x0, window.y0, window.x1, window.y1]) * scale))
    steps = np.linspace(0, 1, 25)[:, np.newaxis]
    on_arrows = [to_points(start + steps * (end - start)) for start, end in arrows]
    obstacles = [Box(x - 2, y - 2, x + 2, y + 2) for line in on_arrows for x, y in line]
    obstacles += [Box(x - 6, y - 6, x + 6, y + 6) for x, y in spots[[word == SUM for word in places]]]
    boxes = place_labels(spots, list(places), _LETTERS, frame, obstacles)
    for (word, place), spot, box in zip(places.items(), spots, boxes, strict=True):
        centre = np.array([(box.left + box.right) / 2, (box.bottom + box.top) / 2])
        distance = np.hypot(*(np.clip(spot, [box.left, box.bottom], [box.right, box.top]) - spot))
        line = {"arrowstyle": "-", "color": look.muted, "linewidth": 0.6, "shrinkA": 0, "shrinkB": 2}
        axes.annotate(
            word,
            tuple(place),
            xytext=centre - spot,
            textcoords="offset points",
            fontsize=_LETTERS,
            ha="center",
            va="center",
            arrowprops={**line, "relpos": (0.5, 0.5)} if distance > 9 else None,
        )


def _say(figure: Figure, axes: Axes, words: str) -> Figure:
    axes.set_axis_off()
    axes.text(0.5, 0.5, words, ha="center", va="center", wrap=True)
    return figure
