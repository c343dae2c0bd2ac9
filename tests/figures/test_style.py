"""Numbers as each language writes them, and drawing that leaves nothing behind."""

import importlib
import pkgutil

import matplotlib
import matplotlib.style
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from redes import figures
from redes.figures.digits import tile
from redes.figures.label_placement import Box, measure, place_labels
from redes.figures.style import LOOKS, Look, draw, number_axis


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("es", 1234.5, 1, "1.234,5"),
        ("en", 1234.5, 1, "1,234.5"),
        ("es", -0.17, 2, "−0,17"),
        ("en", 100000, 0, "100,000"),
    ],
)
def test_numbers(language: str, value: float, decimals: int, text: str) -> None:
    assert Look(language).number(value, decimals) == text  # type: ignore[arg-type]


@pytest.mark.parametrize(("language", "marks"), [("es", ["0,0", "0,5", "1,0"]), ("en", ["0.0", "0.5", "1.0"])])
def test_the_marks_of_an_axis(language: str, marks: list[str]) -> None:
    look = Look(language)  # type: ignore[arg-type]
    figure = look.figure(height=2)
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1])
    axes.set_xlim(0, 1)
    number_axis(axes.xaxis, look, ticks=2)
    figure.draw_without_rendering()
    assert [label.get_text() for label in axes.get_xticklabels()] == marks


def test_drawing_leaves_matplotlib_as_it_was() -> None:
    before = dict(matplotlib.rcParams)
    draw(lambda look: look.figure(height=1), Look("en", "dark"), "svg")
    assert dict(matplotlib.rcParams) == before


def test_a_readers_own_settings_change_nothing() -> None:
    def plot(look: Look):
        figure = look.figure(height=2)
        figure.subplots().plot([1, 2], label="a")
        return figure

    expected = draw(plot, Look(), "svg")
    with matplotlib.style.context({"lines.linewidth": 9, "font.size": 30, "svg.hashsalt": "other"}):
        assert draw(plot, Look(), "svg") == expected


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_text_can_be_read_on_the_page(look: Look) -> None:
    """WCAG 2.2 asks for a contrast of 4.5 for text, 3 for lines."""
    assert _contrast(look.ink, look.paper) > 12
    assert _contrast(look.muted, look.paper) > 4.5
    assert all(_contrast(colour, look.paper) > 2.2 for colour in look.colours)
    assert sum(_contrast(colour, look.paper) > 3 for colour in look.colours) >= 4


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
        return float(np.dot(channels, [0.2126, 0.7152, 0.0722]))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_labels_keep_apart() -> None:
    rng = np.random.default_rng(1)
    words = ["king", "queen", "man", "woman", "documentary", "wonderful"] * 5
    boxes = place_labels(rng.uniform(40, 360, (30, 2)), words, 8.5, Box(0, 0, 400, 400))
    assert all(boxes[i].overlap(boxes[j]) == 0 for i in range(30) for j in range(i))
    assert all(box.left >= 0 and box.right <= 400 and box.bottom >= 0 and box.top <= 400 for box in boxes)


def test_a_lone_label_stands_beside_its_point() -> None:
    (box,) = place_labels(np.array([[50.0, 50.0]]), ["king"], 8.5, Box(0, 0, 200, 100))
    width, height = measure("king", 8.5)
    assert box == pytest.approx((54, 50 - height / 2, 54 + width, 50 + height / 2))


def test_tiles_leave_gaps() -> None:
    canvas = tile(np.arange(3)[:, None, None] * np.ones((3, 2, 2)), columns=2, gap=1)
    assert canvas.shape == (5, 5)
    assert canvas[0].tolist()[:2] == [0, 0]
    assert np.isnan(canvas[2]).all()
    assert np.isnan(canvas[3:, 3:]).all()


@pytest.mark.parametrize("name", [module.name for module in pkgutil.iter_modules(figures.__path__)])
def test_both_languages_say_the_same_things(name: str) -> None:
    text = getattr(importlib.import_module(f"redes.figures.{name}"), "TEXT", {"es": {}, "en": {}})
    assert text["es"].keys() == text["en"].keys()
