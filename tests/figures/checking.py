"""What every figure is held to: the same bytes twice, and no text upon another."""

import inspect
import itertools
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import matplotlib.style
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from redes.figures.style import LOOKS, Kind, Look, _settings, draw
from redes.stages.drawing import Drawing

Plot = Callable[[Look], Figure]


def list_plots(*modules: ModuleType) -> dict[str, Callable[..., Figure]]:
    """The plot functions of some modules, by name."""
    functions = (pair for module in modules for pair in inspect.getmembers(module, inspect.isfunction))
    return {name: function for name, function in functions if name.startswith("plot_")}


def assert_same_bytes_twice(plot: Plot, kind: Kind) -> None:
    """Drawn twice a figure is the same file, small, and tells neither a date nor a folder; dark is not light."""
    files = {look: draw(plot, look, kind) for look in LOOKS}
    assert draw(plot, LOOKS[0], kind) == files[LOOKS[0]]
    assert files[Look("es", "light")] != files[Look("es", "dark")]
    assert all(len(content) < 250_000 for content in files.values())
    assert all(b"<dc:date>" not in content and str(Path.cwd()).encode() not in content for content in files.values())


def assert_no_text_lies_upon_another(plot: Plot, look: Look, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text of a figure lies on the page, and apart from the others; there is one at least."""
    drawn: list[tuple[str, Bbox]] = []
    original = Text.draw

    def draw_and_note(text: Text, renderer: Any) -> None:
        if text.get_visible() and text.get_text().strip():
            drawn.append((text.get_text(), Text.get_window_extent(text, renderer)))
        original(text, renderer)

    with matplotlib.style.context(["default", _settings(look)]):
        figure = plot(look)
        figure.draw_without_rendering()
        monkeypatch.setattr(Text, "draw", draw_and_note)
        FigureCanvasAgg(figure).draw()
    page = figure.bbox.padded(0.5)
    outside = [text for text, box in drawn if not _within(box, page)]
    meeting = [(a, b) for (a, box), (b, other) in itertools.combinations(drawn, 2) if _meet(box, other)]
    assert (outside, meeting) == ([], [])
    assert drawn


def _within(box: Bbox, page: Bbox) -> bool:
    return bool(page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1)


def _meet(first: Bbox, second: Bbox) -> bool:
    """Whether two texts share more than the hair's breadth of their margins."""
    shared = Bbox.intersection(first, second)
    return shared is not None and shared.width > 1 and shared.height > 1.5


def collect_drawings(stage: ModuleType) -> dict[str, Drawing]:
    """What a stage ``figures_...`` would draw, by stem; nothing is written."""
    drawn: dict[str, Drawing] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stage, "draw_figures", lambda _, given: drawn.update(given))
        stage.main()
    return drawn
