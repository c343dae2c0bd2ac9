"""The figures of Kaggle's Digit Recognizer, from real digits: twice the same, whole, with no text upon another."""

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure
from tests.figures.checking import assert_no_text_lies_upon_another, assert_same_bytes_twice

from redes.features.digits import Split
from redes.figures import digit_recognizer
from redes.figures.style import Kind, Look

PLOTS: dict[str, Kind] = {"plot_row_to_picture": "png", "plot_label_shares": "svg", "plot_least_certain_rows": "png"}


@pytest.fixture
def plot(name: str, digits: Split, answers: tuple[np.ndarray, np.ndarray]) -> Callable[[Look], Figure]:
    probabilities, labels = answers
    uncertain = np.argsort(probabilities.max(axis=1), kind="stable")[:12]
    counts = np.bincount(labels[::3], minlength=10), np.bincount(probabilities.argmax(axis=1), minlength=10)
    arguments: dict[str, tuple[Any, ...]] = {
        "plot_row_to_picture": (digits.images[3000],),
        "plot_label_shares": counts,
        "plot_least_certain_rows": (digits.images[uncertain], uncertain + 23_001, probabilities[uncertain]),
    }
    return lambda look: getattr(digit_recognizer, name)(*arguments[name], look)


def test_every_plot_is_tried() -> None:
    functions = {name for name, _ in inspect.getmembers(digit_recognizer, inspect.isfunction)}
    assert {name for name in functions if name.startswith("plot_")} == set(PLOTS)


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(name: str, plot: Callable[[Look], Figure]) -> None:
    assert_same_bytes_twice(plot, PLOTS[name])


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(
    plot: Callable[[Look], Figure], language: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_no_text_lies_upon_another(plot, Look(language), monkeypatch)


def test_the_frame_surrounds_the_inkiest_line() -> None:
    image = np.zeros((28, 28), dtype=np.uint8)
    image[9, 4:8] = 200
    image[20, 3] = 255
    figure = digit_recognizer.plot_row_to_picture(image, Look())
    strip, picture, values = figure.axes
    assert [patch.get_xy() for axes in (strip, picture) for patch in axes.patches] == [(251.5, -0.5), (-0.5, 8.5)]
    assert [bar.get_height() for bar in values.patches] == image[9].tolist()


@pytest.mark.parametrize("count", [0, 1, 5])
def test_fewer_rows_than_places(count: int, digits: Split) -> None:
    probabilities = np.full((count, 10), 0.1)
    figure = digit_recognizer.plot_least_certain_rows(digits.images[:count], np.arange(count), probabilities, Look())
    assert len([axes for axes in figure.axes if axes.images]) == count
