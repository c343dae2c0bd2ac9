"""What each word of a review, and each row of words that ends there, says for or against, as naive Bayes has it.

The bag of words weighs the logarithm of a ratio: how much more often a term stands in positive than in negative
reviews. Here that ratio is put in its place, so that a network which reads word by word finds it beside the vector.

A review must not find ratios that its own label went into: a row of words that no other review has would give the
answer away, and a network would learn to trust rare rows as no new review deserves it. So the labelled reviews are cut
into folds, and each is given the ratios of all folds but its own. The reviews of a film are in one fold, since a new
review is of a film that none of the others told about.

Sources: Wang and Manning 2012, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*, for the
ratios; Wolpert 1992, *Stacked Generalization*, for the folds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from redes.features.text import join_lines, split_lines

#: Ratios are kept as integers, in thousandths of a nat: the same on every machine.
UNIT = 1e-3


class Corpus(NamedTuple):
    """Reviews, one after the other.

    Attributes:
        vocabulary: each word once.
        words: of all reviews, as numbers of the vocabulary, ``int64 (words,)``.
        review: to which of them each word belongs, ``int64 (words,)``.
        place: of each word in its review, from 0, ``int64 (words,)``.
    """

    vocabulary: list[str]
    words: np.ndarray
    review: np.ndarray
    place: np.ndarray


class Terms(NamedTuple):
    """Rows of so many words.

    Attributes:
        length: of a row.
        ends: which word of the corpus ends a row, ``int64 (rows,)``, rising.
        number: of the term that ends there, ``int64 (rows,)``; equal rows have equal numbers, from 0.
        ratios: of each term, without each fold and, at last, of all of them, ``int16 (folds + 1, terms)``; 0 where
            fewer than ``min_count`` reviews have the term.
    """

    length: int
    ends: np.ndarray
    number: np.ndarray
    ratios: np.ndarray


def compute_log_ratios(positive: np.ndarray, negative: np.ndarray, smoothing: float) -> np.ndarray:
    """Compare the share that each term has of what positive and of what negative reviews hold.

    Args:
        positive: positive reviews that have each term, ``(terms,)``.
        negative: negative ones, ``(terms,)``.
        smoothing: added to each count.

    Returns:
        The logarithm of the ratio, float64 ``(terms,)``, in nats; above 0 where a term speaks for a positive review.

    >>> compute_log_ratios(np.array([1, 0]), np.array([0, 1]), 1.0).round(3).tolist()
    [0.693, -0.693]
    """
    shares = [(smoothing + count) / (smoothing + count).sum() for count in (positive, negative)]
    return np.log(shares[0] / shares[1])


def draw_folds(films: np.ndarray, num_folds: int, seed: int) -> np.ndarray:
    """Draw a fold for each film, with as many films, or one more, in each of them.

    Args:
        films: of the reviews, integers ``(reviews,)``.
        num_folds: how many.
        seed: of the choice.

    Returns:
        The folds of the reviews, ``int64 (reviews,)`` in [0, num_folds).
    """
    numbers, place = np.unique(films, return_inverse=True)
    return (np.random.default_rng(seed).permutation(len(numbers)) % num_folds)[place]


def join_words(reviews: Iterable[Sequence[str]]) -> Corpus:
    """Number the words of tokenized reviews, and lay them end to end."""
    vocabulary: dict[str, int] = {}
    numbered = [np.array([vocabulary.setdefault(word, len(vocabulary)) for word in review], int) for review in reviews]
    lengths = np.array([len(review) for review in numbered], dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    return Corpus(
        list(vocabulary),
        np.concatenate(numbered),
        np.repeat(np.arange(len(lengths)), lengths),
        np.arange(lengths.sum()) - np.repeat(starts, lengths),
    )


def compare_terms(
    corpus: Corpus, labels: np.ndarray, folds: np.ndarray, *, max_ngram: int, min_count: int, smoothing: float
) -> Iterator[Terms]:
    """Compare the positive with the negative reviews, for words and rows of words.

    Args:
        corpus: the reviews.
        labels: 0 or 1, or a probability of "positive", float64 ``(reviews,)``; not a number: not counted.
        folds: of each review, ``int64 (reviews,)``; -1: of none, so it is counted for all of them.
        max_ngram: words in a row that make a term, at most.
        min_count: terms that fewer reviews have say nothing.
        smoothing: added to each count.

    Yields:
        The terms of one word, of two, and so on.
    """
    ends, number = np.arange(len(corpus.words)), corpus.words
    for length in range(1, max_ngram + 1):
        if length > 1:
            before = number
            number = np.full(len(corpus.words), -1)
            number[ends] = before
            ends = np.flatnonzero(corpus.place >= length - 1)
            keys = number[ends - 1] * (1 + corpus.words.max(initial=0)) + corpus.words[ends]
            number = np.unique(keys, return_inverse=True)[1]
        yield Terms(
            length, ends, number, _compute_ratios(corpus.review[ends], number, labels, folds, min_count, smoothing)
        )


def place_ratios(corpus: Corpus, terms: Terms, folds: np.ndarray) -> np.ndarray:
    """Put ratios where their terms end.

    Args:
        corpus: the reviews.
        terms: of one length, as ``compare_terms`` yields them.
        folds: as given to it.

    Returns:
        In units of ``UNIT``, ``int16 (words,)``; 0 where no term of this length ends.
    """
    placed = np.zeros(len(corpus.words), dtype=np.int16)
    # The last row is that of all folds, where -1 points to.
    placed[terms.ends] = terms.ratios[folds[corpus.review[terms.ends]], terms.number]
    return placed


def collect_phrases(corpus: Corpus, terms: Terms) -> dict[str, int]:
    """Collect the terms that say something, as text.

    Args:
        corpus: the reviews.
        terms: of one length, as ``compare_terms`` yields them.

    Returns:
        Ratios without any fold left out, in units of ``UNIT``, by term: its words joined by single spaces.
    """
    first = np.unique(terms.number, return_index=True)[1]
    told = np.flatnonzero(terms.ratios[-1])
    rows = corpus.words[terms.ends[first[told], np.newaxis] + np.arange(1 - terms.length, 1)]
    texts = [" ".join([corpus.vocabulary[word] for word in row]) for row in rows.tolist()]
    return dict(zip(texts, terms.ratios[-1, told].tolist(), strict=True))


def phrases_as_arrays(phrases: Mapping[str, int]) -> dict[str, np.ndarray]:
    """What a file keeps of phrases; no Python objects."""
    return {"terms": join_lines(list(phrases)), "ratios": np.array(list(phrases.values()), dtype=np.int16)}


def phrases_from_arrays(arrays: Mapping[str, np.ndarray]) -> dict[str, int]:
    """Undo ``phrases_as_arrays``."""
    return dict(zip(split_lines(arrays["terms"]), arrays["ratios"].tolist(), strict=True))


def look_up(phrases: Mapping[str, int], words: Sequence[str], max_ngram: int) -> np.ndarray:
    """Put the ratios of known terms where they end in a new review.

    Args:
        phrases: what ``collect_phrases`` returns.
        words: of the review.
        max_ngram: as given to ``compare_terms``.

    Returns:
        ``int16 (len(words), max_ngram)``, as ``place_ratios`` gives it.

    >>> look_up({"good": 900, "not good": -1500}, ["not", "good"], 2).tolist()
    [[0, 0], [900, -1500]]
    """
    placed = np.zeros((len(words), max_ngram), dtype=np.int16)
    for length in range(1, max_ngram + 1):
        for end in range(length, len(words) + 1):
            placed[end - 1, length - 1] = phrases.get(" ".join(words[end - length : end]), 0)
    return placed


def leave_row_for_start(placed: np.ndarray) -> np.ndarray:
    """Put a row of zeros first, for the mark with which ``text.encode`` begins a review: it speaks for nothing.

    Args:
        placed: ratios of the words of one review, ``int16 (words, columns)``.

    Returns:
        A row for each id of the review, ``int16 (1 + words, columns)``.

    >>> leave_row_for_start(np.array([[900, -1500]])).tolist()
    [[0, 0], [900, -1500]]
    """
    return np.pad(placed, ((1, 0), (0, 0)))


def _compute_ratios(
    review: np.ndarray, number: np.ndarray, labels: np.ndarray, folds: np.ndarray, min_count: int, smoothing: float
) -> np.ndarray:
    """``Terms.ratios`` of the terms of this ``number`` that end in this ``review``."""
    num_terms, num_folds = number.max(initial=-1) + 1, folds.max(initial=-1) + 1
    counted = ~np.isnan(labels[review])
    # A review that has a term several times counts once.
    review, number = np.divmod(np.unique(review[counted] * num_terms + number[counted]), max(num_terms, 1))
    label, fold = labels[review], folds[review]

    def count(chosen: np.ndarray | slice) -> np.ndarray:
        return np.stack([np.bincount(number[chosen], weights[chosen], num_terms) for weights in (1 - label, label)])

    total = count(slice(None))
    ratios = np.zeros((num_folds + 1, num_terms), dtype=np.int16)
    for row in range(num_folds + 1):
        # No review is in the fold of the last row: it leaves none out.
        negative, positive = total - count(fold == row)
        known = negative + positive >= min_count
        ratios[row, known] = np.rint(compute_log_ratios(positive[known], negative[known], smoothing) / UNIT)
    return ratios
