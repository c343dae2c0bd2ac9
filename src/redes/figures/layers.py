"""What happens to a digit inside a convolutional network (T17)."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from redes.figures.style import Look

TEXT = {
    "es": {
        "image": "imagen",
        "convolution": "conv.",
        "pooling": "pooling",
        "last": "capa\nfinal",
        "classes": "{count}\nclases",
        "after_convolution": "convolución {block}",
        "after_pooling": "pooling {block}",
        "after_relu": "ReLU {block}",
        "digit": "dígito",
    },
    "en": {
        "image": "image",
        "convolution": "conv.",
        "pooling": "pooling",
        "last": "last\nlayer",
        "classes": "{count}\nclasses",
        "after_convolution": "convolution {block}",
        "after_pooling": "pooling {block}",
        "after_relu": "ReLU {block}",
        "digit": "digit",
    },
}
#: Of one sheet to the next, in the units of a column of the diagram.
STEP = 0.028


def plot_network_shapes(steps: Sequence[tuple[str, int, int, int]], num_classes: int, look: Look) -> Figure:
    """Draw a convolutional network as the stacks of maps that an image turns into.

    Args:
        steps: the image first: what made the maps, a key of ``TEXT``; over how many pixels of side; the side of the
            maps; how many there are.
        num_classes: outputs of the last layer.
        look: for whom it is drawn.

    Returns:
        One panel: a square is as wide as its map, and the more sheets, the more maps, on a logarithmic scale.
    """
    text = TEXT[look.language]
    figure = look.figure(height=1.75)
    axes = figure.subplots()
    axes.set_axis_off()
    largest = steps[0][2]
    for column, (name, window, side, count) in enumerate(steps):
        _stack(axes, column, 0.72 * side / largest, 1 + round(math.log2(count)), look)
        over = f"\n{window} × {window}" if column else ""
        _label(axes, column, text[name] + over, f"{side} × {side}\n× {count}")
    last = len(steps)
    axes.add_patch(Rectangle((last - 0.04, -0.4), 0.08, 0.8, facecolor=look.colours[0], edgecolor=look.ink, alpha=0.6))
    _label(axes, last, text["last"], text["classes"].format(count=num_classes))
    for column in range(last):
        axes.annotate(
            "",
            (column + 0.66, 0),
            (column + 0.34, 0),
            arrowprops={"arrowstyle": "->", "color": look.muted},
        )
    axes.set(xlim=(-0.5, last + 0.45), ylim=(-1.3, 1.2), aspect="equal")
    return figure


def _stack(axes: Axes, column: int, width: float, sheets: int, look: Look) -> None:
    """Sheets one behind another, the front one last, together centred on the column."""
    for sheet in reversed(range(sheets)):
        shift = STEP * (sheet - (sheets - 1) / 2)
        corner = (column - width / 2 + shift, -width / 2 + shift)
        axes.add_patch(Rectangle(corner, width, width, facecolor=look.paper, edgecolor="none"))
        axes.add_patch(
            Rectangle(corner, width, width, facecolor=(look.colours[0], 0.35), edgecolor=look.ink, linewidth=0.8)
        )


def _label(axes: Axes, column: int, above: str, below: str) -> None:
    axes.text(column, 0.62, above, ha="center", va="bottom", fontsize=9)
    axes.text(column, -0.72, below, ha="center", va="top", fontsize=9)


def plot_layer_maps(image: np.ndarray, rows: Sequence[tuple[str, int, np.ndarray]], look: Look) -> Figure:
    """Show what becomes of a digit, layer by layer, under a few of each layer's detectors.

    Args:
        image: floats ``(28, 28)`` in [0, 1].
        rows: ``"convolution"``, ``"pooling"`` or ``"relu"``, the number of the block, and a few of its maps, floats
            ``(k, side, side)``, as many in each row.
        look: for whom it is drawn.

    Returns:
        The digit, and below it a row of maps for each step; each row has its own scale, symmetric about 0.
    """
    text = TEXT[look.language]
    columns = len(rows[0][2])
    figure = look.figure(height=0.8 * (len(rows) + 1))
    panels = figure.subplots(len(rows) + 1, columns)
    for axes in panels.ravel():
        _bare(axes)
    panels[0, 0].imshow(image, vmin=0, vmax=1)
    _name(panels[0, 0], f"{text['image']}\n{len(image)} × {len(image)}")
    for axes in panels[0, 1:]:
        axes.set_axis_off()
    for line, (name, block, maps) in zip(panels[1:], rows, strict=True):
        limit = float(np.abs(maps).max()) or 1.0
        for axes, picture in zip(line, maps, strict=True):
            axes.imshow(picture, cmap=look.signed, vmin=-limit, vmax=limit)
        side = maps.shape[-1]
        _name(line[0], f"{text[f'after_{name}'].format(block=block)}\n{side} × {side}")
    return figure


def plot_shared_detectors(images: np.ndarray, maps: np.ndarray, look: Look) -> Figure:
    """Show where the same detectors answer in different digits.

    Args:
        images: floats ``(n, 28, 28)`` in [0, 1].
        maps: of the same few detectors in each of them, floats ``(n, k, side, side)``, 0 or above.
        look: for whom it is drawn.

    Returns:
        A row for each digit: the digit, then its maps; one scale for each detector.
    """
    text = TEXT[look.language]
    count, detectors = maps.shape[:2]
    figure = look.figure(height=0.8 * count + 0.5)
    panels = figure.subplots(count, detectors + 1, squeeze=False)
    for line, image, given in zip(panels, images, maps, strict=True):
        line[0].imshow(image, vmin=0, vmax=1)
        for number, (axes, picture) in enumerate(zip(line[1:], given, strict=True)):
            limit = float(maps[:, number].max()) or 1.0
            axes.imshow(picture, cmap=look.signed, vmin=-limit, vmax=limit)
        for axes in line:
            _bare(axes)
    panels[0, 0].set_title(text["digit"], fontsize=9)
    for number, axes in enumerate(panels[0, 1:], start=1):
        axes.set_title(str(number), fontsize=9)
    return figure


def _name(axes: Axes, label: str) -> None:
    axes.set_ylabel(label, rotation=0, ha="right", va="center", fontsize=9)


def _bare(axes: Axes) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(False)
