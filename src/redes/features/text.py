"""Reviews as words, and words as integers, in the convention of ``keras.datasets.imdb``."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

import numpy as np

#: Ids with a meaning of their own; words follow from FIRST_WORD, the most frequent first. 3 is unused, as in Keras.
PADDING, START, UNKNOWN, FIRST_WORD = 0, 1, 2, 4

_WORDS_AND_MARKS = re.compile(r"\w+(?:'\w+)*|[^\w\s]")
_SEPARATORS = str.maketrans(dict.fromkeys('!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n', " "))


def tokenize(text: str) -> list[str]:
    """Split a review into lower-case words, as the tokenizer did that made Keras' word index.

    Args:
        text: a review; its ``<br />`` marks become the word ``br``, which is number 7 of that index.

    Returns:
        The words, apostrophes kept.

    >>> tokenize("It's GREAT, isn't it?<br />Yes!")
    ["it's", 'great', "isn't", 'it', 'br', 'yes']
    """
    return [word for word in text.lower().translate(_SEPARATORS).split(" ") if word]


def tokenize_with_punctuation(text: str) -> list[str]:
    """Split a review into lower-case words and single punctuation marks; ``<br />`` marks are left out.

    >>> tokenize_with_punctuation("Isn't it GREAT?!<br />Yes...")
    ["isn't", 'it', 'great', '?', '!', 'yes', '.', '.', '.']
    """
    return _WORDS_AND_MARKS.findall(text.lower().replace("<br />", " "))


def count_words(reviews: Iterable[Sequence[str]]) -> list[tuple[str, int]]:
    """Count the words of tokenized reviews.

    Args:
        reviews: tokenized reviews.

    Returns:
        Words with their counts, the most frequent first, equals in alphabetical order.
    """
    counts: Counter[str] = Counter()
    for words in reviews:
        counts.update(words)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def number_words(ranked: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Give each word its id: its rank, counted from ``FIRST_WORD``.

    Args:
        ranked: what ``count_words`` returns.

    Returns:
        Word to id.
    """
    return {word: number for number, (word, _) in enumerate(ranked, start=FIRST_WORD)}


def encode(words: Sequence[str], ids: dict[str, int], num_words: int, skip_top: int) -> np.ndarray:
    """Turn a review into integers exactly as ``keras.datasets.imdb.load_data`` does.

    Args:
        words: a tokenized review.
        ids: word to id, from ``number_words``.
        num_words: ids from this one on become ``UNKNOWN``.
        skip_top: ids below this one become ``UNKNOWN``, the mark of the start included (Keras does the same).

    Returns:
        ``int32 (1 + len(words),)``, with ``START`` in front.

    >>> encode(["the", "zyx", "film"], {"the": 4, "film": 22}, num_words=30, skip_top=0).tolist()
    [1, 4, 2, 22]
    """
    numbers = np.fromiter((ids.get(word, UNKNOWN) for word in words), dtype=np.int32, count=len(words))
    numbers = np.concatenate([np.array([START], dtype=np.int32), numbers])
    return np.where((numbers >= skip_top) & (numbers < num_words), numbers, np.int32(UNKNOWN))


def join_sequences(sequences: Sequence[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Lay sequences of different length end to end.

    Args:
        sequences: ``int32`` arrays.

    Returns:
        All numbers in a row, ``int32``, and where each sequence begins and the last ends, ``int64 (n + 1,)``.
    """
    offsets = np.concatenate([[0], np.cumsum([len(sequence) for sequence in sequences])]).astype(np.int64)
    return np.concatenate([*sequences, np.empty(0, dtype=np.int32)]), offsets


def split_sequences(numbers: np.ndarray, offsets: np.ndarray) -> list[np.ndarray]:
    """Undo ``join_sequences``."""
    return [numbers[start:end] for start, end in pairwise(offsets)]


def join_lines(lines: Sequence[str]) -> np.ndarray:
    """Lay texts without line breaks end to end as a file of arrays keeps them: UTF-8, ``uint8``, a line each."""
    return np.frombuffer("\n".join(lines).encode(), dtype=np.uint8)


def split_lines(array: np.ndarray) -> list[str]:
    """Undo ``join_lines``."""
    return array.tobytes().decode().split("\n") if len(array) else []
