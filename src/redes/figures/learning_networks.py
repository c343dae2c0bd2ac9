"""What decides how well a network learns: how many layers it has, and where its weights start (T09, T12)."""

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "one_layer": "una capa",
        "two_layers": "dos capas",
        "three_layers": "tres capas",
        "half_plane": "semiplano",
        "triangle": "triángulo",
        "ring": "anillo",
        "zeros": "ceros",
        "large_normal": "normal demasiado ancha",
        "slide_uniform": "diapositiva",
        "glorot_uniform": "Glorot",
        "he_normal": "He",
        "silent": "{name} (0 en todas las capas)",
        "layer": "capa (0: las entradas)",
        "variance": "varianza de las activaciones",
        "step": "pasos de descenso",
        "loss": "pérdida (nats)",
    },
    "en": {
        "one_layer": "one layer",
        "two_layers": "two layers",
        "three_layers": "three layers",
        "half_plane": "half plane",
        "triangle": "triangle",
        "ring": "ring",
        "zeros": "zeros",
        "large_normal": "normal, too wide",
        "slide_uniform": "slide",
        "glorot_uniform": "Glorot",
        "he_normal": "He",
        "silent": "{name} (0 in every layer)",
        "layer": "layer (0: the inputs)",
        "variance": "variance of the activations",
        "step": "steps of descent",
        "loss": "loss (nats)",
    },
}
NETWORKS = ("one_layer", "two_layers", "three_layers")


def plot_regions_by_layers(shapes: Sequence[str], inside: np.ndarray, answers: np.ndarray, look: Look) -> Figure:
    """Plot which part of a square networks of one, two and three layers take for a shape, beside its true outline.

    Args:
        shapes: their names, keys of ``TEXT``.
        inside: where each shape is, booleans ``(shapes, side, side)``, over the square from -1 to 1.
        answers: where each network puts it, booleans ``(shapes, 3, side, side)``.
        look: for whom it is drawn.

    Returns:
        A row of panels for each shape, a column for each network; the accuracy stands above each.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.9)
    rows = figure.subplots(len(shapes), len(NETWORKS), squeeze=False, sharex=True, sharey=True)
    colours = ListedColormap([look.paper, look.colours[0]])
    axis = np.linspace(-1, 1, inside.shape[-1])
    for number, (row, shape, truth, given) in enumerate(zip(rows, shapes, inside, answers, strict=True)):
        for axes, network, answer in zip(row, NETWORKS, given, strict=True):
            axes.imshow(answer, origin="lower", extent=(-1, 1, -1, 1), cmap=colours, vmin=0, vmax=1, alpha=0.6)
            axes.contour(axis, axis, truth.astype(float), [0.5], colors=[look.ink], linewidths=1.3, linestyles="--")
            title = look.percent((answer == truth).mean())
            axes.set_title(f"{text[network]}\n{title}" if number == 0 else title)
            for side in (axes.xaxis, axes.yaxis):
                number_axis(side, look, integer=True, ticks=3)
            for spine in axes.spines.values():
                spine.set_visible(True)
        row[0].set_ylabel(f"{text[shape]}\n$x_2$")
    for axes in rows[-1]:
        axes.set_xlabel("$x_1$")
    return figure


def plot_activation_variance(variances: Mapping[str, np.ndarray], look: Look) -> Figure:
    """Plot how the signal lives or dies on its way through a deep network that has not been trained.

    Args:
        variances: by the way to start, a key of ``TEXT``: of the inputs and each layer, floats ``(seeds, layers + 1)``.
        look: for whom it is drawn.

    Returns:
        One panel, logarithmic: the mean over the seeds. A start whose signal is 0 has no place on it, and is named.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.0)
    axes = figure.subplots()
    for number, (name, values) in enumerate(variances.items()):
        mean = values.mean(axis=0)
        silent = not mean[1:].any()
        axes.plot(
            np.where(mean > 0, mean, np.nan),
            color=look.colours[number],
            linestyle=LINE_STYLES[number],
            marker=MARKERS[number],
            label=text["silent"].format(name=text[name]) if silent else text[name],
        )
    axes.set(xlabel=text["layer"], ylabel=text["variance"], yscale="log")
    axes.grid(axis="y")
    axes.minorticks_off()
    number_axis(axes.xaxis, look, integer=True, ticks=8)
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_loss_by_start(losses: Mapping[str, np.ndarray], look: Look) -> Figure:
    """Plot the loss while the same network is trained from different starts.

    Args:
        losses: by the way to start, a key of ``TEXT``: mean loss per example at the start and after each step, floats
            ``(seeds, steps + 1)``, in nats.
        look: for whom it is drawn.

    Returns:
        One panel, logarithmic: the mean over the seeds as a line, the range from lowest to highest as a band.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.2)
    axes = figure.subplots()
    for number, (name, values) in enumerate(losses.items()):
        steps, colour = np.arange(values.shape[1]), look.colours[number]
        axes.fill_between(steps, values.min(axis=0), values.max(axis=0), color=colour, alpha=0.22, linewidth=0)
        axes.plot(
            values.mean(axis=0),
            color=colour,
            linestyle=LINE_STYLES[number],
            marker=MARKERS[number],
            markevery=(number * len(steps) // 30, max(1, len(steps) // 6)),
            label=text[name],
        )
    axes.set(xlabel=text["step"], ylabel=text["loss"], yscale="log", xlim=(0, None))
    axes.grid(axis="y")
    axes.minorticks_off()
    number_axis(axes.xaxis, look, integer=True)
    figure.legend(loc="outside upper center", ncols=3)
    return figure
