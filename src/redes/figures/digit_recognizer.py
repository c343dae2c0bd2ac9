"""Digits as rows of a table, and what a network answers to them (T18)."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from redes.figures.style import Look, number_axis

TEXT = {
    "es": {
        "row": "columna de la tabla, de pixel0 a pixel783",
        "picture": "la fila, plegada",
        "values": "valores de pixel{first} a pixel{last}",
        "column": "columna de la imagen",
        "digit": "dígito",
        "share": "filas (%)",
        "train": "etiquetas de train.csv",
        "answers": "respuestas a test.csv",
    },
    "en": {
        "row": "column of the table, from pixel0 to pixel783",
        "picture": "the row, folded",
        "values": "values of pixel{first} to pixel{last}",
        "column": "column of the picture",
        "digit": "digit",
        "share": "rows (%)",
        "train": "labels of train.csv",
        "answers": "answers to test.csv",
    },
}


def plot_row_to_picture(image: np.ndarray, look: Look) -> Figure:
    """Show a row of the table as it stands there, and how it folds into a picture.

    Args:
        image: uint8 ``(28, 28)``, 0 is paper, 255 is ink.
        look: for whom it is drawn.

    Returns:
        All values in one strip; below it the picture, and the values of its inkiest line, which is framed in both.
    """
    text = TEXT[look.language]
    side = len(image)
    line = int(image.sum(axis=1, dtype=np.int64).argmax())
    figure = look.figure(height=4.1)
    panels = figure.subplot_mosaic([["row", "row"], ["picture", "values"]], height_ratios=[1, 6])
    strip = panels["row"]
    strip.imshow(image.reshape(1, -1), vmin=0, vmax=255, aspect="auto")
    strip.set_xlabel(text["row"])
    strip.set(yticks=[], xticks=[*range(0, image.size - side, 7 * side), image.size - 1])
    panels["picture"].imshow(image, vmin=0, vmax=255)
    panels["picture"].set_title(text["picture"])
    panels["picture"].set(xticks=[0, side // 2, side - 1], yticks=[0, side // 2, side - 1])
    _frame(strip, (line * side - 0.5, -0.5), side, look)
    _frame(panels["picture"], (-0.5, line - 0.5), side, look)
    for name in ("row", "picture"):
        panels[name].spines[:].set_visible(True)
    values = panels["values"]
    values.bar(np.arange(side), image[line], width=0.85, color=look.colours[1])
    values.set_title(text["values"].format(first=line * side, last=(line + 1) * side - 1), fontsize=9.5)
    values.set(xlabel=text["column"], xticks=[0, 7, 14, 21, side - 1], yticks=[0, 64, 128, 192, 255], xlim=(-1, side))
    values.set_box_aspect(1)
    values.grid(axis="y")
    return figure


def plot_label_shares(labels: np.ndarray, answers: np.ndarray, look: Look) -> Figure:
    """Compare how often each digit stands in ``train.csv`` and among the answers to ``test.csv``.

    Args:
        labels: rows of each digit, integers ``(10,)``.
        answers: answers of each digit, integers ``(10,)``.
        look: for whom it is drawn.

    Returns:
        One panel with two bars for each digit, each in percent of its file.
    """
    text = TEXT[look.language]
    figure = look.figure(height=3.2)
    axes = figure.subplots()
    digits = np.arange(len(labels))
    for number, (name, counts) in enumerate((("train", labels), ("answers", answers))):
        axes.bar(
            digits + 0.4 * (number - 0.5),
            100 * counts / counts.sum(),
            width=0.38,
            label=text[name],
            color=look.colours[number],
            hatch=("", "///")[number],
            edgecolor=look.paper,
            linewidth=0,
        )
    axes.set(xlabel=text["digit"], ylabel=text["share"])
    axes.set_xticks(digits, [str(digit) for digit in digits])
    number_axis(axes.yaxis, look, integer=True)
    axes.grid(axis="y")
    figure.legend(loc="outside upper center", ncols=2)
    return figure


def plot_least_certain_rows(images: np.ndarray, numbers: np.ndarray, probabilities: np.ndarray, look: Look) -> Figure:
    """Show the rows of ``test.csv`` that a network hesitates most about.

    Args:
        images: uint8 ``(n, 28, 28)``, the least certain first.
        numbers: their ``ImageId``, integers ``(n,)``.
        probabilities: floats ``(n, 10)``.
        look: for whom it is drawn.

    Returns:
        Pictures in rows of four; above each its number, and its two likeliest digits with their probabilities.
    """
    rows = max(1, math.ceil(len(images) / 4))
    figure = look.figure(height=1.75 * rows)
    panels = figure.subplots(rows, 4, squeeze=False).ravel()
    for axes in panels:
        axes.set_axis_off()
    for axes, image, number, shares in zip(panels, images, numbers, probabilities, strict=False):
        axes.imshow(image, vmin=0, vmax=255)
        likeliest = np.argsort(-shares, kind="stable")[:2]
        given = "   ".join(f"{digit}: {look.percent(float(shares[digit]), 0)}" for digit in likeliest)
        axes.set_title(f"ImageId {number}\n{given}", pad=3, fontsize=9)
    return figure


def _frame(axes: Axes, corner: tuple[float, float], width: float, look: Look) -> None:
    """Frame the values of one line of the picture, from the upper left corner on."""
    frame = Rectangle(corner, width, 1, fill=False, edgecolor=look.colours[1], linewidth=2, clip_on=False, zorder=5)
    axes.add_patch(frame)
