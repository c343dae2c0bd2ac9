"""Sequences of different length as batches: cut to a maximum, padded in front, grouped by length."""

from collections.abc import Iterator, Sequence

import numpy as np

from redes.features.text import PADDING

#: Lengths are rounded up to a multiple of this, so that a review is padded alike in every batch it may be in.
BUCKET_WIDTH = 32


def truncate(sequence: np.ndarray, max_length: int, head_share: float) -> np.ndarray:
    """Keep the beginning and the end of a long review; verdicts stand at the end more often than in the middle.

    Args:
        sequence: ``int32 (length, ...)``.
        max_length: items to keep.
        head_share: share of them taken from the beginning, [0, 1]; the rest is taken from the end.

    Returns:
        ``int32 (min(length, max_length), ...)``.

    >>> truncate(np.arange(10), max_length=4, head_share=0.25).tolist()
    [0, 7, 8, 9]
    """
    if len(sequence) <= max_length:
        return sequence
    head = round(max_length * head_share)
    return np.concatenate([sequence[:head], sequence[len(sequence) - (max_length - head) :]])


def pad(sequences: Sequence[np.ndarray], length: int) -> np.ndarray:
    """Stack sequences of at most ``length`` items, padded with ``PADDING`` in front.

    Args:
        sequences: at least one, ``int32 (at most length, ...)``.
        length: of all of them, after.

    Returns:
        ``int32 (n, length, ...)``.
    """
    padded = np.full((len(sequences), length, *sequences[0].shape[1:]), PADDING, dtype=np.int32)
    for row, sequence in zip(padded, sequences, strict=True):
        row[length - len(sequence) :] = sequence
    return padded


class LengthBuckets:
    """Sequences in batches of one length each, so that hardly any time goes into padding.

    Each sequence is padded to its own length rounded up to a multiple of ``BUCKET_WIDTH``, whatever batch it is in:
    what a model says about a review does not depend on the other reviews.
    """

    def __init__(self, sequences: Sequence[np.ndarray], batch_size: int) -> None:
        """Sort sequences into buckets.

        Args:
            sequences: ``int32 (length, ...)``, each of at least one item.
            batch_size: examples per batch; the last one of a bucket may be smaller.
        """
        self.sequences, self.batch_size = sequences, batch_size
        lengths = np.array([len(sequence) for sequence in sequences], dtype=np.int64)
        self.lengths = -(-lengths // BUCKET_WIDTH) * BUCKET_WIDTH

    @property
    def num_batches(self) -> int:
        """Batches in one pass."""
        return sum(-(-int(count) // self.batch_size) for count in np.unique(self.lengths, return_counts=True)[1])

    def batches(self, rng: np.random.Generator | None = None) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Go through all sequences once.

        Args:
            rng: shuffles the examples and the batches; None: in order, for prediction.

        Yields:
            Indices of the examples, ``int64 (batch,)``, and the sequences, ``int32 (batch, length, ...)``.
        """
        count = len(self.sequences)
        order = np.arange(count) if rng is None else rng.permutation(count)
        batches = []
        for length in np.unique(self.lengths):
            members = order[self.lengths[order] == length]
            starts = range(0, len(members), self.batch_size)
            batches += [(int(length), members[start : start + self.batch_size]) for start in starts]
        for i in range(len(batches)) if rng is None else rng.permutation(len(batches)):
            length, indices = batches[i]
            yield indices, pad([self.sequences[index] for index in indices], length)


def cut_into_buckets(
    sequences: Sequence[np.ndarray], *, max_length: int, head_share: float, batch_size: int
) -> LengthBuckets:
    """Shorten sequences as ``truncate`` does, and sort them into buckets."""
    return LengthBuckets([truncate(sequence, max_length, head_share) for sequence in sequences], batch_size)
