"""The figures of results: twice the same, with no text upon another, whatever has been measured so far."""

from pathlib import Path
from typing import Any

import pytest
from tests.figures.checking import (
    assert_no_text_lies_upon_another,
    assert_same_bytes_twice,
    collect_drawings,
    list_plots,
)
from tests.stages.results_files import write_everything

from redes.figures import results
from redes.figures.results import Row, Spread
from redes.figures.style import Look
from redes.files import read_json, write_json
from redes.stages import evaluate_results, figures_results
from redes.stages.drawing import Drawing

ROOT = Path(__file__).parents[2]
PLOTS = list(list_plots(results))


@pytest.fixture(scope="module", params=["nothing", "everything"])
def drawings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    """The drawings that the stage makes of the plan's metrics alone, and of all records."""
    folder = tmp_path_factory.mktemp("project")
    with pytest.MonkeyPatch.context() as patch:
        for name in evaluate_results.PLAN_FILES:
            path = evaluate_results.METRICS / f"{name}.json"
            write_json(folder / path, read_json(ROOT / path))
        patch.chdir(folder)
        if request.param == "everything":
            write_everything(folder)
        evaluate_results.main()
        return collect_drawings(figures_results)


def test_every_plot_is_drawn(drawings: dict[str, Drawing]) -> None:
    assert {f"plot_{stem}" for stem in drawings} == set(PLOTS)


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(drawings: dict[str, Drawing], name: str) -> None:
    drawing = drawings[name.removeprefix("plot_")]
    assert_same_bytes_twice(drawing.plot, drawing.kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(
    drawings: dict[str, Drawing], name: str, language: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_no_text_lies_upon_another(drawings[name.removeprefix("plot_")].plot, Look(language), monkeypatch)


def test_errors_are_drawn_where_they_belong() -> None:
    """Each seed's error in percent, the largest of the rows on top, and what was not measured nowhere."""
    rows = [
        Row("digits", "better", {"best": Spread(0.997, 0.996, 0.998, [0.996, 0.998])}),
        Row("digits", "worse", {"published": Spread(0.99, 0.99, 0.99)}),
        Row("digits", "unknown", {}),
        Row("reviews", "other", {"default": Spread(0.9, 0.9, 0.9)}),
    ]
    digits, _ = results.plot_recipes_and_references(rows, 0.9985, Look("en")).axes
    assert [label.get_text() for label in digits.get_yticklabels()] == ["worse", "better"]
    drawn = {(round(x, 6), round(float(y))) for line in digits.lines for x, y in zip(*line.get_data(), strict=True)}
    assert {(1.0, 0), (0.4, 1), (0.2, 1), (0.3, 1)} <= drawn
    assert digits.get_xscale() == "log"
    assert digits.yaxis_inverted()
