"""The figures of what was measured: twice the same, with no text upon another, however many seeds there are."""

from typing import Any

import pytest
from tests.figures.checking import (
    assert_no_text_lies_upon_another,
    assert_same_bytes_twice,
    collect_drawings,
    list_plots,
)

from redes.figures import benchmarks, engines
from redes.figures.benchmarks import Race, Spread
from redes.figures.engines import Engine
from redes.figures.style import Look
from redes.stages import figures_benchmarks
from redes.stages.drawing import Drawing

PLOTS = [*list_plots(benchmarks), *list_plots(engines)]


@pytest.fixture(scope="module")
def drawings() -> dict[str, Drawing]:
    """The drawings that the stage makes of the records in git."""
    return collect_drawings(figures_benchmarks)


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


RACE = {"redes_digits": Race([10.0 + i / 7 for i in range(30)], 30), "keras_digits": Race([], 30)}
SIZES = [10, 100, 1000]
ENGINES = {"snakemake": Engine(SIZES, [5, 20, 900], [1.2, 1.4, 12]), "dvc": Engine(SIZES, [5, 9, 9], [1, 1, 1])}
RATES = {"digits": {"redes_cnn": Spread(1e5, 9e4, 2e5), "torch_cnn": None}}


@pytest.mark.parametrize(
    "plot",
    [
        lambda look: benchmarks.plot_throughput(RATES, look),
        lambda look: benchmarks.plot_time_to_accuracy({"digits": (0.99, RACE)}, look),
        lambda look: benchmarks.plot_determinism_cost({"vectors": {"blas": Spread(1, 0.2, 3)}}, look),
        lambda look: engines.plot_engine_overhead(ENGINES, look),
        lambda look: engines.plot_hashing([55, 550, 5500], {"dvc_add": [1.5, 4, 60], "md5": [0.08, 0.8, 8]}, look),
    ],
)
def test_other_records_find_room(plot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(plot, Look("es"), monkeypatch)
