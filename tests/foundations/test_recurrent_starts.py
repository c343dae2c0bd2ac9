"""Where recurrent networks start is what Keras' defaults say."""

import numpy as np
import pytest

from redes.foundations.initialization import glorot_limit
from redes.foundations.recurrent import run_hidden_to_hidden, run_output_to_hidden
from redes.foundations.recurrent_starts import draw_lstm, draw_recurrent, orthogonal


@pytest.mark.parametrize("size", [1, 2, 9])
def test_nothing_is_stretched(size: int) -> None:
    matrix = orthogonal(size, np.random.default_rng(size))
    np.testing.assert_allclose(matrix.T @ matrix, np.eye(size), atol=1e-12)


def test_no_turn_is_preferred() -> None:
    """Both signs of one entry are as frequent; QR alone, with its signs, would not give that."""
    rng = np.random.default_rng(1)
    draws = np.array([orthogonal(3, rng)[0, 0] for _ in range(500)])
    assert abs((draws > 0).mean() - 0.5) < 0.1


def test_a_plain_network() -> None:
    rng = np.random.default_rng(1)
    network = draw_recurrent(3, 5, 2, rng, gain=2.0)
    np.testing.assert_allclose(network.W @ network.W.T, 4 * np.eye(5), atol=1e-12)
    assert np.abs(network.U).max() <= glorot_limit(3, 5)
    assert not network.b.any()
    assert not network.c.any()
    x = rng.normal(0, 1, (4, 3))
    assert run_hidden_to_hidden(x, network).o.shape == (4, 2)
    assert run_output_to_hidden(x, draw_recurrent(3, 5, 2, rng, from_output=True)).o.shape == (4, 2)


def test_an_lstm() -> None:
    cell = draw_lstm(3, 5, np.random.default_rng(1), forget_bias=4)
    np.testing.assert_array_equal(cell.b_f, np.full(5, 4.0))
    assert not np.concatenate([cell.b_i, cell.b_C, cell.b_o]).any()
    for W in (cell.W_f, cell.W_i, cell.W_C, cell.W_o):
        np.testing.assert_allclose(W[:, :5].T @ W[:, :5], np.eye(5), atol=1e-12)
        assert np.abs(W[:, 5:]).max() <= glorot_limit(3, 5)
