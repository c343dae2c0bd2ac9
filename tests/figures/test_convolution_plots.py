"""The figures about convolutions, from a study of a few digits: twice the same, whole, with no text upon another."""

import inspect
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.figures.checking import assert_no_text_lies_upon_another, assert_same_bytes_twice, collect_drawings

from redes.features.digits import Split
from redes.figures import connections, convolution, pooling
from redes.figures.style import Look
from redes.stages import figures_convolution, study_convolution
from redes.stages.drawing import Drawing

ROOMS = (connections, convolution, pooling)
STEMS = (
    "worked_sum",
    "overlap_integral",
    "filtered_image_digit",
    "filtered_image_photograph",
    "sparse_connections",
    "receptive_field",
    "toeplitz_matrix",
    "operations_by_size",
    "equivariance",
    "rectifiers",
    "pooled_detectors",
    "pooling_tolerance",
)
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
SHARPEN = [[0, -1, 0], [-1, 5, -1], [0, -1, 0]]


def study_and_draw(kernel: list[list[int]], digits: Split, folder: Path) -> dict[str, Drawing]:
    """What both stages make of a hundred digits."""
    params = SimpleNamespace(
        digit=5, kernel=kernel, shift=12, matrix_side=8, num_digits=100, pool_size=3, pool_stride=2
    )
    np.save(folder / "train_images.npy", digits.images[::50])
    np.save(folder / "train_labels.npy", digits.labels[::50])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(study_convolution, "PREPARED", folder)
        patch.setattr(study_convolution, "ARRAYS", folder / "convolution.npz")
        patch.setattr(study_convolution, "METRICS", folder / "study_convolution.json")
        patch.setattr(study_convolution, "read_params", lambda _: params)
        study_convolution.main()
        patch.setattr(figures_convolution, "ARRAYS", folder / "convolution.npz")
        return collect_drawings(figures_convolution)


@pytest.fixture(scope="module")
def drawings(digits: Split, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Drawing]:
    return study_and_draw(SOBEL, digits, tmp_path_factory.mktemp("study"))


def test_every_plot_is_drawn(drawings: dict[str, Drawing]) -> None:
    assert tuple(drawings) == STEMS
    plots = [name for room in ROOMS for name, _ in inspect.getmembers(room, inspect.isfunction)]
    for name in plots:
        if name.startswith("plot_"):
            assert any(stem.startswith(name.removeprefix("plot_")) for stem in STEMS), name


@pytest.mark.parametrize("stem", STEMS)
def test_the_same_bytes_twice(drawings: dict[str, Drawing], stem: str) -> None:
    assert_same_bytes_twice(drawings[stem].plot, drawings[stem].kind)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("stem", STEMS)
def test_no_text_lies_upon_another(
    drawings: dict[str, Drawing], stem: str, language: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_no_text_lies_upon_another(drawings[stem].plot, Look(language), monkeypatch)


def test_a_filter_that_makes_a_picture_is_shown_in_grey(
    drawings: dict[str, Drawing], digits: Split, tmp_path: Path
) -> None:
    """Sobel's weights sum to 0, and its answers need colours for either sign; sharpening keeps grey values."""
    sharpened = study_and_draw(SHARPEN, digits, tmp_path)
    maps = []
    for drawn in (drawings, sharpened):
        (*_, own) = drawn["filtered_image_photograph"].plot(Look()).axes
        maps.append(own.images[0].get_cmap().name)
    assert maps == ["signed-light", "gray"]
