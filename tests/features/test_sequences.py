"""Cutting, padding and batching sequences."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redes.features.sequences import BUCKET_WIDTH, LengthBuckets, pad, truncate

sequences = st.lists(
    st.integers(1, 200).map(lambda length: np.arange(1, length + 1, dtype=np.int32)), min_size=1, max_size=30
)


@pytest.mark.parametrize(
    ("max_length", "head_share", "expected"),
    [(10, 0.25, list(range(10))), (4, 0.25, [0, 7, 8, 9]), (4, 0.0, [6, 7, 8, 9]), (4, 1.0, [0, 1, 2, 3])],
)
def test_truncation_worked_by_hand(max_length: int, head_share: float, expected: list[int]) -> None:
    assert truncate(np.arange(10), max_length, head_share).tolist() == expected


def test_padding_stands_in_front_as_in_keras() -> None:
    import keras

    ragged = [np.array([1, 2, 3]), np.array([4])]
    np.testing.assert_array_equal(pad(ragged, 4), keras.utils.pad_sequences(ragged, maxlen=4))


@given(sequences, st.integers(1, 7), st.one_of(st.none(), st.integers(0, 5)))
def test_every_sequence_is_met_once_whole_and_padded_alike(
    parts: list[np.ndarray], batch_size: int, seed: int | None
) -> None:
    buckets = LengthBuckets(parts, batch_size)
    batches = list(buckets.batches(None if seed is None else np.random.default_rng(seed)))
    assert len(batches) == buckets.num_batches
    assert sorted(int(i) for indices, _ in batches for i in indices) == list(range(len(parts)))
    for indices, numbers in batches:
        assert len(indices) <= batch_size
        for index, row in zip(indices, numbers, strict=True):
            assert row[row > 0].tolist() == parts[index].tolist()
            assert len(row) % BUCKET_WIDTH == 0
            assert len(row) - len(parts[index]) < BUCKET_WIDTH
