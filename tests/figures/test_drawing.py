"""A chapter's figures appear as a whole, for every language and page."""

from pathlib import Path

import pytest

from redes.figures.style import Look
from redes.stages.drawing import Drawing, draw_figures


def test_four_files_for_each_figure_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "figures" / "mnist"
    folder.mkdir(parents=True)
    (folder / "of_old.es.svg").touch()
    draw_figures(folder, {"nothing": Drawing("svg", lambda look: look.figure(height=1))})
    names = {"nothing.es.svg", "nothing.es.dark.svg", "nothing.en.svg", "nothing.en.dark.svg"}
    assert {path.name for path in folder.iterdir()} == names


def test_a_figure_that_fails_leaves_the_old_ones(tmp_path: Path) -> None:
    def fail(look: Look):
        raise ZeroDivisionError(look)

    folder = tmp_path / "mnist"
    draw_figures(folder, {"first": Drawing("svg", lambda look: look.figure(height=1))})
    with pytest.raises(ZeroDivisionError):
        draw_figures(
            folder, {"second": Drawing("svg", lambda look: look.figure(height=1)), "third": Drawing("svg", fail)}
        )
    assert {path.name.split(".")[0] for path in folder.iterdir()} == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["mnist"]
