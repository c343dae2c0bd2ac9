"""The figures about learning, from the arrays of a short study: twice the same, whole, with no text upon another."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.figures.checking import (
    assert_no_text_lies_upon_another,
    assert_same_bytes_twice,
    collect_drawings,
    list_plots,
)

from redes.figures import learning, learning_networks
from redes.figures.style import Look
from redes.stages import figures_learning, study_learning
from redes.stages.drawing import Drawing

ROOMS = (learning, learning_networks)
PLOTS = list(list_plots(*ROOMS))
SHORT = SimpleNamespace(
    hidden_units=[2, 3, 4],
    region_points=50,
    region_rate=1.0,
    region_steps=10,
    descent_examples=40,
    descent_noise=0.5,
    descent_passes=30,
    descent_batch_size=8,
    descent_rate=0.1,
    check_networks=3,
    check_step=1e-5,
    initialization_units=10,
    initialization_layers=6,
    initialization_examples=[40, 100],
    initialization_rate=0.1,
    initialization_steps=30,
    num_seeds=2,
    seed=1,
)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The arrays and numbers of both stages, run with few steps; and the drawings that the second makes of them."""
    folder = tmp_path_factory.mktemp("study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_learning, "read_params", lambda _: SHORT)
        numbers: list[Any] = []
        patch.setattr(study_learning, "ARRAYS", folder / "learning.npz")
        patch.setattr(study_learning, "write_json", lambda _, content: numbers.append(content))
        study_learning.main()
        patch.setattr(figures_learning, "ARRAYS", folder / "learning.npz")
        drawings = collect_drawings(figures_learning)
    return SimpleNamespace(numbers=numbers[0], drawings=drawings)


@pytest.fixture
def drawing(study: SimpleNamespace, name: str) -> Drawing:
    drawn: Drawing = study.drawings[name.removeprefix("plot_")]
    return drawn


def test_every_plot_is_drawn(study: SimpleNamespace) -> None:
    assert {f"plot_{stem}" for stem in study.drawings} == set(PLOTS)


def test_what_must_hold_however_short_the_study(study: SimpleNamespace) -> None:
    numbers = study.numbers
    assert numbers["forward"]["difference"] < 1e-12
    assert numbers["check"]["largest"] < 1e-6
    assert numbers["initialization"]["zeros"]["last_variance"] == 0
    assert numbers["initialization"]["slip"]["limit_ratio"] == pytest.approx(np.sqrt(20), rel=1e-5)
    assert numbers["descent"]["incremental"]["steps"] == 40 * numbers["descent"]["batch"]["steps"]


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(drawing: Drawing) -> None:
    assert_same_bytes_twice(drawing.plot, drawing.kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(drawing: Drawing, language: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(drawing.plot, Look(language), monkeypatch)
