"""The LSTM: its cell, gradients through many steps, what it keeps in mind, its gates on a review (T22)."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch
from matplotlib.ticker import FuncFormatter, LogLocator

from redes.figures.recurrent import mark_chance, percent_axis
from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "f": "olvido",
        "i": "entrada",
        "C": "candidato",
        "o": "salida",
        "plain": "red simple, ganancia {number}",
        "lstm": "LSTM, sesgo de olvido {number}",
        "back": "pasos hacia atrás",
        "norm": "norma del gradiente",
        "delay": "símbolos entre el que hay que recordar y la pregunta",
        "accuracy": "exactitud",
        "open": "apertura de la puerta",
        "units": "unidades",
    },
    "en": {
        "f": "forget",
        "i": "input",
        "C": "candidate",
        "o": "output",
        "plain": "plain network, gain {number}",
        "lstm": "LSTM, forget bias {number}",
        "back": "steps back",
        "norm": "norm of the gradient",
        "delay": "symbols between the one to remember and the question",
        "accuracy": "accuracy",
        "open": "how far the gate is open",
        "units": "units",
    },
}


def plot_lstm_cell(look: Look) -> Figure:
    """Draw one step of an LSTM: the cell's line above, the gates below, and who acts on what.

    Args:
        look: for whom it is drawn.

    Returns:
        One panel, from left to right in time.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.5)
    axes = figure.subplots()
    axes.set(xlim=(-0.35, 10.1), ylim=(-0.75, 6.1))
    axes.set_axis_off()
    blue, orange = look.colours[:2]
    _run(axes, [(0.75, 5), (9.4, 5)], blue, width=2.6)
    _run(axes, [(0.75, 0.7), (6.6, 0.7), (6.6, 1.5)], look.ink)
    _run(axes, [(1.1, -0.3), (1.1, 0.7)], look.ink, arrow=False)
    for x in (1.6, 3.27, 4.93):
        _run(axes, [(x, 0.7), (x, 1.5)], look.ink)
    _run(axes, [(1.6, 2.5), (1.6, 4.7)], orange)
    _run(axes, [(3.27, 2.5), (3.27, 3.6), (3.8, 3.6)], orange)
    _run(axes, [(4.93, 2.5), (4.93, 3.6), (4.4, 3.6)], look.ink)
    _run(axes, [(4.1, 3.9), (4.1, 4.7)], look.ink)
    _run(axes, [(6.6, 2.5), (6.6, 3.0), (7.9, 3.0)], orange)
    _run(axes, [(8.2, 5), (8.2, 4.5)], blue)
    _run(axes, [(8.2, 3.7), (8.2, 3.3)], look.ink)
    _run(axes, [(8.2, 2.7), (8.2, 0.7), (9.4, 0.7)], look.ink)
    for x, name, letter, function in (
        (1.6, "f", "f_t", "σ"),
        (3.27, "i", "i_t", "σ"),
        (4.93, "C", r"\tilde{C}_t", "tanh"),
        (6.6, "o", "o_t", "σ"),
    ):
        edge = look.ink if name == "C" else orange
        _box(axes, (x - 0.77, 1.5), 1.54, 1.0, look.paper, edge)
        axes.text(
            x, 2.0, f"{text[name]}\n${letter}$  {function}", ha="center", va="center", fontsize=9, linespacing=1.4
        )
    _box(axes, (7.75, 3.7), 0.9, 0.8, look.paper, look.ink)
    axes.text(8.2, 4.1, "tanh", ha="center", va="center", fontsize=9)
    for x, y, sign in ((1.6, 5, "×"), (4.1, 5, "+"), (4.1, 3.6, "×"), (8.2, 3.0, "×")):
        axes.scatter(x, y, s=200, color=look.paper, edgecolor=look.ink, linewidth=1.3, zorder=3)
        axes.text(x, y, sign, ha="center", va="center", fontsize=11, zorder=4)
    for x, y, name in (
        (0.15, 5, "C_{t-1}"),
        (9.75, 5, "C_t"),
        (0.15, 0.7, "h_{t-1}"),
        (9.75, 0.7, "h_t"),
        (1.1, -0.62, "x_t"),
    ):
        axes.text(x, y, f"${name}$", ha="center", va="center", fontsize=11)
    return figure


def _run(
    axes: Axes, corners: Sequence[tuple[float, float]], colour: str, *, width: float = 1.4, arrow: bool = True
) -> None:
    """Draw a line through corners, with a head at its end."""
    axes.plot(*np.transpose(corners), color=colour, linestyle="-", linewidth=width, solid_joinstyle="round", zorder=1)
    if arrow:
        properties = {"arrowstyle": "-|>", "color": colour, "linewidth": width, "shrinkA": 0, "shrinkB": 0}
        axes.annotate("", corners[-1], corners[-2], arrowprops=properties, zorder=1)


def _box(axes: Axes, corner: tuple[float, float], width: float, height: float, paper: str, edge: str) -> None:
    """Draw a box with round corners."""
    shape = "round,pad=0,rounding_size=0.15"
    axes.add_patch(
        FancyBboxPatch(corner, width, height, shape, facecolor=paper, edgecolor=edge, linewidth=1.3, zorder=2)
    )


def plot_gradients_through_time(
    gains: np.ndarray, plain: np.ndarray, forget_biases: np.ndarray, cells: np.ndarray, look: Look
) -> Figure:
    """Plot how much of a change some steps ago is left now.

    Args:
        gains: of the plain networks, floats ``(p,)``.
        plain: their norms, floats ``(p, starts, steps + 1)``.
        forget_biases: of the LSTMs, floats ``(q,)``.
        cells: their norms, floats ``(q, starts, steps + 1)``.
        look: for whom it is drawn.

    Returns:
        One panel, logarithmic: median over the starts, and a band from the lowest to the highest.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.2)
    axes = figure.subplots()
    names = [text["plain"].format(number=look.number(gain)) for gain in gains]
    names += [text["lstm"].format(number=look.number(bias)) for bias in forget_biases]
    for number, (name, norms) in enumerate(zip(names, [*plain, *cells], strict=True)):
        steps, colour = np.arange(norms.shape[1]), look.colours[number]
        axes.fill_between(steps, norms.min(axis=0), norms.max(axis=0), color=colour, alpha=0.18, linewidth=0)
        axes.plot(
            steps,
            np.median(norms, axis=0),
            color=colour,
            linestyle=LINE_STYLES[number],
            marker=MARKERS[number],
            markevery=(8 * number, 40),
            label=name,
        )
    axes.axhline(1, color=look.muted, linewidth=1, linestyle=":")
    axes.set(yscale="log", xlabel=text["back"], ylabel=text["norm"])
    axes.yaxis.set_major_locator(LogLocator(10, numticks=7))
    axes.minorticks_off()
    axes.grid(axis="y")
    number_axis(axes.xaxis, look, integer=True, ticks=6)
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_long_dependencies(
    delays: np.ndarray, gain: float, forget_biases: np.ndarray, accuracies: np.ndarray, look: Look
) -> Figure:
    """Plot how well trained networks remember the first symbol.

    Args:
        delays: distracting symbols after it, integers ``(d,)``.
        gain: of the plain network.
        forget_biases: of the LSTMs, floats ``(2,)``.
        accuracies: floats ``(3, d, starts)``, the plain network first.
        look: for whom it is drawn.

    Returns:
        One panel: mean over the starts, and a bar from the lowest to the highest.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.7)
    axes = figure.subplots()
    names = [text["plain"].format(number=look.number(gain))]
    names += [text["lstm"].format(number=look.number(bias)) for bias in forget_biases]
    # The colour and the mark that each network has in the figure of the gradients.
    for name, rows, look_number, shift in zip(names, accuracies, (0, 3, 4), (-0.08, 0, 0.08), strict=True):
        mean = rows.mean(axis=1)
        axes.errorbar(
            np.arange(len(delays)) + shift,
            mean,
            np.abs(np.stack([rows.min(axis=1), rows.max(axis=1)]) - mean),
            color=look.colours[look_number],
            linestyle=LINE_STYLES[look_number],
            marker=MARKERS[look_number],
            capsize=3,
            label=name,
        )
    mark_chance(axes, 0, look)
    percent_axis(axes, look)
    axes.set_xticks(np.arange(len(delays)), [look.number(delay) for delay in delays])
    axes.set(xlabel=text["delay"], ylabel=text["accuracy"])
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_review_gates(words: Sequence[str], gates: Sequence[np.ndarray], look: Look) -> Figure:
    """Plot how far the gates of every unit are open while an LSTM reads a review.

    Args:
        words: those of each step.
        gates: of forget, input and output, floats ``(steps, units)`` in [0, 1].
        look: for whom it is drawn.

    Returns:
        A panel for each gate: steps from top to bottom, units from the most closed gate to the most open one.
    """
    text = TEXT[look.language]
    figure = look.figure(height=1.7 + 0.24 * len(words))
    panels = figure.subplots(1, len(gates), sharey=True)
    for axes, gate, name in zip(panels, gates, "fio", strict=True):
        ordered = gate[:, np.argsort(gate.mean(axis=0), kind="stable")]
        picture = axes.imshow(ordered, aspect="auto", cmap=look.amounts, vmin=0, vmax=1)
        axes.set_title(f"{text[name]} ${name}_t$")
        axes.set(xlabel=text["units"], xticks=[])
        axes.tick_params(axis="y", length=0)
    panels[0].set_yticks(range(len(words)), words)
    bar = figure.colorbar(picture, ax=panels, location="bottom", shrink=0.7, aspect=30, label=text["open"])
    bar.set_ticks([0, 0.25, 0.5, 0.75, 1])
    bar.ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: look.percent(value, 0)))
    return figure
