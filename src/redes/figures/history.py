"""Where neural networks come from: stages of research, disciplines, connections per neuron (T02)."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import LogFormatterMathtext, NullFormatter

from redes.figures.style import Look

TEXT = {
    "es": {
        "year": "año",
        "today": "hoy",
        "connections": "conexiones por neurona",
        "systems": "sistemas de su época",
        "ours": "este curso",
        "ai": "Inteligencia artificial",
        "ai_example": "p. ej., reglas escritas por personas",
        "learning": "Aprendizaje automático",
        "learning_example": "p. ej., la regresión softmax",
        "representation": "Aprendizaje de representaciones",
        "representation_example": "p. ej., los vectores de palabras",
        "deep": "Aprendizaje profundo",
        "deep_example": "p. ej., la red convolucional y la LSTM",
    },
    "en": {
        "year": "year",
        "today": "today",
        "connections": "connections per neuron",
        "systems": "systems of their time",
        "ours": "this course",
        "ai": "Artificial intelligence",
        "ai_example": "e.g. rules that people wrote",
        "learning": "Machine learning",
        "learning_example": "e.g. softmax regression",
        "representation": "Representation learning",
        "representation_example": "e.g. word vectors",
        "deep": "Deep learning",
        "deep_example": "e.g. the convolutional network and the LSTM",
    },
}
#: The nested disciplines, from the widest to the narrowest.
DISCIPLINES = ("ai", "learning", "representation", "deep")
LAST_YEAR = 2026


def plot_research_stages(
    stages: Sequence[Mapping[str, Any]], events: Sequence[Mapping[str, Any]], look: Look
) -> Figure:
    """Plot the stages of research as bands, and what happened when.

    Args:
        stages: a name by language, ``from`` and ``to`` in years; ``to`` is None while it lasts.
        events: ``year``, and what happened by language; in order of time.
        look: for whom it is drawn.

    Returns:
        One panel; time runs downwards.
    """
    figure = look.figure(height=4.8)
    axes = figure.subplots()
    for number, stage in enumerate(stages):
        start, end = stage["from"], stage["to"] or LAST_YEAR
        axes.add_patch(
            FancyBboxPatch(
                (0, start), 1, end - start, boxstyle="square,pad=0", color=look.colours[number], alpha=0.25, linewidth=0
            )
        )
        name = stage[look.language].replace(" ", "\n")
        axes.text(0.5, (start + end) / 2, name, ha="center", va="center", fontweight="bold", fontsize=9.5)
    places = _spread([event["year"] for event in events], 6.2)
    for event, place in zip(events, places, strict=True):
        axes.plot([1, 1.06, 1.2], [event["year"], event["year"], place], color=look.muted, linewidth=0.8, linestyle="-")
        axes.text(1.25, place, f"{event['year']}  {event[look.language]}", ha="left", va="center", fontsize=9.5)
    axes.set(xlim=(0, 4.1), ylim=(LAST_YEAR + 1, 1940))
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_yticks([1940, 1960, 1980, 2000, 2020])
    return figure


def plot_nested_disciplines(look: Look) -> Figure:
    """Plot the disciplines of artificial intelligence, one within another, each with an example.

    Args:
        look: for whom it is drawn.

    Returns:
        Four boxes, the narrowest discipline innermost.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.7)
    axes = figure.subplots()
    deepest = len(DISCIPLINES) - 1
    for depth, name in enumerate(DISCIPLINES):
        left, bottom = 0.35 * depth, 0.2 * depth
        width, height = 10 - 2 * left, 1.45 * (deepest - depth + 1) + 0.2 * (deepest - depth)
        axes.add_patch(
            FancyBboxPatch(
                (left, bottom),
                width,
                height,
                boxstyle="round,pad=0,rounding_size=0.25",
                facecolor=(look.colours[0], 0.07 + 0.07 * depth),
                edgecolor=look.colours[0],
                linewidth=1.2,
            )
        )
        top = bottom + height
        axes.text(left + 0.3, top - 0.45, text[name], ha="left", va="center", fontweight="bold")
        axes.text(left + 0.3, top - 1.0, text[f"{name}_example"], ha="left", va="center", fontsize=9.5)
    axes.set(xlim=(-0.1, 10.1), ylim=(-0.1, 1.45 * (deepest + 1) + 0.2 * deepest + 0.1))
    axes.set_axis_off()
    return figure


def plot_connections_per_neuron(
    systems: Sequence[tuple[int, int, float]],
    nervous_systems: Mapping[str, float],
    ours: Mapping[str, float | None],
    look: Look,
) -> Figure:
    """Plot connections per neuron over time, on a logarithmic axis, with animals as lines.

    Args:
        systems: number in the course's list, year, connections per neuron.
        nervous_systems: synapses per neuron by the name that is written.
        ours: of all models of the course, in its order, by the name that is written; None of those left out.
        look: for whom it is drawn.

    Returns:
        Two panels with one vertical axis: the systems of the past by year, and the course's own.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.6)
    past, today = figure.subplots(1, 2, sharey=True, width_ratios=(4, 1))
    for name, count in nervous_systems.items():
        for axes in (past, today):
            axes.axhline(count, color=look.muted, linestyle=(0, (4, 3)), linewidth=1, zorder=1)
        past.annotate(name, (1966, count), (0, 2), textcoords="offset points", fontsize=9, color=look.ink)
    years, counts = [year for _, year, _ in systems], [count for _, _, count in systems]
    past.plot(years, counts, marker="o", linestyle="none", color=look.ink)
    for place, (number, year, count) in enumerate(systems):
        twin = any(abs(year - other) < 4 and 0.7 < count / near < 1.4 for _, other, near in systems[place + 1 :])
        offset, side, edge = ((-4, -1), "right", "top") if twin else ((4, 1), "left", "bottom")
        past.annotate(str(number), (year, count), offset, textcoords="offset points", ha=side, va=edge, fontsize=9)
    for place, (name, own) in enumerate(ours.items()):
        if own is not None:
            today.plot(place, own, linestyle="none", label=name, **look.mark(place))
    past.set(yscale="log", ylim=(8, 2e4), xlim=(1955, 2018), xlabel=text["year"], ylabel=text["connections"])
    past.yaxis.set_major_formatter(LogFormatterMathtext())
    past.yaxis.set_minor_formatter(NullFormatter())
    today.set(xlim=(-0.6, max(len(ours), 1) - 0.4), xticks=[], xlabel=text["today"])
    past.set_title(text["systems"])
    today.set_title(text["ours"])
    figure.legend(*today.get_legend_handles_labels(), loc="outside lower center", ncols=2)
    return figure


def _spread(places: Sequence[float], least: float) -> list[float]:
    """Move places apart as little as need be, in order, so that none is nearer to the next than ``least``."""
    spread = [float(place) for place in places]
    for _ in range(200):
        for i in range(len(spread) - 1):
            lacking = least - (spread[i + 1] - spread[i])
            if lacking > 0:
                spread[i] -= lacking / 2
                spread[i + 1] += lacking / 2
    return spread
