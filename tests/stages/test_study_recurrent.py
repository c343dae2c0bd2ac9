"""The studies of recurrent networks: tasks by hand, trainings that learn, a review read as Keras reads it."""

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from redes.errors import UserError
from redes.foundations.recurrent import RecurrentParameters
from redes.stages import study_gates, study_lstm, study_recurrent

SETTINGS = {
    "units": 8,
    "delays": [0, 1],
    "compared_delay": 1,
    "max_length": 4,
    "test_length": 9,
    "batch_size": 32,
    "steps": 300,
    "learning_rate": 2e-2,
    "num_tests": 200,
    "num_seeds": 2,
    "seed": 1,
}


def test_targets_by_hand() -> None:
    bits = np.array([[1, 0, 1, 1], [0, 0, 1, 0]])
    np.testing.assert_array_equal(study_recurrent.target(bits, 0), bits)
    np.testing.assert_array_equal(study_recurrent.target(bits, 2), [[0, 0, 1, 0], [0, 0, 0, 0]])
    np.testing.assert_array_equal(study_recurrent.target(bits, study_recurrent.PARITY), [[1, 1, 0, 1], [0, 0, 1, 1]])


def test_a_network_made_by_hand_is_always_right_where_it_is_asked() -> None:
    """Unit 1 holds the bit that came, unit 2 what unit 1 held before: the answer is the last bit but one."""
    network = RecurrentParameters(
        U=np.array([[3.0], [0.0]]),
        W=np.array([[0.0, 0.0], [3.0, 0.0]]),
        V=np.array([[0.0, 1.0]]),
        b=np.zeros(2),
        c=np.zeros(1),
    )
    accuracy = study_recurrent.measure("hidden_to_hidden", 1, network, SimpleNamespace(**SETTINGS))
    assert np.isnan(accuracy[0])
    np.testing.assert_array_equal(accuracy[1:], 1)
    wrong = study_recurrent.measure("hidden_to_hidden", 0, network, SimpleNamespace(**SETTINGS))
    assert np.abs(wrong[1:] - 0.5).max() < 0.15


@pytest.mark.parametrize("design", study_recurrent.DESIGNS)
def test_every_design_learns_the_bit_that_came_last(design: str) -> None:
    params = SimpleNamespace(**SETTINGS)
    network = study_recurrent.train(design, 0, params, np.random.default_rng(1))
    assert study_recurrent.measure(design, 0, network, params).min() > 0.95


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"compared_delay": 3}, r"compared_delay: 3 is none of the delays \[0, 1\]"),
        ({"delays": [1, 4]}, r"expected every delay below max_length"),
        ({"test_length": 3}, r"expected every delay below max_length"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(UserError, match=message):
        study_recurrent.check(SimpleNamespace(**SETTINGS | changed))


def test_sequences_begin_with_what_is_to_be_remembered() -> None:
    x, first = study_lstm.draw_sequences(50, 3, np.random.default_rng(1))
    symbols = x.argmax(axis=-1)
    assert x.shape == (50, 4, study_lstm.SYMBOLS)
    np.testing.assert_array_equal(x.sum(axis=-1), 1)
    np.testing.assert_array_equal(symbols[:, :1], first)
    assert set(first.ravel()) == {0, 1}
    assert set(symbols[:, 1:].ravel()) == {2, 3}


@pytest.mark.parametrize("remember", [study_lstm.remember_plainly, study_lstm.remember_with_lstm])
def test_what_was_just_seen_is_remembered(remember: object) -> None:
    params = SimpleNamespace(**SETTINGS)
    assert remember(1.0, 2, params, np.random.default_rng(1)) > 0.95  # type: ignore[operator]


@pytest.mark.parametrize(("lengths", "wanted", "chosen"), [([31, 12, 41, 41], 40, 2), ([31, 12], 40, 0), ([9], 1, 0)])
def test_the_review_nearest_in_length_is_chosen(lengths: list[int], wanted: int, chosen: int) -> None:
    assert study_gates.choose([np.ones(length, dtype=np.int32) for length in lengths], wanted) == chosen


@pytest.mark.parametrize(("kernel_size", "pool_size"), [(5, 4), (4, 3), (1, 1)])
@pytest.mark.usefixtures("tensorflow_settings")
def test_a_review_is_read_as_keras_reads_it(kernel_size: int, pool_size: int, tmp_path: Path) -> None:
    from redes.models.imdb import build_recurrent

    rng = np.random.default_rng(1)
    vectors = rng.normal(0, 1, (30, 6)).astype(np.float32)
    model = build_recurrent(
        "lstm", vectors, filters=7, kernel_size=kernel_size, pool_size=pool_size, units=5, dropout=0.3
    )
    model.set_weights([rng.normal(0, 0.5, weight.shape) for weight in model.weights])
    model.save(tmp_path / "imdb_lstm.keras")
    words = rng.integers(0, 30, 33)

    reading = study_gates.read(words, study_gates.read_weights(tmp_path / "imdb_lstm.keras"), pool_size)

    assert reading.probability == pytest.approx(float(model.predict_on_batch(words[np.newaxis])[0, 0]), abs=1e-5)
    assert reading.forward.f.shape == (33 // pool_size, 5)
