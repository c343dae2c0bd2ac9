"""What was measured on one machine: throughput, time to accuracy and the cost of determinism."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import Look, number_axis

TEXT = {
    "es": {
        "digits": "dígitos",
        "reviews": "reseñas",
        "examples_per_second": "ejemplos de entrenamiento por segundo",
        "redes_cnn": "esta red convolucional",
        "redes_cnn_unmoved": "la misma, dígitos quietos",
        "redes_cnn_steps": "… diez pasos a la vez",
        "redes_cnn_eigen": "… con núcleos de Eigen",
        "redes_cnn_nondeterministic": "… sin núcleos deterministas",
        "redes_cnn_xla": "… sin ellos y con XLA",
        "torch_cnn": "la misma, en PyTorch",
        "keras_convnet": "ejemplo de Keras",
        "torch_convnet": "el ejemplo, en PyTorch",
        "redes_lstm": "esta red LSTM",
        "torch_lstm": "la misma, en PyTorch",
        "keras_bidirectional_lstm": "ejemplo de Keras",
        "torch_bidirectional_lstm": "el ejemplo, en PyTorch",
        "seconds_to": "segundos hasta acertar el {}",
        "redes": "receta rápida",
        "keras": "ejemplo de Keras",
        "never": "{} de {} llegan",
        "extra_time": "tiempo con el ajuste entre tiempo sin él",
        "mnist_softmax": "softmax",
        "mnist_mlp": "perceptrón",
        "mnist_cnn": "convolucional",
        "imdb_bag": "bolsa de\npalabras",
        "imdb_rnn": "sin\npuertas",
        "imdb_lstm": "LSTM",
        "imdb_ratios": "LSTM con\nrazones",
        "vectors": "vectores",
        "onednn_instructions": "instrucciones de oneDNN",
        "blas": "núcleos de OpenBLAS",
        "numpy": "instrucciones de numpy",
        "threads": "número de hilos",
        "op_determinism": "núcleos deterministas",
        "arithmetic_optimization": "sin rsqrt en el grafo",
        "batch_normalization": "normalización propia",
        "cross_entropy": "entropía cruzada propia",
        "everything": "todo a la vez",
    },
    "en": {
        "digits": "digits",
        "reviews": "reviews",
        "examples_per_second": "training examples per second",
        "redes_cnn": "this convolutional network",
        "redes_cnn_unmoved": "the same, digits unmoved",
        "redes_cnn_steps": "… ten steps at a time",
        "redes_cnn_eigen": "… with Eigen's kernels",
        "redes_cnn_nondeterministic": "… without deterministic kernels",
        "redes_cnn_xla": "… without them, with XLA",
        "torch_cnn": "the same, in PyTorch",
        "keras_convnet": "Keras' example",
        "torch_convnet": "the example, in PyTorch",
        "redes_lstm": "this LSTM network",
        "torch_lstm": "the same, in PyTorch",
        "keras_bidirectional_lstm": "Keras' example",
        "torch_bidirectional_lstm": "the example, in PyTorch",
        "seconds_to": "seconds to {} right",
        "redes": "fast recipe",
        "keras": "Keras' example",
        "never": "{} of {} arrive",
        "extra_time": "time with the setting over time without it",
        "mnist_softmax": "softmax",
        "mnist_mlp": "perceptron",
        "mnist_cnn": "convolutional",
        "imdb_bag": "bag of\nwords",
        "imdb_rnn": "without\ngates",
        "imdb_lstm": "LSTM",
        "imdb_ratios": "LSTM with\nratios",
        "vectors": "vectors",
        "onednn_instructions": "oneDNN's instructions",
        "blas": "OpenBLAS' kernels",
        "numpy": "numpy's instructions",
        "threads": "number of threads",
        "op_determinism": "deterministic kernels",
        "arithmetic_optimization": "no rsqrt in the graph",
        "batch_normalization": "own normalisation",
        "cross_entropy": "own cross-entropy",
        "everything": "all of it at once",
    },
}


class Spread(NamedTuple):
    """Repeated measurements of one thing: what stands for all, and their range."""

    middle: float
    lowest: float
    highest: float


class Race(NamedTuple):
    """Seconds to an accuracy, of the seeds that reached it, and how many seeds there were."""

    seconds: Sequence[float]
    seeds: int


def plot_throughput(rates: Mapping[str, Mapping[str, Spread | None]], look: Look) -> Figure:
    """Plot how many examples a second of training takes in.

    Args:
        rates: by task and contender, examples per second; None where it was not measured.
        look: for whom it is drawn.

    Returns:
        A panel for each task, a bar for each contender, with the range of its repetitions.
    """
    text = TEXT[look.language]
    measured = {task: {name: rate for name, rate in given.items() if rate} for task, given in rates.items()}
    rows = [max(1, len(given)) for given in measured.values()]
    figure = look.figure(height=0.38 * sum(rows) + 0.5 * len(rows) + 0.5)
    panels = figure.subplots(len(rows), 1, height_ratios=rows, squeeze=False)[:, 0]
    for axes, (task, given) in zip(panels, measured.items(), strict=True):
        for row, (name, rate) in enumerate(given.items()):
            ours = name.startswith("redes_")
            axes.barh(row, rate.middle, 0.6, color=look.colours[0 if ours else 1], hatch=None if ours else "///",
                      edgecolor=look.paper)  # fmt: skip
            _range(axes, row, rate, look)
            _write(axes, row, rate.highest, look.number(rate.middle))
        _rows(axes, [text[name] for name in given])
        axes.set_title(text[task], loc="left", fontweight="bold")
        axes.margins(x=0.2)
        axes.set_xlim(left=0)
        number_axis(axes.xaxis, look, ticks=5)
    panels[-1].set_xlabel(text["examples_per_second"])
    return figure


def plot_time_to_accuracy(races: Mapping[str, tuple[float, Mapping[str, Race]]], look: Look) -> Figure:
    """Plot the seconds that each seed needed to reach an accuracy.

    Args:
        races: by task, the accuracy to reach, [0, 1], and the contenders.
        look: for whom it is drawn.

    Returns:
        A panel for each task, with a point a seed and a line at the median.
    """
    text = TEXT[look.language]
    figure = look.figure(height=1.75 * len(races) + 0.1)
    panels = figure.subplots(len(races), 1, squeeze=False)[:, 0]
    for axes, (task, (accuracy, contenders)) in zip(panels, races.items(), strict=True):
        for row, race in enumerate(contenders.values()):
            spots = row + 0.4 * ((np.arange(len(race.seconds)) + 0.5) / max(1, len(race.seconds)) - 0.5)
            axes.plot(race.seconds, spots, linestyle="none", markersize=5, alpha=0.75, zorder=3, **look.mark(row))
            last = 0.0
            if race.seconds:
                median, last = float(np.median(race.seconds)), max(race.seconds)
                axes.plot([median, median], [row - 0.35, row + 0.35], color=look.ink, linestyle="-", linewidth=1.6)
            _write(axes, row, last, text["never"].format(len(race.seconds), race.seeds))
        _rows(axes, [text[name.partition("_")[0]] for name in contenders])
        axes.set_title(text[task], loc="left", fontweight="bold")
        axes.margins(x=0.3)
        axes.set_xlim(left=0)
        axes.set_ylim(len(contenders) - 0.5, -0.5)
        axes.set_xlabel(text["seconds_to"].format(look.percent(accuracy, 0)))
        number_axis(axes.xaxis, look, ticks=5)
    return figure


def plot_determinism_cost(costs: Mapping[str, Mapping[str, Spread]], look: Look) -> Figure:
    """Plot what each deterministic setting costs each model.

    Args:
        costs: by model and setting, seconds with the setting over seconds without it.
        look: for whom it is drawn.

    Returns:
        A panel for each model, with the range of the repetitions about each ratio; at 1 a setting costs nothing. All
        panels have the same rows, a setting each; one that does not concern a model leaves its row empty.
    """
    text = TEXT[look.language]
    settings = sorted({name for given in costs.values() for name in given}, key=list(text).index)
    columns = min(4, len(costs))
    rows = -(-len(costs) // columns)
    figure = look.figure(height=rows * (0.27 * len(settings) + 0.5) + 0.5)
    panels = list(figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).flat)
    for axes, (model, given) in zip(panels, costs.items(), strict=False):
        axes.axvline(1, color=look.muted, linestyle="--", linewidth=1.2)
        for name, cost in given.items():
            row = settings.index(name)
            _range(axes, row, cost, look)
            axes.plot(cost.middle, row, linestyle="none", markersize=6, **look.mark(0))
        axes.set_title(text[model], fontsize="small")
        axes.grid(axis="x")
        number_axis(axes.xaxis, look, ticks=3)
    for axes in panels[len(costs) :]:
        axes.set_visible(False)
    _rows(panels[0], [text[name] for name in settings])
    figure.supxlabel(text["extra_time"], fontsize="medium")
    return figure


def _rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows, the first one on top."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)


def _range(axes: Axes, row: int, spread: Spread, look: Look) -> None:
    """Draw the range of repeated measurements."""
    axes.plot([spread.lowest, spread.highest], [row, row], color=look.ink, linestyle="-", linewidth=1.4)


def _write(axes: Axes, row: int, x: float, words: str) -> None:
    """Write behind a row's mark."""
    axes.annotate(words, (x, row), (5, 0), textcoords="offset points", va="center", fontsize=9)
