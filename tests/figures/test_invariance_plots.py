"""The figures about layers and moved digits, from real digits and a network of random weights."""

from typing import Any

import numpy as np
import pytest
from tests.figures.checking import assert_no_text_lies_upon_another, assert_same_bytes_twice, list_plots

from redes.features.digits import Split
from redes.figures import invariance, layers
from redes.figures.style import Look
from redes.foundations.feature_maps import Block
from redes.stages import evaluate_mnist, figures_invariance, mnist_answers
from redes.stages.drawing import Drawing

ROOMS = (invariance, layers)
PLOTS = list(list_plots(*ROOMS))


def draw_blocks() -> list[Block]:
    """Blocks as large as the trained ones, with random weights."""
    rng = np.random.default_rng(1)
    sizes = ((5, 1, 24), (3, 24, 48), (3, 48, 64), (3, 64, 96))
    return [
        Block(rng.normal(0, 1 / side, (side, side, before, after)), np.ones(after), np.zeros(after), pooled)
        for (side, before, after), pooled in zip(sizes, figures_invariance.POOLED, strict=True)
    ]


def count_answers(digits: Split, answers: tuple[np.ndarray, np.ndarray]) -> dict[str, np.ndarray]:
    """What the evaluation writes, of networks that are the more often wrong the further a digit is moved."""
    probabilities, labels = answers
    rng = np.random.default_rng(2)
    shifts, angles = np.arange(7), np.arange(-45, 46, 15)

    def spoil(shares: np.ndarray, *shape: int) -> np.ndarray:
        wrong = rng.uniform(size=(3, len(shares), *shape, len(labels))) < shares.reshape(1, -1, *[1] * len(shape), 1)
        return np.where(wrong, (labels + 1) % 10, labels)

    examples = np.array([0, 2500])
    images = digits.images[examples] / 255
    turned = np.stack([evaluate_mnist.turn_digits(images, angle) for angle in angles], axis=1)
    shifted = np.stack([evaluate_mnist.shift_digits(images, shift)[3] for shift in shifts], axis=1)
    bins = evaluate_mnist.calibrate(probabilities, labels, 10)
    return {
        "labels": labels,
        "shifts": shifts,
        "angles": angles,
        "examples": examples,
        "shift_answers": spoil(shifts / 8, 4),
        "turn_answers": spoil(np.abs(angles) / 60),
        "seen_shift": np.array(1.5),
        "seen_turn": np.array(8.0),
        "shifted_examples": shifted,
        "turned_examples": turned,
    } | {f"calibration_{model}": bins for model in mnist_answers.MODELS}


@pytest.fixture(scope="module")
def drawings(digits: Split, answers: tuple[np.ndarray, np.ndarray]) -> dict[str, Drawing]:
    return figures_invariance.list_drawings(count_answers(digits, answers), digits.images[::1000] / 255, draw_blocks())


def test_every_plot_is_drawn(drawings: dict[str, Drawing]) -> None:
    assert {f"plot_{stem}" for stem in drawings} == set(PLOTS)


@pytest.mark.parametrize("name", PLOTS)
def test_the_same_bytes_twice(name: str, drawings: dict[str, Drawing]) -> None:
    drawing = drawings[name.removeprefix("plot_")]
    assert_same_bytes_twice(drawing.plot, drawing.kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("name", PLOTS)
def test_no_text_lies_upon_another(
    name: str, language: Any, drawings: dict[str, Drawing], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_no_text_lies_upon_another(drawings[name.removeprefix("plot_")].plot, Look(language), monkeypatch)
