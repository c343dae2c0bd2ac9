"""What a filter makes of numbers, functions and pictures, and that it commutes with moving them (T13, T14)."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from redes.figures.style import LINE_STYLES, MARKERS, WIDTH, Look, number_axis

TEXT = {
    "es": {
        "patch": "imagen",
        "as_is": "filtro",
        "flipped": "filtro volteado",
        "correlation": "correlación",
        "convolution": "convolución",
        "time": "$t$",
        "tau": "$τ$",
        "box": "$f(τ)$",
        "ramp": "$g(t - τ)$",
        "product": "producto",
        "at": "$t$ = {}",
        "result": "$(f * g)(t)$",
        "original": "original",
        "shift": "desplazar",
        "blur": "difuminar",
        "edge": "bordes verticales",
        "edge_down": "bordes horizontales",
        "own": "un filtro tuyo",
        "moved": "movida {} píxeles",
        "after": "mover y filtrar",
        "before": "filtrar y mover",
        "gap": "diferencia",
        "came_in": "el borde: entra lo nuevo",
        "lost": "el borde: el filtro se asoma",
    },
    "en": {
        "patch": "image",
        "as_is": "filter",
        "flipped": "flipped filter",
        "correlation": "correlation",
        "convolution": "convolution",
        "time": "$t$",
        "tau": "$τ$",
        "box": "$f(τ)$",
        "ramp": "$g(t - τ)$",
        "product": "product",
        "at": "$t$ = {}",
        "result": "$(f * g)(t)$",
        "original": "original",
        "shift": "shift",
        "blur": "blur",
        "edge": "upright edges",
        "edge_down": "level edges",
        "own": "a filter of yours",
        "moved": "moved {} pixels",
        "after": "move, then filter",
        "before": "filter, then move",
        "gap": "difference",
        "came_in": "the border: what is new comes in",
        "lost": "the border: the filter looks out",
    },
}
PLACES = (0.5, 1.0, 1.6)  # of the integral's three panels
FULL = 255.0
ABOVE = -3.0  # where the marks of the border stand, in pixels of the picture


def plot_worked_sum(patch: np.ndarray, kernel: np.ndarray, correlation: int, convolution: int, look: Look) -> Figure:
    """Plot the slides' worked sum in both forms: with the filter as it is, and with the flipped one.

    Args:
        patch: of an image, whole numbers as floats ``(3, 3)``.
        kernel: of the same shape.
        correlation: the sum of the products.
        convolution: the same with the kernel flipped.
        look: for whom it is drawn.

    Returns:
        A row for each form: patch, kernel, sum; the pixel that the kernel picks is marked in its form's colour.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.4)
    forms = (("correlation", "as_is", kernel, correlation), ("convolution", "flipped", np.flip(kernel), convolution))
    for number, (axes, (form, name, weights, total)) in enumerate(zip(figure.subplots(2, 1), forms, strict=True)):
        for left, values in ((0.0, patch), (4.4, weights)):
            _write_grid(axes, left, values, weights != 0, look.colours[number], look)
        for place, sign in ((3.7, "×"), (8.1, "=")):
            axes.text(place, 1.5, sign, ha="center", va="center", fontsize=15)
        axes.add_patch(
            Rectangle((8.8, 0.85), 1.5, 1.3, facecolor="none", edgecolor=look.colours[number], linewidth=2.5)
        )
        axes.text(9.55, 1.5, look.number(total), ha="center", va="center", fontsize=14, fontweight="bold")
        for place, word in ((1.5, text["patch"]), (5.9, text[name]), (9.55, text[form])):
            axes.text(place, -0.45, word, ha="center", va="center", fontweight="bold", fontsize=9.5)
        axes.set(xlim=(-0.1, 11.0), ylim=(3.1, -0.85), aspect="equal")
        axes.set_axis_off()
    return figure


def _write_grid(axes: Axes, left: float, values: np.ndarray, picked: np.ndarray, colour: str, look: Look) -> None:
    for row, column in np.ndindex(values.shape):
        chosen = bool(picked[row, column])
        face = colour if chosen else "none"
        axes.add_patch(Rectangle((left + column, row), 1, 1, facecolor=face, alpha=0.3))
        axes.add_patch(Rectangle((left + column, row), 1, 1, facecolor="none", edgecolor=look.muted))
        weight = "bold" if chosen else "normal"
        place = left + column + 0.5, row + 0.5
        axes.text(*place, look.number(float(values[row, column])), ha="center", va="center", fontweight=weight)


def plot_overlap_integral(times: np.ndarray, overlap: np.ndarray, look: Look) -> Figure:
    """Plot a convolution of functions as an overlap: a box, and a ramp that is turned round and slides over it.

    Args:
        times: t, floats ``(n,)``, rising from 0 to 2.
        overlap: the integral there, floats ``(n,)``.
        look: for whom it is drawn.

    Returns:
        Three panels with both functions and their product, and one with the integral, where the three are marked.
    """
    text = TEXT[look.language]
    figure = look.figure(height=4.3)
    panels = figure.subplot_mosaic([["0", "1", "2"], ["all"] * 3])
    tau = np.linspace(-0.7, 1.7, 241)
    box = ((tau > 0) & (tau < 1)).astype(float)
    for number, place in enumerate(PLACES):
        axes = panels[str(number)]
        ramp = np.where((place - tau > 0) & (place - tau < 1), 1 - (place - tau), 0.0)
        axes.fill_between(tau, box * ramp, color=look.colours[2], alpha=0.35, linewidth=0, label=text["product"])
        for name, values, colour in (("box", box, 0), ("ramp", ramp, 1)):
            axes.plot(tau, values, color=look.colours[colour], linestyle=LINE_STYLES[colour], label=text[name])
        axes.set(xlabel=text["tau"], ylim=(-0.05, 1.15), xlim=(tau[0], tau[-1]))
        axes.set_title(text["at"].format(look.number(place, 1)))
        axes.set_xticks([0, 1])
        axes.set_yticks([0, 1])
    curve = panels["all"]
    curve.plot(times[::20], overlap[::20], color=look.colours[2], linestyle=LINE_STYLES[0])
    at = np.searchsorted(times, PLACES)
    curve.plot(times[at], overlap[at], marker=MARKERS[0], color=look.ink, linestyle="none", markersize=7)
    curve.set(xlabel=text["time"], ylabel=text["result"], xlim=(0, 2), ylim=(0, 0.56))
    curve.grid(axis="y")
    curve.set_yticks([0, 0.25, 0.5], [look.number(value, 2) for value in (0, 0.25, 0.5)])
    number_axis(curve.xaxis, look, ticks=5)
    figure.legend(*panels["0"].get_legend_handles_labels(), loc="outside upper center", ncols=3)
    return figure


def plot_filtered_image(
    image: np.ndarray, filtered: Mapping[str, np.ndarray], signed: Mapping[str, bool], paper: bool, look: Look
) -> Figure:
    """Show an image and what five filters make of it.

    Args:
        image: floats ``(height, width)`` from 0 to 255.
        filtered: by the filter's name, a key of ``TEXT``: floats of the same shape.
        signed: by the same names: whether the answers are of either sign, and 0 says nothing.
        paper: whether 0 is paper and 255 ink; else 0 is black.
        look: for whom it is drawn.

    Returns:
        Six panels. Signed answers are orange below 0 and purple above; the others are grey, cut off at 0 and 255.
    """
    text = TEXT[look.language]
    figure = look.figure(height=WIDTH * 0.76)
    panels = figure.subplots(2, 3).ravel()
    grey = look.pixels if paper else "gray"
    for axes, (name, values) in zip(panels, {"original": image, **filtered}.items(), strict=True):
        if signed.get(name, False):
            _show_signed(axes, values, look)
        else:
            axes.imshow(values, cmap=grey, vmin=0, vmax=FULL)
        axes.set_title(text[name], fontsize=9.5)
        _bare(axes, look)
    return figure


def plot_equivariance(
    moved: np.ndarray, after: np.ndarray, before: np.ndarray, holds: np.ndarray, look: Look
) -> Figure:
    """Show a photograph that is moved and filtered, in either order, and where the two orders differ.

    Args:
        moved: the photograph, moved, floats ``(height, width)`` from 0 to 255.
        after: filtered after it has moved, same shape.
        before: filtered before.
        holds: where both orders agree for every picture, booleans of the same shape; all but a strip on either side.
        look: for whom it is drawn.

    Returns:
        Four panels; on the last one, of stronger colour, bars above it mark the two strips of the border.
    """
    text = TEXT[look.language]
    figure = look.figure(height=WIDTH * 1.06)
    panels = figure.subplots(2, 2).ravel()
    height, width = moved.shape
    columns, reach = (int(side.argmax()) for side in (holds[0], holds[0, ::-1]))
    panels[0].imshow(moved, cmap="gray", vmin=0, vmax=FULL)
    scale = max(float(np.abs(after).max()), 1.0)
    for axes, values in zip(panels[1:3], (after, before), strict=True):
        _show_signed(axes, values, look, scale)
    _show_signed(panels[3], after - before, look)
    titles = (text["moved"].format(look.number(columns)), text["after"], text["before"], text["gap"])
    for axes, title in zip(panels, titles, strict=True):
        axes.set_title(title, pad=11)
        _bare(axes, look)
    handles = []
    for number, (name, left, wide) in enumerate((("came_in", 0, columns), ("lost", width - reach, reach))):
        style: dict[str, Any] = {"color": look.colours[number], "linestyle": "-", "clip_on": False}
        ends = [left - 0.5, left + wide - 0.5]
        (bar,) = panels[3].plot(ends, [ABOVE] * 2, linewidth=3, solid_capstyle="butt", **style)
        (mark,) = panels[3].plot(np.mean(ends), ABOVE, marker=MARKERS[number], markersize=7, **style)
        for artist in (bar, mark):
            artist.set_in_layout(False)
        handles.append(Line2D([], [], marker=MARKERS[number], markersize=7, linewidth=3, label=text[name], **style))
    panels[3].set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    figure.legend(handles=handles, loc="outside lower center")
    return figure


def _show_signed(axes: Axes, values: np.ndarray, look: Look, scale: float | None = None) -> None:
    scale = scale or max(float(np.abs(values).max()), 1.0)
    axes.imshow(values, cmap=look.signed, vmin=-scale, vmax=scale)


def _bare(axes: Axes, look: Look) -> None:
    axes.set(xticks=[], yticks=[])
    for spine in axes.spines.values():
        spine.set(visible=True, color=look.muted, linewidth=0.7)
