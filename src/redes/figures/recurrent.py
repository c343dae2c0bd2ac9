"""Three designs of recurrent network: how they are wired, and where each is good (T21)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "hidden_to_hidden": "de oculta a oculta",
        "output_to_hidden": "de salida a oculta",
        "final_output": "salida al final",
        "delay": "pasos atrás del bit que se pregunta",
        "parity": "paridad",
        "accuracy": "exactitud",
        "chance": "al azar",
        "length": "bits de la secuencia",
        "trained": "longitudes\nentrenadas",
        "bit": "el bit de {delay} pasos atrás",
        "parity_title": "la paridad",
    },
    "en": {
        "hidden_to_hidden": "hidden to hidden",
        "output_to_hidden": "output to hidden",
        "final_output": "output at the end",
        "delay": "steps back of the bit that is asked for",
        "parity": "parity",
        "accuracy": "accuracy",
        "chance": "by chance",
        "length": "bits of the sequence",
        "trained": "lengths\ntrained on",
        "bit": "the bit of {delay} steps ago",
        "parity_title": "the parity",
    },
}
DESIGNS = ("hidden_to_hidden", "output_to_hidden", "final_output")
STEPS = 3


def plot_unrolled_designs(look: Look) -> Figure:
    """Draw the three designs unrolled over three steps.

    Args:
        look: for whom it is drawn.

    Returns:
        A panel for each design: inputs below, hidden states, outputs above; what is fed back is in colour.
    """
    figure = look.figure(height=2.9)
    panels = figure.subplots(1, len(DESIGNS))
    for number, (axes, design) in enumerate(zip(panels, DESIGNS, strict=True)):
        for t in range(1, STEPS + 1):
            _join(axes, (t, 0), (t, 1), "U", look.ink)
            if design != "final_output" or t == STEPS:
                _join(axes, (t, 1), (t, 2), "V", look.ink)
            if t < STEPS:
                start = (t, 2) if design == "output_to_hidden" else (t, 1)
                _join(axes, start, (t + 1, 1), "W", look.colours[number], LINE_STYLES[number])
            for level, name in enumerate("xho"):
                if design != "final_output" or name != "o" or t == STEPS:
                    axes.scatter(t, level, s=430, color=look.paper, edgecolor=look.ink, linewidth=1.2, zorder=3)
                    axes.text(t, level, f"${name}_{t}$", ha="center", va="center", zorder=4)
        axes.set_title(TEXT[look.language][design], fontsize=9.5)
        axes.set(xlim=(0.6, STEPS + 0.4), ylim=(-0.35, 2.35))
        axes.set_axis_off()
    return figure


def _join(
    axes: Axes,
    start: tuple[float, float],
    end: tuple[float, float],
    name: str,
    colour: str,
    style: str | tuple[float, tuple[float, ...]] = "-",
) -> None:
    """Draw an arrow between two circles, with the name of its weights beside it."""
    properties = {
        "arrowstyle": "->",
        "color": colour,
        "linewidth": 1.4,
        "linestyle": style,
        "shrinkA": 11,
        "shrinkB": 12,
    }
    axes.annotate("", end, start, arrowprops=properties)
    across, up = end[0] - start[0], end[1] - start[1]
    x, y = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    aside = (0.15, 0.0) if not across else (0.0, 0.2) if not up else (0.17, 0.17)
    axes.text(x + aside[0], y + aside[1], f"${name}$", color=colour, ha="center", va="center")


def plot_designs_by_delay(delays: np.ndarray, accuracies: np.ndarray, length: int, look: Look) -> Figure:
    """Plot how well each design recalls the bit of some steps ago, and tells the parity.

    Args:
        delays: integers ``(d,)``.
        accuracies: floats ``(d + 1, designs, starts, lengths)``, the parity last.
        length: of the sequences asked about, from 1.
        look: for whom it is drawn.

    Returns:
        One panel: mean over the starts, and a bar from the lowest to the highest.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.5)
    axes = figure.subplots()
    at_length = accuracies[..., length - 1]
    places = np.arange(len(delays) + 1) + np.where(np.arange(len(delays) + 1) == len(delays), 0.4, 0)
    for number, (design, rows) in enumerate(zip(DESIGNS, at_length.swapaxes(0, 1), strict=True)):
        mean, shift = rows.mean(axis=1), 0.1 * (number - 1)
        whiskers = np.abs(np.stack([rows.min(axis=1), rows.max(axis=1)]) - mean)
        style = {"color": look.colours[number], "marker": MARKERS[number], "capsize": 3}
        axes.errorbar(
            places[:-1] + shift,
            mean[:-1],
            whiskers[:, :-1],
            linestyle=LINE_STYLES[number],
            label=text[design],
            **style,  # type: ignore[arg-type]
        )
        axes.errorbar(places[-1:] + shift, mean[-1:], whiskers[:, -1:], linestyle="none", **style)  # type: ignore[arg-type]
    percent_axis(axes, look)
    axes.set_xticks(places, [*(str(delay) for delay in delays), text["parity"]])
    axes.set(xlabel=text["delay"], ylabel=text["accuracy"])
    mark_chance(axes, places[0] - 0.1, look)
    figure.legend(loc="outside upper center", ncols=3, handlelength=1.8, columnspacing=1.2)
    return figure


def plot_designs_by_length(delay: int, tasks: Sequence[np.ndarray], trained_length: int, look: Look) -> Figure:
    """Plot how well each design answers at the end of sequences longer than those that it was trained on.

    Args:
        delay: of the first task.
        tasks: two arrays, of the delay and of the parity: accuracies, floats ``(designs, starts, lengths)``.
        trained_length: of the longest sequences trained on.
        look: for whom it is drawn.

    Returns:
        A panel for each task: mean over the starts, and a band from the lowest to the highest.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.5)
    panels = figure.subplots(1, 2, sharey=True)
    titles = text["bit"].format(delay=delay), text["parity_title"]
    for axes, task, title in zip(panels, tasks, titles, strict=True):
        lengths = np.arange(1, task.shape[-1] + 1)
        axes.axvspan(1, trained_length, color=look.muted, alpha=0.18, linewidth=0)
        for number, (design, rows) in enumerate(zip(DESIGNS, task, strict=True)):
            colour = look.colours[number]
            asked = ~np.isnan(rows[0])
            axes.fill_between(
                lengths[asked], rows.min(axis=0)[asked], rows.max(axis=0)[asked], color=colour, alpha=0.18, linewidth=0
            )
            style = {"linestyle": LINE_STYLES[number], "marker": MARKERS[number], "markevery": (3 + 3 * number, 11)}
            axes.plot(lengths, rows.mean(axis=0), color=colour, label=text[design], **style)
        percent_axis(axes, look)
        number_axis(axes.xaxis, look, integer=True, ticks=6)
        axes.set(xlabel=text["length"], title=title)
        axes.axhline(0.5, color=look.muted, linewidth=1, linestyle=":")
    panels[0].set_ylabel(text["accuracy"])
    panels[0].text(trained_length + 1, 0.79, text["trained"], color=look.muted, fontsize=9, va="center")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=3, handlelength=1.8, columnspacing=1.2)
    return figure


def percent_axis(axes: Axes, look: Look) -> None:
    """Write accuracies in percent, from below what chance gives."""
    axes.set_ylim(0.42, 1.03)
    axes.set_yticks(np.linspace(0.5, 1, 6))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: look.percent(value, 0)))
    axes.grid(axis="y")


def mark_chance(axes: Axes, x: float, look: Look) -> None:
    """Draw what guessing gives, with its name."""
    axes.axhline(0.5, color=look.muted, linewidth=1, linestyle=":")
    axes.text(x, 0.485, TEXT[look.language]["chance"], color=look.muted, fontsize=9, va="top")
