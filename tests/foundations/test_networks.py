"""Networks: worked by hand, against numerical gradients, and what one, two and three layers can part."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redes.foundations.initialization import draw_weights, glorot_uniform
from redes.foundations.networks import back_propagate, fit, network_error, propagate_forward
from redes.foundations.perceptron import truth_table
from redes.foundations.softmax import one_hot

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def test_two_layers_worked_by_hand() -> None:
    weights = [np.array([[1.0, 2.0], [0.0, -1.0]]), np.array([[3.0, 1.0, 10.0]])]
    x, hidden, y = propagate_forward(np.array([[2.0], [-3.0]]), weights, ["relu", "linear"])
    assert x.tolist() == [[2], [-3]]
    assert hidden.tolist() == [[5, 0], [0, 3]]
    assert y.tolist() == [[8], [33]]


def test_deltas_worked_by_hand() -> None:
    """x = 2, a = 1 + 2 * 2 = 5 = z, y = 3 + 1 * 5 = 8, t = 6: delta_k = 2, delta_j = 1 * 1 * 2 = 2."""
    weights = [np.array([[1.0, 2.0]]), np.array([[3.0, 1.0]])]
    gradients = back_propagate(np.array([[2.0]]), np.array([[6.0]]), weights, ["relu", "linear"])
    assert [gradient.tolist() for gradient in gradients] == [[[2, 4]], [[2, 10]]]
    assert network_error(np.array([[2.0]]), np.array([[6.0]]), weights, ["relu", "linear"]) == 2


@few
@given(
    seeds, st.lists(st.sampled_from(["sigmoid", "tanh", "linear"]), max_size=3), st.sampled_from(["tanh", "softmax"])
)
def test_back_propagation_is_the_numerical_gradient(seed: int, hidden: list[str], last: str) -> None:
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 5, len(hidden) + 2)
    weights = [rng.normal(size=(after, before + 1)) for before, after in pairwise(sizes)]
    x, targets, activations = rng.normal(size=(3, sizes[0])), rng.dirichlet(np.ones(sizes[-1]), 3), [*hidden, last]
    for theta, gradient in zip(weights, back_propagate(x, targets, weights, activations), strict=True):
        at, h = tuple(rng.integers(theta.shape)), 1e-5
        errors = []
        for nudge in (h, -2 * h):
            theta[at] += nudge
            errors.append(network_error(x, targets, weights, activations))
        theta[at] += h
        assert gradient[at] == pytest.approx((errors[0] - errors[1]) / (2 * h), rel=1e-5, abs=1e-7)


def test_the_order_of_the_examples_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    weights = draw_weights([3, 4, 2], glorot_uniform, rng)
    x, targets, activations = rng.normal(size=(6, 3)), one_hot(np.arange(6) % 2, 2), ["tanh", "softmax"]
    order = rng.permutation(6)
    once, again = (back_propagate(x[o], targets[o], weights, activations) for o in (np.arange(6), order))
    for first, second in zip(once, again, strict=True):
        np.testing.assert_allclose(first, second, atol=1e-12)


def test_two_layers_learn_xnor_by_back_propagation() -> None:
    x, y = truth_table("XNOR")
    weights = draw_weights([2, 4, 1], glorot_uniform, np.random.default_rng(2))
    trained, errors = fit(x, y[:, np.newaxis], weights, ["tanh", "sigmoid"], rate=2.0, steps=2000)
    answers = propagate_forward(x, trained, ["tanh", "sigmoid"])[-1][:, 0]
    np.testing.assert_allclose(answers, y, atol=0.1)
    assert errors.shape == (2001,)
    assert errors[-1] == pytest.approx(network_error(x, y[:, np.newaxis], trained, ["tanh", "sigmoid"]) / 4)


def test_one_layer_parts_half_planes_and_two_layers_convex_regions() -> None:
    x = np.random.default_rng(3).uniform(-1, 1, (300, 2))
    shapes = {"half plane": x @ [1.0, 0.5] > 0.1, "convex": (np.abs(x) < 0.6).all(axis=1)}
    accuracies = {}
    for shape, inside in shapes.items():
        for hidden in ([], [8]):
            weights = draw_weights([2, *hidden, 2], glorot_uniform, np.random.default_rng(4))
            activations = ["tanh"] * len(hidden) + ["softmax"]
            weights, errors = fit(x, one_hot(inside.astype(int), 2), weights, activations, rate=1.0, steps=1500)
            assert errors[-1] < errors[0]
            answers = propagate_forward(x, weights, activations)[-1].argmax(axis=1)
            accuracies[shape, len(hidden) + 1] = np.mean(answers == inside)
    assert accuracies["half plane", 1] > 0.97
    assert accuracies["convex", 1] < 0.8
    assert accuracies["convex", 2] > 0.97


def test_fitting_leaves_the_start_as_it_was_and_repeats() -> None:
    x, y = truth_table("AND")
    weights = draw_weights([2, 3, 1], glorot_uniform, np.random.default_rng(5))
    before = [theta.copy() for theta in weights]
    runs = [fit(x, y[:, np.newaxis], weights, ["tanh", "sigmoid"], rate=1.0, steps=5) for _ in range(2)]
    assert all((theta == copy).all() for theta, copy in zip(weights, before, strict=True))
    assert runs[0][1].tobytes() == runs[1][1].tobytes()


def test_very_large_logits_leave_error_and_gradient_finite() -> None:
    weights = [np.array([[0.0, 1e4], [0.0, -1e4]])]
    x, targets = np.array([[1.0]]), np.array([[0.0, 1.0]])
    assert network_error(x, targets, weights, ["softmax"]) == 2e4
    assert back_propagate(x, targets, weights, ["softmax"])[0].tolist() == [[1, 1], [-1, -1]]


def test_what_does_not_fit_is_refused() -> None:
    x, weights = np.zeros((1, 2)), [np.zeros((3, 3)), np.zeros((1, 4))]
    target = np.zeros((1, 1))
    with pytest.raises(ValueError, match=r"expected an activation among .*; got 'swish'"):
        propagate_forward(x, weights, ["swish", "linear"])
    for activations in (["step", "linear"], ["softmax", "linear"], ["tanh", "step"]):
        with pytest.raises(ValueError, match="expected an activation among linear, relu, sigmoid, tanh; got"):
            back_propagate(x, target, weights, activations)
    with pytest.raises(ValueError, match="zip"):
        propagate_forward(x, weights, ["tanh"])
    with pytest.raises(ValueError, match="expected 4 weights"):
        propagate_forward(x, [weights[0], np.zeros((1, 3))], ["tanh", "linear"])
    for function in (network_error, back_propagate):
        with pytest.raises(ValueError, match=r"expected targets of the shape of the answers, \(1, 1\); got \(1,\)"):
            function(x, np.zeros(1), weights, ["tanh", "linear"])
    with pytest.raises(ValueError, match="expected targets that sum to 1"):
        network_error(x, target, weights, ["tanh", "softmax"])
