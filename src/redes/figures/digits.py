"""Digits as pictures, and what the networks that read them have learned to look for."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from redes.figures.style import WIDTH, Look

TEXT = {
    "es": {
        "digit": "dígito",
        "weight": "peso: en contra ← 0 → a favor",
        "response": "respuesta del filtro: negativa ← 0 → positiva",
    },
    "en": {
        "digit": "digit",
        "weight": "weight: against ← 0 → in favour",
        "response": "the filter's response: negative ← 0 → positive",
    },
}


def tile(images: np.ndarray, columns: int, gap: int = 1) -> np.ndarray:
    """Lay images out in rows, with empty pixels between them.

    Args:
        images: floats ``(n, height, width)``.
        columns: images in a row.
        gap: empty pixels between neighbours.

    Returns:
        Floats ``(rows * (height + gap) - gap, columns * (width + gap) - gap)``; NaN where nothing lies.

    >>> tile(np.ones((3, 1, 1)), columns=2)
    array([[ 1., nan,  1.],
           [nan, nan, nan],
           [ 1., nan, nan]])
    """
    count, height, width = images.shape
    rows = math.ceil(count / columns)
    canvas = np.full((rows * (height + gap) - gap, columns * (width + gap) - gap), np.nan)
    for number, image in enumerate(images):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        canvas[top : top + height, left : left + width] = image
    return canvas


def plot_sample_digits(images: np.ndarray, look: Look) -> Figure:
    """Show how differently people write the same digit.

    Args:
        images: uint8 ``(rows, 10, 28, 28)``, 0 is paper, 255 is ink; column j holds the digit j.
        look: for whom it is drawn.

    Returns:
        One picture with a digit's examples below each other.
    """
    _, columns, height, width = images.shape
    canvas = tile(images.reshape(-1, height, width).astype(np.float64), columns, gap=2)
    figure = look.figure(height=WIDTH * canvas.shape[0] / canvas.shape[1] + 0.5)
    axes = figure.subplots()
    axes.imshow(canvas, vmin=0, vmax=255)
    _bare(axes)
    axes.set_xticks((width - 1) / 2 + np.arange(columns) * (width + 2), [str(n) for n in range(columns)])
    axes.set_xlabel(TEXT[look.language]["digit"])
    return figure


def plot_softmax_weights(weights: np.ndarray, look: Look) -> Figure:
    """Show the weights of softmax regression as a picture for each class.

    Args:
        weights: floats ``(784, 10)``, pixels in rows of the image.
        look: for whom it is drawn.

    Returns:
        Ten pictures with one scale, symmetric about 0.
    """
    text = TEXT[look.language]
    side = math.isqrt(len(weights))
    images = weights.T.reshape(-1, side, side).astype(np.float64)
    figure = look.figure(height=3.3)
    panels = figure.subplots(2, math.ceil(len(images) / 2)).ravel()
    limit = _limit(images)
    for digit, (axes, image) in enumerate(zip(panels, images, strict=True)):
        picture = axes.imshow(image, cmap=look.signed, vmin=-limit, vmax=limit)
        axes.set_title(str(digit), pad=3)
        _bare(axes)
    _signed_bar(figure, picture, panels, limit, text["weight"], look)
    return figure


def plot_convolution_filters(kernels: np.ndarray, look: Look) -> Figure:
    """Show what each filter of the first convolution looks for.

    Args:
        kernels: floats ``(height, width, filters)``.
        look: for whom it is drawn.

    Returns:
        The filters, numbered from 1, in rows of at most eight, with one scale, symmetric about 0.
    """
    images = np.moveaxis(kernels, -1, 0).astype(np.float64)
    columns, gap = min(8, len(images)), 2
    canvas = tile(images, columns, gap)
    figure = look.figure(height=WIDTH * canvas.shape[0] / canvas.shape[1] + 0.9)
    axes = figure.subplots()
    limit = _limit(images)
    picture = axes.imshow(canvas, cmap=look.signed, vmin=-limit, vmax=limit)
    _bare(axes)
    _number_tiles(axes, images.shape, columns, gap)
    _signed_bar(figure, picture, [axes], limit, TEXT[look.language]["weight"], look)
    return figure


def plot_feature_maps(image: np.ndarray, maps: np.ndarray, look: Look) -> Figure:
    """Show what a digit turns into under each filter of the first convolution.

    Args:
        image: the digit, floats ``(28, 28)`` in [0, 1].
        maps: its feature maps, floats ``(filters, height, width)``.
        look: for whom it is drawn.

    Returns:
        The digit, and below it its maps, numbered from 1, with one scale, symmetric about 0.
    """
    text = TEXT[look.language]
    columns, gap = min(6, len(maps)), 5
    canvas = tile(maps.astype(np.float64), columns, gap)
    height = WIDTH * canvas.shape[0] / canvas.shape[1]
    figure = look.figure(height=height + 2.1)
    upper, lower = figure.subplots(2, 1, height_ratios=[1, height])
    upper.imshow(image, vmin=0, vmax=1)
    upper.set_ylabel(text["digit"])
    limit = _limit(maps)
    picture = lower.imshow(canvas, cmap=look.signed, vmin=-limit, vmax=limit)
    for axes in (upper, lower):
        _bare(axes)
    _number_tiles(lower, maps.shape, columns, gap)
    _signed_bar(figure, picture, [lower], limit, text["response"], look)
    return figure


def plot_worst_mistakes(
    images: np.ndarray, truths: np.ndarray, answers: np.ndarray, probabilities: np.ndarray, look: Look
) -> Figure:
    """Show the digits that a model is most sure of, and wrong about.

    Args:
        images: uint8 ``(n, 28, 28)``, the worst first.
        truths: the labels, integers ``(n,)``.
        answers: the model's answers, integers ``(n,)``.
        probabilities: that the model gave to its answers, floats ``(n,)`` in [0, 1].
        look: for whom it is drawn.

    Returns:
        Pictures in rows of four; above each its label, the answer, and the probability given to it.
    """
    rows = max(1, math.ceil(len(images) / 4))
    figure = look.figure(height=1.58 * rows)
    panels = figure.subplots(rows, 4, squeeze=False).ravel()
    for axes in panels[len(images) :]:
        axes.set_axis_off()
    for axes, image, truth, answer, probability in zip(
        panels[: len(images)], images, truths, answers, probabilities, strict=True
    ):
        axes.imshow(image, vmin=0, vmax=255)
        _bare(axes)
        axes.set_title(f"{truth} → {answer}:  {look.percent(float(probability))}", pad=3, fontsize=9)
    return figure


def _bare(axes: Axes) -> None:
    axes.set_xticks([])
    axes.set_yticks([])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _limit(values: np.ndarray) -> float:
    return float(np.abs(values).max(initial=0)) or 1.0


def _number_tiles(axes: Axes, shape: tuple[int, ...], columns: int, gap: int) -> None:
    count, height, width = shape
    for number in range(count):
        top, left = (number // columns) * (height + gap), (number % columns) * (width + gap)
        axes.text(
            left + (width - 1) / 2,
            top - 0.5,
            str(number + 1),
            fontsize=8,
            ha="center",
            va="bottom",
            clip_on=False,
        )


def _signed_bar(figure: Figure, picture: object, panels: object, limit: float, label: str, look: Look) -> None:
    bar = figure.colorbar(picture, ax=panels, location="bottom", shrink=0.6, aspect=30, label=label)  # type: ignore[arg-type]
    bar.set_ticks([-limit, 0, limit], labels=[look.number(v, 2 if v else 0) for v in (-limit, 0, limit)])
    bar.outline.set_visible(False)
