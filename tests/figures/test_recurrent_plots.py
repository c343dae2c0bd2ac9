"""The figures about recurrent networks, from the arrays of short studies: twice the same, with no text upon another."""

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

from redes.figures import lstm, recurrent
from redes.figures.style import Look
from redes.files import write_arrays
from redes.stages import figures_recurrent, study_lstm, study_recurrent
from redes.stages.drawing import Drawing

ROOMS = (recurrent, lstm)
PLOTS = list(list_plots(*ROOMS))
SHORT = {
    "study_recurrent": SimpleNamespace(
        units=4,
        delays=[0, 1, 2, 3, 4],
        compared_delay=3,
        max_length=10,
        test_length=50,
        batch_size=8,
        steps=5,
        learning_rate=1e-2,
        num_tests=50,
        num_seeds=2,
        seed=1,
    ),
    "study_lstm": SimpleNamespace(
        gradient_steps=200,
        gradient_units=8,
        gradient_inputs=2,
        gains=[1.0, 2.0],
        forget_biases=[0.0, 1.0, 5.0],
        delays=[5, 10, 20, 50, 100],
        units=4,
        batch_size=4,
        steps=2,
        learning_rate=1e-2,
        num_tests=20,
        num_seeds=2,
        seed=1,
    ),
}
WORDS = ["▸", *["these episodes than in"] * 10]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The arrays and numbers of two studies, run with few steps, gates made up; and the drawings made of them."""
    folder, numbers = tmp_path_factory.mktemp("study"), {}
    gates = np.random.default_rng(1).uniform(0, 1, (3, len(WORDS), 96))
    write_arrays(folder / "gates.npz", dict(zip("fio", gates, strict=True)) | {"words": np.array(WORDS)})
    with pytest.MonkeyPatch.context() as patch:
        for stage, name in ((study_recurrent, "recurrent"), (study_lstm, "lstm")):
            patch.setattr(stage, "read_params", SHORT.__getitem__)
            patch.setattr(stage, "ARRAYS", folder / f"{name}.npz")
            patch.setattr(stage, "write_json", lambda path, content: numbers.update({path.stem: content}))
            stage.main()
        for constant, name in (("DESIGNS", "recurrent"), ("MEMORIES", "lstm"), ("GATES", "gates")):
            patch.setattr(figures_recurrent, constant, folder / f"{name}.npz")
        drawings = collect_drawings(figures_recurrent)
    return SimpleNamespace(numbers=numbers, drawings=drawings)


@pytest.fixture
def drawing(study: SimpleNamespace, name: str) -> Drawing:
    drawn: Drawing = study.drawings[name.removeprefix("plot_")]
    return drawn


def test_every_plot_is_drawn(study: SimpleNamespace) -> None:
    assert {f"plot_{stem}" for stem in study.drawings} == set(PLOTS)


def test_what_must_hold_however_short_the_study(study: SimpleNamespace) -> None:
    numbers = study.numbers["study_lstm"]
    assert numbers["lstm"][0]["kept"] == 0.5
    assert numbers["lstm"][1]["kept"] == pytest.approx(0.731)
    assert numbers["plain"][0]["norm"] < 1 < numbers["plain"][1]["norm"]
    assert numbers["lstm"][0]["norm"] < numbers["lstm"][1]["norm"] < numbers["lstm"][2]["norm"]
    margin = study.numbers["study_recurrent"]["delay"]["margin"]
    assert -1 <= margin <= 1


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(drawing: Drawing) -> None:
    assert_same_bytes_twice(drawing.plot, drawing.kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(drawing: Drawing, language: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(drawing.plot, Look(language), monkeypatch)
