"""Ratios in their places: worked by hand, as scikit-learn's naive Bayes has them, and blind to a review's own label."""

import math

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.naive_bayes import MultinomialNB

from redes.features import ratios, text

REVIEWS = [["good", "film"], ["good", "good"], ["bad", "film"], ["not", "good"], ["good", "film"]]
LABELS = np.array([1, 1, 0, 0, np.nan])
NO_FOLDS = np.full(5, -1)

WORDS = st.lists(st.sampled_from(["good", "bad", "not", "film", "café\u0085"]), max_size=6)


def place(
    reviews: list[list[str]], labels: np.ndarray, folds: np.ndarray, max_ngram: int = 3, min_count: int = 1
) -> tuple[list[np.ndarray], dict[str, int]]:
    """The ratios of each review, and the phrases."""
    corpus = ratios.join_words(reviews)
    terms = list(ratios.compare_terms(corpus, labels, folds, max_ngram=max_ngram, min_count=min_count, smoothing=1.0))
    placed = np.stack([ratios.place_ratios(corpus, some, folds) for some in terms], axis=1)
    phrases = {phrase: ratio for some in terms for phrase, ratio in ratios.collect_phrases(corpus, some).items()}
    ends = np.cumsum([len(review) for review in reviews])
    return np.split(placed, ends[:-1]), phrases


def test_by_hand() -> None:
    """Of positive reviews two have "good" and one has "film"; of negative ones each of the four words is in one."""
    placed, phrases = place(REVIEWS, LABELS, NO_FOLDS)
    # Counts plus one: good 3, film 2, bad 1, not 1 of 7; against good 2, film 2, bad 2, not 2 of 8.
    good, film = (round(1000 * math.log(share)) for share in ((3 / 7) / (2 / 8), (2 / 7) / (2 / 8)))
    assert placed[0][:, 0].tolist() == [good, film]
    assert phrases["good"] == good
    # Rows of two: "good film" 2, "good good" 2, "bad film" 1, "not good" 1 of 6; against 1, 1, 2, 2 of 6.
    assert placed[0][:, 1].tolist() == [0, round(1000 * math.log(2))]
    assert placed[3][:, 1].tolist() == [0, -round(1000 * math.log(2))]
    assert placed[4].tolist() == placed[0].tolist()  # asked about only, and not counted
    assert not any(beside[:, 2].any() for beside in placed)  # no row goes from one review into the next
    assert "film good" not in phrases


def test_rare_terms_say_nothing() -> None:
    placed, phrases = place(REVIEWS, LABELS, NO_FOLDS, min_count=2)
    assert set(phrases) == {"good", "film"}
    assert placed[2][0].tolist() == [0, 0, 0]


def test_log_ratios_by_hand() -> None:
    """Two of three terms of the positive reviews are the first, and none of the negative ones: (2+1)/5 : (0+1)/4."""
    found = ratios.compute_log_ratios(np.array([2, 1]), np.array([0, 2]), smoothing=1.0)
    np.testing.assert_allclose(found, np.log([(3 / 5) / (1 / 4), (2 / 5) / (3 / 4)]))


def test_like_naive_bayes_of_scikit_learn(reviews: pd.DataFrame) -> None:
    words = [text.tokenize(review) for review in reviews["text"][::100]]
    labels = reviews["label"][::100].to_numpy()
    vectorizer = CountVectorizer(tokenizer=str.split, token_pattern=None, lowercase=False, binary=True)
    words = [[word for word in review if word.split() == [word]] for review in words]
    bayes = MultinomialNB(alpha=1.0).fit(vectorizer.fit_transform(map(" ".join, words)), labels)
    expected = dict(
        zip(vectorizer.get_feature_names_out(), bayes.feature_log_prob_[1] - bayes.feature_log_prob_[0], strict=True)
    )
    placed, _ = place(words, labels.astype(float), np.full(len(words), -1), max_ngram=1)
    for review, beside in zip(words, placed, strict=True):
        np.testing.assert_allclose(beside[:, 0] * ratios.UNIT, [expected[word] for word in review], atol=5.1e-4)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, st.integers(0, 1), st.integers(0, 2)), min_size=2, max_size=12), st.data())
def test_a_review_does_not_see_labels_of_its_own_fold(
    drawn: list[tuple[list[str], int, int]], data: st.DataObject
) -> None:
    reviews, labels, folds = ([row[i] for row in drawn] for i in range(3))
    flipped = data.draw(st.integers(0, len(drawn) - 1))
    others = [label if fold != folds[flipped] else 1 - label for label, fold in zip(labels, folds, strict=True)]
    before, _ = place(reviews, np.array(labels, float), np.array(folds))
    after, _ = place(reviews, np.array(others, float), np.array(folds))
    np.testing.assert_array_equal(before[flipped], after[flipped])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(WORDS, st.sampled_from([0.0, 0.3, 1.0, math.nan])), min_size=1, max_size=12), st.integers(1, 3)
)
def test_a_new_review_is_given_the_same(drawn: list[tuple[list[str], float]], max_ngram: int) -> None:
    """What is looked up in the phrases is what was placed at once."""
    reviews, labels = [row[0] for row in drawn], np.array([row[1] for row in drawn])
    placed, phrases = place(reviews, labels, np.full(len(drawn), -1), max_ngram=max_ngram)
    again = ratios.phrases_from_arrays(ratios.phrases_as_arrays(phrases))
    assert again == phrases
    for review, beside in zip(reviews, placed, strict=True):
        np.testing.assert_array_equal(ratios.look_up(again, review, max_ngram), beside)


def test_a_film_is_in_one_fold() -> None:
    films = np.array([7, 7, 3, 4, 3, 9, 7, 1, 1, 0])
    folds = ratios.draw_folds(films, 3, seed=3)
    by_film = {int(film): set(folds[films == film].tolist()) for film in films}
    assert all(len(of_film) == 1 for of_film in by_film.values())
    assert sorted(fold for (fold,) in by_film.values()) == [0, 0, 1, 1, 2, 2]
    np.testing.assert_array_equal(folds, ratios.draw_folds(films, 3, seed=3))
    assert any((folds != ratios.draw_folds(films, 3, seed)).any() for seed in (4, 5, 6))


def test_without_a_single_word() -> None:
    placed, phrases = place([[], []], np.array([0.0, 1.0]), np.array([0, 1]))
    assert [beside.shape for beside in placed] == [(0, 3), (0, 3)]
    assert phrases == {}
