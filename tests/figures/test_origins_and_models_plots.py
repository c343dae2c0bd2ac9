"""The figures of origins and of models, from the numbers in git: twice the same, with no text upon another."""

from typing import Any

import numpy as np
import pytest
from tests.figures.checking import (
    assert_no_text_lies_upon_another,
    assert_same_bytes_twice,
    collect_drawings,
    list_plots,
)

from redes.figures import history, model_sizes, representations
from redes.figures.style import Look
from redes.stages import figures_models, figures_origins
from redes.stages.drawing import Drawing

ROOMS = (history, representations, model_sizes)
PLOTS = list(list_plots(*ROOMS))
WORDS = ["king", "queen", "funny", "hilarious"]
#: Eight models, more than there are, of which some lack what others have.
MANY = [
    model_sizes.Model("regresión softmax", "digits", 7850, 7840, 0.9257, 12.0, 20.3, 1436.0),
    model_sizes.Model("perceptrón multicapa", "digits", 669706, 668672, 0.984, None, None, None),
    model_sizes.Model("red convolucional", "digits", 98690, 3386560, 0.996, 320.3, 145.8, 1869.0),
    model_sizes.Model("reconocedor de dígitos", "digits", 98690, 3386560, 0.995, 300.0, 140.0, 1869.0),
    model_sizes.Model("vectores de palabras", "words", 4263500),
    model_sizes.Model("bolsa de palabras", "reviews", 100001, 100000, 0.89, 9.0, 9.0, 900.0),
    model_sizes.Model("red recurrente sencilla", "reviews", 3100000, 9000000, 0.88, 300.0, 500.0, 3000.0),
    model_sizes.Model("red LSTM", "reviews", 3237313, 18597760, 0.9099, 230.0, 400.0, 3500.0),
]


@pytest.fixture(scope="module")
def drawings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    """The drawings that both stages make, words and vectors being a few made here."""
    arrays = tmp_path_factory.mktemp("study") / "origins.npz"
    patterns = np.random.default_rng(1).normal(size=(4, 100))
    np.savez(arrays, words=WORDS, patterns=patterns, cosines_one_hot=np.eye(4), cosines_learned=np.full((4, 4), 0.5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures_origins, "ARRAYS", arrays)
        return collect_drawings(figures_origins) | collect_drawings(figures_models)


@pytest.fixture
def drawing(drawings: dict[str, Drawing], name: str) -> Drawing:
    return drawings[name.removeprefix("plot_")]


def test_every_plot_is_drawn(drawings: dict[str, Drawing]) -> None:
    assert {f"plot_{stem}" for stem in drawings} == set(PLOTS)


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(drawing: Drawing) -> None:
    assert_same_bytes_twice(drawing.plot, drawing.kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(drawing: Drawing, language: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(drawing.plot, Look(language), monkeypatch)


@pytest.mark.parametrize(
    "plot",
    [
        lambda look: model_sizes.plot_parameters_and_accuracy(MANY, look),
        lambda look: model_sizes.plot_operations_and_parameters(MANY, look),
        lambda look: model_sizes.plot_training_cost(MANY, "Intel(R) Xeon(R) Platinum 8488C @ 2.40GHz", 16, look),
        lambda look: model_sizes.plot_parameters_and_accuracy(MANY[4:5], look),
        lambda look: history.plot_connections_per_neuron(
            [(1, 1960, 16.0)], {"mosca": 390.0}, {model.name: 10.0 + model.parameters / 1e4 for model in MANY}, look
        ),
    ],
)
def test_more_models_find_room(plot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(plot, Look("es"), monkeypatch)


@pytest.mark.parametrize(
    "plot", [representations.plot_word_patterns, lambda w, p, look: representations.plot_cosine_maps(w, p, p, look)]
)
def test_no_word_is_said(plot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_no_text_lies_upon_another(lambda look: plot([], np.empty((0, 0)), look), Look("en"), monkeypatch)
