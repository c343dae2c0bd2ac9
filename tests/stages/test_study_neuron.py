"""The study of one neuron: what it measures is what a few lines of arithmetic say."""

from types import SimpleNamespace

import numpy as np
import pytest

from redes.errors import UserError
from redes.foundations.perceptron import xnor_network
from redes.stages import study_neuron


def test_a_line_by_hand() -> None:
    """3 x_1 + 4 x_2 = 10 meets the axis at (0, 2.5) and lies 2 from the origin, nearest at (1.2, 1.6)."""
    theta = np.array([-10.0, 3.0, 4.0])
    points = study_neuron.sample_line(theta, 101)
    np.testing.assert_allclose(points @ theta[1:], 10)
    arrays, numbers = study_neuron.study_distance(theta, 200_001)
    assert numbers["formula"] == 2
    assert numbers["measured"] == 2
    assert numbers["difference"] < 1e-9
    np.testing.assert_allclose(arrays["line_foot"], [1.2, 1.6], atol=1e-4)


@pytest.mark.parametrize("theta", [[1.0, 2.0, 0.0], [1.0, 0.0, -2.0], [0.0, 1.0, 1.0]])
def test_a_line_along_an_axis_or_through_the_origin(theta: list[float]) -> None:
    points = study_neuron.sample_line(np.array(theta), 2001)
    np.testing.assert_allclose(points @ theta[1:], -theta[0], atol=1e-12)
    assert np.linalg.norm(points, axis=1).min() == pytest.approx(theta[0] / np.hypot(*theta[1:]), abs=1e-6)


def test_what_the_rule_learns_and_what_it_cannot() -> None:
    arrays, numbers = study_neuron.study_perceptrons(max_passes=100, seed=1)
    assert (numbers["and"]["lowest_errors"], numbers["or"]["lowest_errors"]) == (0, 0)
    assert numbers["xnor"]["lowest_errors"] > 0
    assert numbers["xnor"]["passes"] == 100
    assert numbers["two_layers"]["errors"] == 0
    assert len(arrays["errors_xnor"]) == 101
    assert study_neuron.study_product_basis(max_passes=100, seed=1)[1]["errors"] == 0


def test_the_drawn_region_is_what_the_two_layers_answer() -> None:
    arrays, _ = study_neuron.study_perceptrons(max_passes=1, seed=1)
    axis = arrays["square_axis"]
    answers = xnor_network(np.stack(np.meshgrid(axis, axis), axis=-1))
    assert ((arrays["sums_layers"].max(axis=-1) >= 0) == (answers == 1)).all()


def test_a_bad_step_would_be_seen() -> None:
    """The difference is a measurement: with a step far too long it is large."""
    _, fine = study_neuron.study_softmax(20, 10, 1e-4, seed=1)
    _, coarse = study_neuron.study_softmax(20, 10, 0.1, seed=1)
    assert fine["largest_relative_difference"] < 1e-6 < coarse["largest_relative_difference"]
    assert fine["not_finite"] == 0


def test_a_neuron_that_weighs_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_neuron, "read_params", lambda _: SimpleNamespace(bias=1.0, weights=[0.0, 0.0]))
    with pytest.raises(UserError, match=r"study_neuron\.weights: both are 0"):
        study_neuron.main()
