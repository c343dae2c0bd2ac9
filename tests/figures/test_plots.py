"""Every figure is drawn from real arrays: twice the same, in both languages, with no text upon another."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from tests.figures.checking import assert_no_text_lies_upon_another, assert_same_bytes_twice, list_plots

from redes.evaluation import answers as counting
from redes.evaluation.comparison import measure_share
from redes.features.digits import Split
from redes.figures import classification, corpus, digits, embeddings, neuron, sentiment, training, truth_functions
from redes.figures.style import Look, draw
from redes.stages import figures_embeddings, figures_neuron, study_neuron

ROOMS = (classification, corpus, digits, embeddings, neuron, sentiment, training, truth_functions)
PLOTS = list_plots(*ROOMS)
PIXELS = {
    "plot_sample_digits",
    "plot_softmax_weights",
    "plot_convolution_filters",
    "plot_feature_maps",
    "plot_worst_mistakes",
}


@pytest.fixture(scope="session")
def plots(
    digits: Split, answers: tuple[np.ndarray, np.ndarray], words: list[list[str]], vectors: Any
) -> dict[str, Callable[[Look], Figure]]:
    """Each plot function with real arrays in it."""
    return {
        name: (lambda look, f=PLOTS[name], a=arguments: f(*a, look))  # type: ignore[misc]
        for name, arguments in (
            _arguments_for_digits(digits, answers)
            | _arguments_for_answers(answers)
            | _arguments_for_comparisons(answers)
            | _arguments_for_words(words, vectors)
            | _arguments_for_neuron()
        ).items()
    }


def _arguments_for_digits(digits: Split, answers: tuple[np.ndarray, np.ndarray]) -> dict[str, tuple]:
    images, labels = digits
    probabilities, _ = answers
    samples = np.array([[images[labels == digit][row] for digit in range(10)] for row in range(6)])
    worst = counting.find_worst_mistakes(probabilities, labels, 12)
    given = probabilities[worst].max(axis=1)
    parts = images[::200, 8:20, 8:20].astype(np.float64)  # pieces of digits look for strokes
    kernels = np.moveaxis(parts[:24, 3:8, 3:8] / 255 - 0.5, 0, -1)
    maps = np.array([np.gradient(image / 255.0)[0] for image in images[:24].astype(float)])
    return {
        "plot_sample_digits": (samples,),
        "plot_softmax_weights": (np.linalg.pinv(images.reshape(-1, 784) / 255) @ np.eye(10)[labels],),
        "plot_convolution_filters": (kernels,),
        "plot_feature_maps": (images[0] / 255, maps),
        "plot_worst_mistakes": (images[worst], labels[worst], probabilities[worst].argmax(axis=1), given),
    }


def _arguments_for_answers(answers: tuple[np.ndarray, np.ndarray]) -> dict[str, tuple]:
    probabilities, labels = answers
    confusion = counting.count_confusions(probabilities.argmax(axis=1), labels, 10)
    of_a_three, is_a_three = probabilities[:, 3], (labels == 3).astype(int)
    history = np.array([1.43, 0.50, 0.36, 0.31, 0.29])  # of the softmax regression, as it came
    return {
        "plot_confusion_matrix": (confusion,),
        "plot_probability_histogram": (of_a_three, is_a_three),
        "plot_learning_curves": (history, history + 0.02, 1 - history / 10, 0.99 - history / 10),
    }


def _arguments_for_comparisons(answers: tuple[np.ndarray, np.ndarray]) -> dict[str, tuple]:
    """Three answers to the question whether a digit is a three, as if they were those of the models of reviews."""
    probabilities, labels = answers
    of_a_three, is_a_three = probabilities[:, 3], (labels == 3).astype(int)
    given = {"lstm": of_a_three, "rnn": of_a_three**2, "bag": np.sqrt(of_a_three)}
    hits = {model: (answer > 0.5) == is_a_three for model, answer in given.items()}
    shares = {model: [measure_share(right[labels == digit]) for digit in range(7)] for model, right in hits.items()}
    nothing = {model: [*by_digit[:6], measure_share(np.zeros(0, bool))] for model, by_digit in shares.items()}
    by_stars = {model: dict(zip("123478", by_digit, strict=False)) for model, by_digit in shares.items()}
    terms = ["highly recommended", "4 out of", "it isn't worth", "good", "a", "x"]
    return {
        "plot_roc_curves": ({model: counting.compute_roc(answer, is_a_three) for model, answer in given.items()},),
        "plot_calibration": (
            {model: counting.compute_calibration(answer, is_a_three) for model, answer in given.items()},
        ),
        "plot_accuracy_by_length": ([100, 150, 200, 300, 500, 800], nothing),
        "plot_accuracy_by_stars": (by_stars,),
        "plot_term_weights": (terms, np.array([1.9, -3.2, -1.2, 0.4, 0.0, -0.1])),
    }


def _arguments_for_words(words: list[list[str]], vectors: Any) -> dict[str, tuple]:
    counts = pd.Series([word for review in words for word in review]).value_counts()
    lengths = np.array([len(review) for review in words])
    drawings = {
        "plot_word_map": figures_embeddings._draw_map,
        "plot_analogy_arrows": figures_embeddings._draw_analogies,
        "plot_nearest_neighbours": figures_embeddings._draw_neighbours,
    }
    return {
        "plot_review_lengths": ({"train": lengths[:2000], "validation": lengths[2000:2500], "test": lengths[2500:]},),
        "plot_word_frequency": (counts.index.tolist(), counts.to_numpy()),
        "plot_encoded_review": (words[0][:40], [1, 2, *range(4, 43)], 1, 2),
    } | {name: _captured(draw_it(vectors), name) for name, draw_it in drawings.items()}


def _arguments_for_neuron() -> dict[str, tuple]:
    """What the study finds in fewer passes and on fewer points."""
    perceptrons, _ = study_neuron.study_perceptrons(50, 56)
    arrays = perceptrons
    for more, _ in (
        study_neuron.study_unit(np.array([-2.0, 2.0, 1.0])),
        study_neuron.study_softmax(5, 3, 1e-4, 1),
        study_neuron.study_distance(perceptrons["theta_and"], 2001),
        study_neuron.study_product_basis(50, 56),
    ):
        arrays |= more
    drawings = figures_neuron.list_drawings(arrays)
    rooms = {name: room for room in (neuron, truth_functions) for name in vars(room)}
    return {(name := f"plot_{stem}"): _captured(drawing, name, rooms[name]) for stem, drawing in drawings.items()}


def _captured(drawing: Any, name: str, room: Any = embeddings) -> tuple:
    """The arrays that a stage hands to a plot function."""
    kept: list[tuple] = []
    original = getattr(room, name)
    try:
        setattr(room, name, lambda *arguments: kept.append(arguments[:-1]))
        drawing.plot(Look())
    finally:
        setattr(room, name, original)
    return kept[0]


def test_every_plot_is_tested(plots: dict[str, Callable[[Look], Figure]]) -> None:
    assert set(plots) == set(PLOTS)


@pytest.mark.parametrize("name", sorted(PLOTS))
def test_the_same_bytes_twice(name: str, plots: dict[str, Callable[[Look], Figure]]) -> None:
    assert_same_bytes_twice(plots[name], "png" if name in PIXELS else "svg")


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", sorted(PLOTS))
def test_no_text_lies_upon_another(
    name: str, language: Any, plots: dict[str, Callable[[Look], Figure]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_no_text_lies_upon_another(plots[name], Look(language), monkeypatch)


@pytest.mark.parametrize(
    ("name", "nothing"),
    [("plot_word_map", ({}, None)), ("plot_analogy_arrows", ([], {}, None)), ("plot_nearest_neighbours", ({},))],
)
def test_a_vocabulary_without_the_words_is_said(name: str, nothing: tuple) -> None:
    figure = PLOTS[name](*nothing, Look("en"))
    assert "None of the words is in the vocabulary." in [text.get_text() for text in figure.findobj(Text)]


def test_a_model_without_mistakes_can_be_drawn() -> None:
    empty = np.zeros(0, dtype=int)
    draw(
        lambda look: digits.plot_worst_mistakes(np.zeros((0, 28, 28)), empty, empty, empty.astype(float), look),
        Look(),
        "png",
    )
