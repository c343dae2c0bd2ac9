"""Three descents: worked by hand, against scikit-learn step for step, and at the least squares in the end."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from sklearn.linear_model import SGDRegressor

from redes.foundations.gradient_descent import (
    decaying_rates,
    descend,
    draw_batches,
    regression_error,
    regression_gradient,
)

few = settings(max_examples=20, deadline=None)
seeds = st.integers(0, 2**32 - 1)


def draw_line(seed: int, count: int = 40, noise: float = 0.3) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = rng.uniform(-1, 1, (count, 1))
    return x, 0.5 + 2 * x[:, 0] + rng.normal(0, noise, count)


def solve(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return np.linalg.lstsq(np.column_stack([np.ones(len(x)), x]), y, rcond=None)[0]


def test_first_steps_worked_by_hand() -> None:
    x, y, start = np.array([[1.0], [2.0]]), np.array([2.0, 3.0]), np.zeros(2)
    batch = descend(x, y, start, 0.1, draw_batches(2, 2, passes=1))
    incremental = descend(x, y, start, 0.1, draw_batches(2, 1, passes=1))
    np.testing.assert_allclose(batch, [[0, 0], [0.25, 0.4]])
    np.testing.assert_allclose(incremental, [[0, 0], [0.2, 0.2], [0.44, 0.68]])
    assert regression_error(x, y, start) == (4 + 9) / 4


@few
@given(seeds, st.integers(1, 4))
def test_the_gradient_is_the_numerical_one_and_zero_at_the_least_squares(seed: int, dimensions: int) -> None:
    rng = np.random.default_rng(seed)
    x, y, theta = rng.normal(size=(9, dimensions)), rng.normal(size=9), rng.normal(size=dimensions + 1)
    numerical = approx_fprime(theta, lambda at: float(regression_error(x, y, at)), 1e-7)
    np.testing.assert_allclose(regression_gradient(x, y, theta), numerical, atol=1e-5)
    np.testing.assert_allclose(regression_gradient(x, y, solve(x, y)), 0, atol=1e-12)


def test_the_error_of_a_grid_is_that_of_each_of_its_points() -> None:
    x, y = draw_line(1)
    grid = np.random.default_rng(2).normal(size=(3, 4, 2))
    surface = regression_error(x, y, grid)
    assert surface.shape == (3, 4)
    np.testing.assert_allclose(surface[1, 2], regression_error(x, y, grid[1, 2]))


@few
@given(seeds, st.integers(1, 3), st.integers(1, 5))
def test_incremental_descent_like_scikit_learn(seed: int, dimensions: int, passes: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(-1, 1, (10, dimensions)), rng.normal(size=10)
    theirs = SGDRegressor(penalty=None, learning_rate="constant", eta0=0.1, shuffle=False, max_iter=passes, tol=None)
    theirs.fit(x, y)
    path = descend(x, y, np.zeros(dimensions + 1), 0.1, draw_batches(10, 1, passes))
    np.testing.assert_allclose(path[-1], np.append(theirs.intercept_, theirs.coef_), atol=1e-9)


@few
@given(seeds)
def test_batch_descent_only_goes_down_and_arrives(seed: int) -> None:
    x, y = draw_line(seed)
    path = descend(x, y, np.array([-1.0, -1.0]), 0.9, draw_batches(40, 40, passes=200))
    assert (np.diff(regression_error(x, y, path)) <= 1e-12).all()
    np.testing.assert_allclose(path[-1], solve(x, y), atol=1e-8)


@pytest.mark.parametrize("batch_size", [1, 8, 40])
def test_each_descent_arrives_where_all_examples_agree(batch_size: int) -> None:
    x, y = draw_line(3, noise=0.0)
    batches = draw_batches(40, batch_size, passes=400, rng=np.random.default_rng(4))
    np.testing.assert_allclose(descend(x, y, np.zeros(2), 0.5, batches)[-1], [0.5, 2.0], atol=1e-8)


@pytest.mark.parametrize("batch_size", [1, 8])
@pytest.mark.parametrize("shuffled", [True, False])
def test_descents_that_see_few_examples_arrive_with_falling_rates(batch_size: int, shuffled: bool) -> None:
    x, y = draw_line(5)
    batches = draw_batches(40, batch_size, 500, np.random.default_rng(6) if shuffled else None)
    distances = {
        name: np.linalg.norm(descend(x, y, np.zeros(2), rate, batches) - solve(x, y), axis=1)
        for name, rate in {"constant": 0.3, "falling": decaying_rates(0.3, len(batches), half_life=40)}.items()
    }
    assert distances["falling"][-1] < 0.01
    assert distances["falling"][-40:].max() < distances["constant"][-40:].max()


@few
@given(st.integers(1, 30), st.integers(1, 30), st.integers(1, 4), seeds)
def test_every_pass_sees_every_example_once(count: int, batch_size: int, passes: int, seed: int) -> None:
    batch_size = min(count, batch_size)
    batches = draw_batches(count, batch_size, passes, np.random.default_rng(seed))
    per_pass = len(batches) // passes
    for start in range(0, len(batches), per_pass):
        rows = np.concatenate(batches[start : start + per_pass])
        assert sorted(rows) == list(range(count))
    assert max(map(len, batches)) == batch_size
    assert min(map(len, batches)) >= 1


def test_the_same_seed_gives_the_same_path() -> None:
    x, y = draw_line(7)
    first, second = (
        descend(x, y, np.zeros(2), 0.1, draw_batches(40, 3, 2, np.random.default_rng(8))).tobytes() for _ in range(2)
    )
    assert first == second


@pytest.mark.parametrize("batch_size", [0, 6])
def test_batches_of_no_or_too_many_examples_are_refused(batch_size: int) -> None:
    with pytest.raises(ValueError, match=f"expected a batch size from 1 to 5.*got {batch_size}"):
        draw_batches(5, batch_size, passes=1)


def test_rates_and_weights_that_do_not_fit_are_refused() -> None:
    x, y = draw_line(9)
    with pytest.raises(ValueError, match="shape"):
        descend(x, y, np.zeros(2), np.array([0.1, 0.2]), draw_batches(40, 10, passes=1))
    with pytest.raises(ValueError, match="expected 2 weights"):
        descend(x, y, np.zeros(3), 0.1, draw_batches(40, 10, passes=1))
