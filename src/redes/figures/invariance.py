"""Several networks asked the same: about digits that have moved (T17), and how sure they are (T20)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "softmax": "regresión softmax",
        "mlp": "perceptrón multicapa",
        "cnn": "red convolucional",
        "softmax_short": "softmax",
        "mlp_short": "perceptrón",
        "cnn_short": "convolucional",
        "shift": "desplazamiento (píxeles)",
        "turn": "giro (grados; positivo, a la izquierda)",
        "accuracy": "exactitud (%)",
        "trained": "visto al entrenar",
        "confidence": "probabilidad que la red da a su respuesta (%)",
        "right": "respuestas correctas de verdad (%)",
        "ideal": "calibración perfecta",
        "pixels": "{size} px",
        "degrees": "{size}°",
    },
    "en": {
        "softmax": "softmax regression",
        "mlp": "multilayer perceptron",
        "cnn": "convolutional network",
        "softmax_short": "softmax",
        "mlp_short": "perceptron",
        "cnn_short": "convolutional",
        "shift": "shift (pixels)",
        "turn": "turn (degrees; positive is to the left)",
        "accuracy": "accuracy (%)",
        "trained": "seen in training",
        "confidence": "probability that the network gives to its answer (%)",
        "right": "answers that are in fact right (%)",
        "ideal": "perfect calibration",
        "pixels": "{size} px",
        "degrees": "{size}°",
    },
}


class Strip(NamedTuple):
    """A digit on its way.

    Attributes:
        unit: of the movement, ``"pixels"`` or ``"degrees"``.
        sizes: how far, integers ``(m,)``.
        images: what is left of it in the image, floats ``(m, 28, 28)`` in [0, 1].
        answers: by the network's name, a key of ``TEXT``: integers ``(m,)``.
        truth: the digit.
    """

    unit: str
    sizes: np.ndarray
    images: np.ndarray
    answers: Mapping[str, np.ndarray]
    truth: int


def plot_shift_tolerance(sizes: np.ndarray, accuracies: Mapping[str, np.ndarray], seen: float, look: Look) -> Figure:
    """Plot what is left of each network's accuracy when the digits are shifted.

    Args:
        sizes: of the shift, integers ``(m,)``, in pixels.
        accuracies: by the network's name, a key of ``TEXT``: of each direction, floats ``(m, directions)`` in [0, 1].
        seen: the longest shift in training, in pixels.
        look: for whom it is drawn.

    Returns:
        One panel: the mean over the directions as a line, the range from worst to best as a band.
    """
    figure, axes = _start(sizes, {model: values.mean(axis=1) for model, values in accuracies.items()}, "shift", look)
    for number, values in enumerate(accuracies.values()):
        low, high = 100 * values.min(axis=1), 100 * values.max(axis=1)
        axes.fill_between(sizes, low, high, color=look.colours[number], alpha=0.2, linewidth=0)
    axes.axvspan(0, seen, color=look.muted, alpha=0.15, linewidth=0, label=TEXT[look.language]["trained"])
    _finish(figure, axes, look)
    return figure


def plot_turn_tolerance(angles: np.ndarray, accuracies: Mapping[str, np.ndarray], seen: float, look: Look) -> Figure:
    """Plot what is left of each network's accuracy when the digits are turned.

    Args:
        angles: integers ``(m,)``, in degrees; positive is to the left.
        accuracies: by the network's name, a key of ``TEXT``: floats ``(m,)`` in [0, 1].
        seen: the largest turn in training, in degrees, either way.
        look: for whom it is drawn.

    Returns:
        One panel with a line for each network.
    """
    figure, axes = _start(angles, accuracies, "turn", look)
    axes.axvspan(-seen, seen, color=look.muted, alpha=0.15, linewidth=0, label=TEXT[look.language]["trained"])
    axes.set_xticks(angles, [look.number(angle) for angle in angles])
    _finish(figure, axes, look)
    return figure


def _start(places: np.ndarray, accuracies: Mapping[str, np.ndarray], name: str, look: Look) -> tuple[Figure, Axes]:
    text = TEXT[look.language]
    figure = look.figure(height=3.9)
    axes = figure.subplots()
    for number, (model, values) in enumerate(accuracies.items()):
        style: dict[str, Any] = {
            "color": look.colours[number],
            "linestyle": LINE_STYLES[number],
            "marker": MARKERS[number],
        }
        axes.plot(places, 100 * values, label=text[model], **style)
    axes.set(xlabel=text[name], ylabel=text["accuracy"], ylim=(0, 102))
    number_axis(axes.xaxis, look, integer=True, ticks=8)
    return figure, axes


def _finish(figure: Figure, axes: Axes, look: Look) -> None:
    number_axis(axes.yaxis, look)
    axes.grid(axis="y")
    figure.legend(loc="outside upper center", ncols=2)


def plot_moved_digits(strips: Sequence[Strip], look: Look) -> Figure:
    """Show digits on their way, and below each what every network takes it for.

    Args:
        strips: one digit and one movement each.
        look: for whom it is drawn.

    Returns:
        A row of images for each strip, and under it a row of answers for each network; wrong ones stand in boxes.
    """
    text = TEXT[look.language]
    figure = look.figure(height=1.68 * len(strips))
    grid = figure.add_gridspec(len(strips), 1)
    for number, strip in enumerate(strips):
        axes = figure.add_subplot(grid[number])
        axes.set_axis_off()
        for column, (size, image) in enumerate(zip(strip.sizes, strip.images, strict=True)):
            axes.imshow(image, vmin=0, vmax=1, extent=(column - 0.45, column + 0.45, -0.45, 0.45))
            label = text[strip.unit].format(size=look.number(size))
            axes.text(column, 0.66, label, ha="center", va="center", fontsize=9)
        for row, (model, answers) in enumerate(strip.answers.items()):
            height = -0.74 - 0.42 * row
            axes.text(-2.4, height, text[f"{model}_short"], ha="left", va="center", fontsize=9)
            for column, answer in enumerate(answers):
                _answer(axes, column, height, answer, answer != strip.truth, look)
        axes.set(xlim=(-2.4, len(strip.sizes) - 0.5), ylim=(-0.55 - 0.42 * len(strip.answers), 0.9), aspect="equal")
    return figure


def _answer(axes: Axes, column: int, height: float, answer: int, wrong: bool, look: Look) -> None:
    colour = look.colours[1] if wrong else look.ink
    box = {"boxstyle": "square,pad=0.15", "fill": False, "edgecolor": colour} if wrong else None
    weight = "bold" if wrong else "normal"
    axes.text(column, height, str(answer), ha="center", va="center", color=colour, fontweight=weight, bbox=box)


def plot_confidence_calibration(
    bins: Mapping[str, np.ndarray], intervals: Mapping[str, np.ndarray], look: Look
) -> Figure:
    """Plot how sure networks are of their answers against how often these are right.

    Args:
        bins: by the network's name, a key of ``TEXT``: floats ``(2, b)`` in [0, 1], the mean probability of the answer
            and the share of right answers of each bin.
        intervals: by the same names: lower and upper end of the 95 % interval of each share, floats ``(2, b)``.
        look: for whom it is drawn.

    Returns:
        One square panel: on the diagonal a network is right as often as it believes.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.4)
    axes = figure.subplots()
    axes.plot([0, 100], [0, 100], color=look.muted, linestyle="-", linewidth=1, label=text["ideal"])
    for number, (model, (sure, right)) in enumerate(bins.items()):
        low, high = intervals[model]
        axes.errorbar(
            100 * sure,
            100 * right,
            yerr=100 * np.array([right - low, high - right]).clip(min=0),
            color=look.colours[number],
            linestyle=LINE_STYLES[number],
            marker=MARKERS[number],
            capsize=3,
            elinewidth=1,
            label=text[model],
        )
    axes.set(xlabel=text["confidence"], ylabel=text["right"], aspect="equal", xlim=(0, 102), ylim=(0, 102))
    for axis in (axes.xaxis, axes.yaxis):
        number_axis(axis, look)
    axes.grid()
    figure.legend(loc="outside upper center", ncols=2)
    return figure
