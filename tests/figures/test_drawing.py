"""A chapter's figures appear as a whole, for every language and page."""

from pathlib import Path

import pytest

from redes.errors import UserError
from redes.figures.style import Look
from redes.passport import read_passport
from redes.provenance import Provenance
from redes.stages import drawing
from redes.stages.drawing import Drawing, draw_figures, drawing_alone

NOTHING = Drawing("svg", lambda look: look.figure(height=1))


@pytest.fixture(autouse=True)
def _facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """What DVC would say of the stage, were the folder in a project."""
    facts = Provenance("figures_mnist", "echo", {"data/a": "1" * 32}, {"params.yaml": {"data": {"limit": None}}})
    monkeypatch.setattr(drawing, "compute_current", lambda _, stage: {"figures_mnist": facts}[stage])


def test_four_files_for_each_figure_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "figures" / "mnist"
    folder.mkdir(parents=True)
    (folder / "of_old.es.svg").touch()
    draw_figures(folder, {"nothing": NOTHING})
    names = {"nothing.es.svg", "nothing.es.dark.svg", "nothing.en.svg", "nothing.en.dark.svg"}
    assert {path.name for path in folder.iterdir()} == names


def test_a_figure_that_fails_leaves_the_old_ones(tmp_path: Path) -> None:
    def fail(look: Look):
        raise ZeroDivisionError(look)

    folder = tmp_path / "mnist"
    draw_figures(folder, {"first": NOTHING})
    with pytest.raises(ZeroDivisionError):
        draw_figures(folder, {"second": NOTHING, "third": Drawing("svg", fail)})
    assert {path.name.split(".")[0] for path in folder.iterdir()} == {"first"}
    assert [path.name for path in tmp_path.iterdir()] == ["mnist"]


def test_each_file_says_what_made_it(tmp_path: Path) -> None:
    folder = tmp_path / "mnist"
    draw_figures(folder, {"nothing": NOTHING, "pixels": Drawing("png", NOTHING.plot)})
    for path in folder.iterdir():
        passport = read_passport(path.read_bytes())
        assert (passport.figure, passport.stage) == (str(path), "figures_mnist")
        assert passport.command == f"redes draw {folder}/{path.name.partition('.')[0]}"


def test_one_figure_alone_has_the_same_bytes_and_touches_no_other(tmp_path: Path) -> None:
    folder = tmp_path / "mnist"
    drawings = {"first": NOTHING, "second": Drawing("png", NOTHING.plot)}
    draw_figures(folder, drawings)
    drawn = {path: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.write_text("changed")
    with drawing_alone("second"):
        draw_figures(folder, drawings)
    same = {path.name.partition(".")[0] for path in folder.iterdir() if path.read_bytes() == drawn[path]}
    assert same == {"second"}
    assert drawn.keys() == set(folder.iterdir())

    with drawing_alone("third"), pytest.raises(UserError, match="draws no figure third; it draws: first, second"):
        draw_figures(folder, drawings)
