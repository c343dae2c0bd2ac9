"""Words and their numbers, against Keras' own tokenizer and word index."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redes.features import text

#: The words 1 to 100 of the index that Keras publishes for its IMDB data set (imdb_word_index.json).
KERAS_TOP_100 = (
    "the and a of to is br in it i this that was as for with movie but film on not you are his have he be one all at "
    "by an they who so from like her or just about it's out has if some there what good more when very up no time she "
    "even my would which only story really see their had can were me well than we much been bad get will do also into "
    "people other first great because how him most don't made its then way make them too could any movies after"
).split()


@pytest.fixture(scope="module")
def ranked(reviews: pd.DataFrame) -> list[tuple[str, int]]:
    return text.count_words(text.tokenize(review) for review in reviews["text"])


def test_the_hundred_most_frequent_words_have_keras_ids(ranked: list[tuple[str, int]]) -> None:
    ids = text.number_words(ranked)
    assert [ids[word] - text.FIRST_WORD + 1 for word in KERAS_TOP_100] == list(range(1, 101))


def test_the_vocabulary_is_nearly_as_large_as_keras(ranked: list[tuple[str, int]]) -> None:
    assert abs(len(ranked) - 88_584) <= 10


def test_tokens_are_those_of_keras_own_tokenizer(reviews: pd.DataFrame) -> None:
    from keras.src.legacy.preprocessing.text import text_to_word_sequence

    for review in reviews["text"][::50]:
        assert text.tokenize(review) == text_to_word_sequence(review)


def test_counts_put_equals_in_alphabetical_order() -> None:
    assert text.count_words([["b", "a", "c"], ["c"]]) == [("c", 2), ("a", 1), ("b", 1)]


@pytest.mark.parametrize(
    ("num_words", "skip_top", "expected"),
    [
        (100, 0, [1, 4, 5, 6, 2]),
        (6, 0, [1, 4, 5, 2, 2]),  # 6 is not below num_words
        (100, 5, [2, 2, 5, 6, 2]),  # Keras turns the mark of the start into "unknown" too
    ],
)
def test_encoding_worked_by_hand(num_words: int, skip_top: int, expected: list[int]) -> None:
    ids = {"the": 4, "and": 5, "a": 6}
    assert text.encode(["the", "and", "a", "zyx"], ids, num_words, skip_top).tolist() == expected


@given(st.lists(st.lists(st.integers(0, 2**31 - 1), min_size=1), max_size=8))
def test_joining_sequences_can_be_undone(sequences: list[list[int]]) -> None:
    arrays = [np.array(sequence, dtype=np.int32) for sequence in sequences]
    numbers, offsets = text.join_sequences(arrays)
    assert (numbers.dtype, offsets.dtype) == (np.int32, np.int64)
    assert [part.tolist() for part in text.split_sequences(numbers, offsets)] == sequences
