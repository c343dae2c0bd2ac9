"""The models of the course side by side: size, work, accuracy, cost (T26)."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from redes.figures.style import Look, number_axis

TEXT = {
    "es": {
        "parameters": "parámetros",
        "accuracy": "exactitud en prueba (%)",
        "digits": "dígitos",
        "reviews": "reseñas",
        "operations": "operaciones por ejemplo",
        "once": "cada peso, una vez",
        "of_parameters": "de los parámetros",
        "of_operations": "de las operaciones",
        "share": "parte del total (%)",
        "seconds": "segundos de entrenamiento",
        "memory": "memoria (GB)",
        "clock": "reloj",
        "processor": "procesador",
        "cores": "núcleos",
        "convolution": "convolución",
        "logits": "salida",
        "vectors": "vectores",
        "hidden": "oculta",
        "lstm": "LSTM",
    },
    "en": {
        "parameters": "parameters",
        "accuracy": "test accuracy (%)",
        "digits": "digits",
        "reviews": "reviews",
        "operations": "operations per example",
        "once": "every weight once",
        "of_parameters": "of the parameters",
        "of_operations": "of the operations",
        "share": "share of the whole (%)",
        "seconds": "seconds of training",
        "memory": "memory (GB)",
        "clock": "clock",
        "processor": "processor",
        "cores": "cores",
        "convolution": "convolution",
        "logits": "output",
        "vectors": "vectors",
        "hidden": "hidden",
        "lstm": "LSTM",
    },
}
TASKS = ("digits", "reviews")
#: Layers with a smaller share of both parameters and operations are left out.
SMALLEST_SHARE = 0.01
NOTHING = "—"


class Model(NamedTuple):
    """What is drawn of a model; None where a number has no meaning for it, or was not measured."""

    name: str
    task: str
    parameters: int
    operations: int | None = None
    accuracy: float | None = None
    seconds: float | None = None
    processor_seconds: float | None = None
    peak_memory_mb: float | None = None


def plot_parameters_and_accuracy(models: Sequence[Model], look: Look) -> Figure:
    """Plot test accuracy against parameters, for each task.

    Args:
        models: in the order of the course.
        look: for whom it is drawn.

    Returns:
        Two panels with logarithmic horizontal axes; each model has its colour and mark.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.7)
    panels = figure.subplots(1, len(TASKS))
    for axes, task in zip(panels, TASKS, strict=True):
        shown = [model for model in models if model.task == task and model.accuracy is not None]
        accuracies = [100 * (model.accuracy or 0) for model in shown]
        for model, accuracy in zip(shown, accuracies, strict=True):
            _mark(axes, models.index(model), model.parameters, accuracy, model.name, look)
        if shown:
            room = max(0.5, 0.25 * (max(accuracies) - min(accuracies)))
            axes.set_ylim(min(accuracies) - room, max(accuracies) + room)
        axes.set(xlabel=text["parameters"], title=text[task])
        _logarithmic(axes, [model.parameters for model in shown], "x")
        axes.grid(axis="y")
        number_axis(axes.yaxis, look, ticks=5)
    panels[0].set_ylabel(text["accuracy"])
    _legend(figure, panels)
    return figure


def plot_operations_and_parameters(models: Sequence[Model], look: Look) -> Figure:
    """Plot operations for one example against parameters, on logarithmic axes.

    Args:
        models: in the order of the course; those without operations are left out.
        look: for whom it is drawn.

    Returns:
        One panel, with the line on which each weight is used once.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.4)
    axes = figure.subplots()
    shown = [model for model in models if model.operations]
    sizes = [model.parameters for model in shown] + [model.operations or 1 for model in shown]
    ends = np.array([min(sizes, default=1) / 3, max(sizes, default=10) * 3])
    axes.plot(ends, ends, color=look.muted, linestyle="--", linewidth=1.2)
    middle = float(np.sqrt(ends.prod()))
    axes.annotate(
        text["once"], (middle, middle), (6, -6), textcoords="offset points", va="top", fontsize=9.5, color=look.ink
    )
    for model in shown:
        _mark(axes, models.index(model), model.parameters, model.operations or 1, model.name, look)
    axes.set(xlabel=text["parameters"], ylabel=text["operations"])
    for name in ("x", "y"):
        _logarithmic(axes, [ends[0] * 1.5, ends[1] / 1.5], name)
    axes.grid()
    _legend(figure, [axes])
    return figure


def plot_shares_by_layer(layers: Mapping[str, Mapping[str, tuple[float, float]]], look: Look) -> Figure:
    """Plot in which layers of some networks the parameters are, and in which the work.

    Args:
        layers: by the network's name: by the layer's name, its share of the parameters and of the operations, [0, 1].
        look: for whom it is drawn.

    Returns:
        A panel for each network, with two bars for each layer that is not very small.
    """
    text = TEXT[look.language]
    shown = {
        name: {layer: shares for layer, shares in parts.items() if max(shares) >= SMALLEST_SHARE}
        for name, parts in layers.items()
    }
    rows = [len(parts) for parts in shown.values()]
    figure = look.figure(height=0.5 * sum(rows) + 0.5 * len(rows) + 0.9)
    panels = figure.subplots(len(rows), 1, sharex=True, height_ratios=rows, squeeze=False)[:, 0]
    for axes, (name, parts) in zip(panels, shown.items(), strict=True):
        for part, (key, hatch) in enumerate((("of_parameters", None), ("of_operations", "///"))):
            values = [100 * shares[part] for shares in parts.values()]
            places = np.arange(len(parts)) + (part - 0.5) * 0.38
            axes.barh(
                places, values, 0.36, color=look.colours[part], hatch=hatch, edgecolor=look.paper, label=text[key]
            )
            for place, value in zip(places, values, strict=True):
                decimals = 0 if value >= 10 or value == 0 else 1
                axes.text(value + 1, place, look.number(value, decimals), va="center", fontsize=9)
        axes.set_yticks(range(len(parts)), [_layer_name(layer, text) for layer in parts])
        axes.set_title(name, loc="left", fontweight="bold")
        axes.tick_params(axis="y", length=0)
        axes.invert_yaxis()
    panels[-1].set(xlim=(0, 108), xlabel=text["share"])
    number_axis(panels[-1].xaxis, look)
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return figure


def plot_training_cost(models: Sequence[Model], machine: str, cores: int, look: Look) -> Figure:
    """Plot what each training cost on one machine.

    Args:
        models: in the order of the course.
        machine: its processor.
        cores: of the processor.
        look: for whom it is drawn.

    Returns:
        Two panels with a row for each model: seconds, and memory; a dash where nothing was measured.
    """
    text = TEXT[look.language]
    figure = look.figure(height=0.55 * len(models) + 1.5)
    seconds, memory = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
    rows = np.arange(len(models))
    clock, processor = [model.seconds for model in models], [model.processor_seconds for model in models]
    gigabytes = [None if model.peak_memory_mb is None else model.peak_memory_mb / 1000 for model in models]
    _bars(seconds, rows - 0.19, clock, look, color=look.colours[0], label=text["clock"])
    _bars(seconds, rows + 0.19, processor, look, color=look.colours[1], label=text["processor"], hatch="///")
    _bars(memory, rows, gigabytes, look, decimals=1, color=look.colours[2])
    for axes, values in ((seconds, clock), (memory, gigabytes)):
        for row, value in zip(rows, values, strict=True):
            if value is None:
                axes.annotate(NOTHING, (0, row), (3, 0), textcoords="offset points", va="center", fontsize=9)
    for axes, label in ((seconds, "seconds"), (memory, "memory")):
        axes.set_xlabel(text[label])
        axes.tick_params(axis="y", length=0)
        axes.margins(x=0.25)
        number_axis(axes.xaxis, look, ticks=4)
    seconds.set_yticks(rows, [model.name for model in models])
    seconds.invert_yaxis()
    handles, labels = seconds.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside upper center", ncols=2, title=f"{machine}, {cores} {text['cores']}")
    return figure


def _bars(
    axes: Axes, rows: np.ndarray, values: Sequence[float | None], look: Look, *, decimals: int = 0, **style: Any
) -> None:
    """Draw horizontal bars, each with its number behind it; none where there is none."""
    axes.barh(rows, [value or 0 for value in values], 0.36, edgecolor=look.paper, **style)
    for row, value in zip(rows, values, strict=True):
        if value is not None:
            written = look.number(value, decimals)
            axes.annotate(written, (value, row), (3, 0), textcoords="offset points", va="center", fontsize=9)


def _layer_name(layer: str, text: Mapping[str, str]) -> str:
    """Write a layer's name in the page's language: its kind, and its number where it has one."""
    kind, _, number = layer.partition("_")
    return " ".join(filter(None, (text.get(kind, kind), number)))


def _mark(axes: Axes, place: int, x: float, y: float, name: str, look: Look) -> None:
    """Draw a model as a point, in the colour and with the mark of its place in the course."""
    axes.plot(x, y, markersize=8, linestyle="none", label=name, **look.mark(place))


def _logarithmic(axes: Axes, values: Sequence[float], name: str) -> None:
    """Make an axis logarithmic, with room about the values and a mark at each power of ten."""
    axis = axes.xaxis if name == "x" else axes.yaxis
    axes.set(**{f"{name}scale": "log"})
    low, high = min(values, default=1), max(values, default=10)
    axes.set(**{f"{name}lim": (low / 4, high * 4)})
    axis.set_major_locator(LogLocator(numticks=20))
    axis.set_minor_formatter(NullFormatter())


def _legend(figure: Figure, panels: Sequence[Axes]) -> None:
    """Put the models' names below all panels."""
    entries = [entry for axes in panels for entry in zip(*axes.get_legend_handles_labels(), strict=True)]
    handles, labels = zip(*entries, strict=True) if entries else ((), ())
    figure.legend(handles, labels, loc="outside lower center", ncols=2)
