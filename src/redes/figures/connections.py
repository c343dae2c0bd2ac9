"""Which units of a convolution are connected, what a unit sees, and what the connections cost (T14)."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import LINE_STYLES, MARKERS, Look, number_axis

TEXT = {
    "es": {
        "sparse": "convolución: {} conexiones, {} pesos",
        "dense": "capa densa: {} conexiones, {} pesos",
        "inputs": "entradas",
        "outputs": "salidas",
        "pixels": "píxeles",
        "convolution": "conv. {}",
        "pooling": "pooling {}",
        "sees": "ve {}",
        "pixel": "posición del píxel",
        "gradient": "gradiente",
        "one_dimension": "[−1, 1] sobre {} entradas",
        "two_dimensions": "un filtro de 3 × 3 sobre {} × {} píxeles",
        "side": "lado de la imagen (píxeles)",
        "operations": "operaciones",
        "as_convolution": "convolución",
        "as_matrix": "matriz",
        "times": "{} veces",
    },
    "en": {
        "sparse": "convolution: {} connections, {} weights",
        "dense": "dense layer: {} connections, {} weights",
        "inputs": "inputs",
        "outputs": "outputs",
        "pixels": "pixels",
        "convolution": "conv. {}",
        "pooling": "pooling {}",
        "sees": "sees {}",
        "pixel": "position of the pixel",
        "gradient": "gradient",
        "one_dimension": "[−1, 1] on {} inputs",
        "two_dimensions": "a 3 × 3 filter on {} × {} pixels",
        "side": "side of the image (pixels)",
        "operations": "operations",
        "as_convolution": "convolution",
        "as_matrix": "matrix",
        "times": "{} times",
    },
}
#: Of the small layers that show the connections.
NUM_INPUTS, KERNEL = 7, 3


def plot_sparse_connections(look: Look) -> Figure:
    """Plot a small convolution beside a dense layer: who is connected, and who shares a weight.

    Args:
        look: for whom it is drawn.

    Returns:
        Two panels. In the first a weight has the same colour and line wherever it stands.
    """
    text = TEXT[look.language]
    num_outputs = NUM_INPUTS - KERNEL + 1
    chosen = num_outputs // 2
    figure = look.figure(height=4.4)
    sparse, dense = figure.subplots(2, 1)
    for output in range(num_outputs):
        for place in range(KERNEL):
            style = {"color": look.colours[place], "linestyle": LINE_STYLES[place]}
            label = f"$w_{place}$" if output == 0 else None
            sparse.plot([output + place, output + 1], [0, 1], linewidth=2.2, label=label, **style)
        for place in range(NUM_INPUTS):
            style = {"color": look.ink if output == chosen else look.muted}
            thick = 1.8 if output == chosen else 0.7
            dense.plot([place, output + 1], [0, 1], linestyle="-", linewidth=thick, **style)
    count = NUM_INPUTS * num_outputs
    titles = ((KERNEL * num_outputs, KERNEL), (count, count))
    for axes, name, counts in zip((sparse, dense), ("sparse", "dense"), titles, strict=True):
        seen = range(NUM_INPUTS) if name == "dense" else range(chosen, chosen + KERNEL)
        for row, units, marked in ((0, range(NUM_INPUTS), set(seen)), (1, range(1, num_outputs + 1), {chosen + 1})):
            faces = [look.ink if unit in marked else look.paper for unit in units]
            axes.scatter(list(units), [row] * len(units), s=190, color=faces, edgecolor=look.ink, zorder=3)
        axes.set_title(text[name].format(*(look.number(each) for each in counts)))
        axes.set(ylim=(-0.25, 1.25), xlim=(-0.5, NUM_INPUTS - 0.5))
        axes.set_yticks([0, 1], [text["inputs"], text["outputs"]])
        axes.set_xticks([])
        axes.tick_params(length=0)
        axes.spines[:].set_visible(False)
    figure.legend(*sparse.get_legend_handles_labels(), loc="outside lower center", ncols=KERNEL)
    return figure


def plot_receptive_field(
    units: np.ndarray, sizes: np.ndarray, strides: np.ndarray, gradient: np.ndarray, look: Look
) -> Figure:
    """Plot the units of a stack of layers, and all that the middle unit of the last one sees.

    Args:
        units: of the input and each layer, integers ``(layers + 1,)``.
        sizes: of each layer's window, ``(layers,)``.
        strides: of each layer, ``(layers,)``; a layer with a stride above 1 is called pooling.
        gradient: of that unit with respect to each input, floats ``(units[0],)``.
        look: for whom it is drawn.

    Returns:
        Two panels above each other: the units at the place that they look at, connected where the unit depends on
        them, with the number of pixels that the layer's units see; and the gradient.
    """
    text = TEXT[look.language]
    figure = look.figure(height=5.2)
    network, curve = figure.subplots(2, 1, sharex=True, height_ratios=(3.2, 1))
    centres = [np.arange(units[0], dtype=float)]
    for size, stride, count in zip(sizes, strides, units[1:], strict=True):
        starts = stride * np.arange(count)
        centres.append((centres[-1][starts] + centres[-1][starts + size - 1]) / 2)
    seen = {len(sizes): np.array([units[-1] // 2])}
    for layer in range(len(sizes), 0, -1):
        size, stride = sizes[layer - 1], strides[layer - 1]
        for unit in seen[layer]:
            for below in range(unit * stride, unit * stride + size):
                ends = [centres[layer][unit], centres[layer - 1][below]]
                network.plot(ends, [layer, layer - 1], color=look.colours[0], linestyle="-", linewidth=0.7)
        seen[layer - 1] = np.arange(seen[layer][0] * stride, seen[layer][-1] * stride + size)
    widths = [1]
    for layer in range(1, len(units)):
        widths.append(widths[-1] + (sizes[layer - 1] - 1) * math.prod(strides[: layer - 1].tolist()))
    for layer, places in enumerate(centres):
        faces = [look.colours[0] if unit in seen[layer] else look.paper for unit in range(len(places))]
        network.scatter(places, [layer] * len(places), s=30, color=faces, edgecolor=look.ink, linewidth=0.8, zorder=3)
        if layer:
            sees = text["sees"].format(look.number(widths[layer]))
            network.text(units[0] + 0.4, layer, sees, va="center", fontsize=9.5)
    names = [
        text["pooling" if stride > 1 else "convolution"].format(size)
        for size, stride in zip(sizes, strides, strict=True)
    ]
    network.set_yticks(range(len(units)), [text["pixels"], *names])
    network.set(xlim=(-0.8, units[0] + 4), ylim=(-0.4, len(sizes) + 0.4))
    network.tick_params(length=0, labelbottom=False)
    network.spines[:].set_visible(False)
    curve.bar(np.arange(units[0]), gradient, color=look.colours[0], width=0.8)
    curve.set(xlabel=text["pixel"], ylabel=text["gradient"])
    curve.set_xticks(range(0, units[0], 5))
    number_axis(curve.yaxis, look, ticks=3)
    return figure


def plot_toeplitz_matrix(row: np.ndarray, blocks: np.ndarray, look: Look) -> Figure:
    """Show a filter as a matrix: in one dimension with its numbers, in two as a picture.

    Args:
        row: of the kernel [-1, 1], floats ``(n - 1, n)``.
        blocks: of a kernel of 3 x 3 on a square image, floats ``((side - 2) ** 2, side ** 2)``.
        look: for whom it is drawn.

    Returns:
        Two panels above each other; orange is negative, purple positive, empty is 0. Lines part the blocks.
    """
    text = TEXT[look.language]
    figure = look.figure(height=6.2)
    above, below = figure.subplots(2, 1, height_ratios=(1, 1.15))
    side = math.isqrt(blocks.shape[1])
    for axes, matrix in ((above, row), (below, blocks)):
        scale = max(float(np.abs(matrix).max()), 1.0)
        axes.imshow(matrix, cmap=look.signed, vmin=-1.4 * scale, vmax=1.4 * scale)
        axes.spines[:].set(visible=True, color=look.muted)
    for place in zip(*np.nonzero(row), strict=True):
        above.text(
            place[1], place[0], look.number(row[place]), ha="center", va="center", color=look.paper, fontweight="bold"
        )
    above.set_title(text["one_dimension"].format(look.number(row.shape[1])))
    below.set_title(text["two_dimensions"].format(look.number(side), look.number(side)))
    below.set_xticks(np.arange(side, side**2, side) - 0.5, minor=True)
    below.set_yticks(np.arange(side - 2, (side - 2) ** 2, side - 2) - 0.5, minor=True)
    below.grid(which="minor")
    below.tick_params(which="minor", length=0)
    for axes in (above, below):
        axes.set(xlabel=text["inputs"], ylabel=text["outputs"])
        number_axis(axes.xaxis, look, integer=True, ticks=8)
        number_axis(axes.yaxis, look, integer=True, ticks=5)
    return figure


def plot_operations_by_size(sides: np.ndarray, totals: np.ndarray, slides: np.ndarray, look: Look) -> Figure:
    """Plot how many operations a filter takes, as a convolution and as a full matrix.

    Args:
        sides: of square images, integers ``(n,)``, in pixels.
        totals: operations, integers ``(n, 2)``: convolution, matrix.
        slides: height and width of the slides' image, and its operations in both ways, integers ``(4,)``.
        look: for whom it is drawn.

    Returns:
        One panel, both axes logarithmic, with the slides' image marked at the side of a square of as many pixels.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.9)
    axes = figure.subplots()
    for number, name in ((1, "as_matrix"), (0, "as_convolution")):
        colour, dashes, marker = look.colours[number], LINE_STYLES[number], MARKERS[number]
        axes.plot(sides, totals[:, number], color=colour, linestyle=dashes, marker=marker, label=text[name])
    height, width, convolution, matrix = slides.tolist()
    side = math.sqrt(height * width)
    arrow = {"arrowstyle": "<->", "color": look.ink, "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", (side, convolution), (side, matrix), arrowprops=arrow)
    middle = math.sqrt(convolution * matrix)
    remark = f"{look.number(height)} × {look.number(width)}:\n" + text["times"].format(
        look.number(matrix / convolution)
    )
    axes.text(side * 1.15, middle, remark, va="center", fontsize=9.5)
    axes.set(xscale="log", yscale="log", xlabel=text["side"], ylabel=text["operations"])
    _mark_powers(axes, sides, look)
    axes.grid(axis="y")
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def _mark_powers(axes: Axes, sides: np.ndarray, look: Look) -> None:
    shown = sides[::2]
    axes.set_xticks(shown, [look.number(side) for side in shown])
    axes.minorticks_off()
