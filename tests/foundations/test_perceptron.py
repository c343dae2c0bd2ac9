"""The perceptron rule: the course's claims about AND, OR and XNOR; against scikit-learn; worked by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from sklearn.linear_model import Perceptron

from redes.foundations.discriminants import product_basis
from redes.foundations.networks import propagate_forward
from redes.foundations.neuron import net_input, with_bias
from redes.foundations.perceptron import fit_perceptron, mean_error, step, truth_table, xnor_network, xnor_weights

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def is_separable(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether a plane has all examples at least 1 on their own side, by linear programming."""
    signed = np.where(y == 1, 1.0, -1.0)[:, np.newaxis] * with_bias(x)
    done = linprog(np.zeros(signed.shape[1]), A_ub=-signed, b_ub=-np.ones(len(x)), bounds=(None, None))
    return bool(done.status == 0)


def test_one_pass_worked_by_hand() -> None:
    """Of OR, from zeros: 00 is answered 1, so the bias falls; 01 is answered 0, so x is added; the rest is right."""
    thetas, errors = fit_perceptron(*truth_table("OR"), max_passes=1)
    assert thetas.tolist() == [[0, 0, 0], [0, 0, 1]]
    assert errors.tolist() == [0.25, 0.25]


@pytest.mark.parametrize("name", ["AND", "OR"])
def test_and_and_or_are_learned(name: str) -> None:
    x, y = truth_table(name)
    thetas, errors = fit_perceptron(x, y, max_passes=10_000)
    assert errors[-1] == 0
    assert (errors[:-1] > 0).all(), "it stops at the first pass without an error"
    assert len(thetas) == len(errors) < 10
    assert step(net_input(x, thetas[-1])).tolist() == y.tolist()


def test_xnor_is_not_learned_in_10000_passes() -> None:
    thetas, errors = fit_perceptron(*truth_table("XNOR"), max_passes=10_000)
    assert len(errors) == 10_001
    assert errors.min() > 0
    assert len(np.unique(thetas, axis=0)) < 10, "the rule goes round in a circle"


def test_no_line_separates_xnor_at_all() -> None:
    assert is_separable(*truth_table("AND"))
    assert is_separable(*truth_table("OR"))
    x, y = truth_table("XNOR")
    assert not is_separable(x, y)
    assert is_separable(product_basis(x), y)


def test_two_layers_compute_xnor_exactly() -> None:
    x, y = truth_table("XNOR")
    assert xnor_network(x).tolist() == y.tolist()
    assert propagate_forward(x, xnor_weights(), ["step", "step"])[-1][:, 0].tolist() == y.tolist()


def test_two_layers_of_logistic_units_are_xnor_to_four_decimals() -> None:
    x, y = truth_table("XNOR")
    _, hidden, answer = propagate_forward(x, xnor_weights(), ["sigmoid", "sigmoid"])
    np.testing.assert_allclose(answer[:, 0], y, atol=1e-4)
    np.testing.assert_allclose(hidden, [[0, 1], [0, 0], [0, 0], [1, 0]], atol=1e-4)


@few
@given(seeds, st.integers(2, 30), st.integers(1, 4), st.integers(1, 6))
def test_every_pass_like_scikit_learn(seed: int, count: int, dimensions: int, passes: int) -> None:
    """The first target is 0, because scikit-learn counts a sum of exactly 0 as wrong for both classes."""
    rng = np.random.default_rng(seed)
    x, y = rng.normal(size=(count, dimensions)), rng.integers(0, 2, count)
    y[:2] = 0, 1
    thetas, _ = fit_perceptron(x, y, max_passes=passes)
    passes = len(thetas) - 1
    theirs = Perceptron(max_iter=passes, tol=None, shuffle=False).fit(x, y)
    np.testing.assert_allclose(thetas[-1], np.append(theirs.intercept_, theirs.coef_), atol=1e-9)


@few
@given(seeds, st.integers(1, 40))
def test_what_a_plane_separates_is_learned(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (count, 2))
    sums = net_input(x, rng.normal(size=3))
    x, y = x[abs(sums) > 0.1], step(sums[abs(sums) > 0.1])
    if len(x):
        thetas, errors = fit_perceptron(x, y, max_passes=10_000)
        assert errors[-1] == mean_error(x, y, thetas[-1]) == 0


def test_a_start_is_taken_and_no_passes_leave_it() -> None:
    thetas, errors = fit_perceptron(*truth_table("AND"), max_passes=0, start=np.array([-3.0, 2.0, 1.0]))
    assert thetas.tolist() == [[-3, 2, 1]]
    assert errors.tolist() == [0]


def test_other_targets_and_other_tables_are_refused() -> None:
    with pytest.raises(ValueError, match=r"expected targets 0 and 1; got \[-1, 1\]"):
        fit_perceptron(np.zeros((2, 1)), np.array([-1, 1]), max_passes=1)
    with pytest.raises(ValueError, match="expected one of AND, OR, XNOR; got 'NAND'"):
        truth_table("NAND")
