"""A review as the set of its words and short rows of words, and one neuron that weighs them: no order, no vectors.

Each word gets as input the logarithm of a ratio: how much more often it stands in positive than in negative reviews,
as naive Bayes has it. The inputs of a review are divided by their length as a vector, so that a long review does not
speak louder than a short one; a logistic neuron learns how far to trust each of them.

Source: Wang and Manning 2012, *Baselines and Bigrams: Simple, Good Sentiment and Topic Classification*.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import normalize

from redes.errors import UserError
from redes.features.ratios import compute_log_ratios
from redes.features.text import join_lines, split_lines


class BagOfWords(NamedTuple):
    """A fitted model.

    Attributes:
        terms: words, and words in a row joined by single spaces, each of them once.
        ratios: the input of a review that has the term, before its inputs are divided by their length, float64
            ``(len(terms),)``, in nats.
        weights: trust in the ratio times the ratio, float64 ``(len(terms),)``: what the term adds to the sum of such a
            review, before the same division.
        bias: the sum of a review that has none of them.
    """

    terms: list[str]
    ratios: np.ndarray
    weights: np.ndarray
    bias: float

    def as_arrays(self) -> dict[str, np.ndarray]:
        """What a file keeps: the terms as UTF-8 bytes, a line each, and the numbers; no Python objects."""
        return {
            "terms": join_lines(self.terms),
            "ratios": self.ratios,
            "weights": self.weights,
            "bias": np.array(self.bias),
        }


def from_arrays(arrays: Mapping[str, np.ndarray]) -> BagOfWords:
    """Undo ``BagOfWords.as_arrays``."""
    return BagOfWords(split_lines(arrays["terms"]), arrays["ratios"], arrays["weights"], float(arrays["bias"]))


def fit(
    reviews: Sequence[str],
    labels: np.ndarray,
    *,
    max_ngram: int,
    min_count: int,
    smoothing: float,
    inverse_penalty: float,
    max_passes: int,
    seed: int,
) -> BagOfWords:
    """Find the terms of the training reviews, and fit the neuron to them.

    Args:
        reviews: tokenized, the words joined by single spaces.
        labels: 0 or 1, integers ``(n,)``, both of them present.
        max_ngram: words in a row that make a term, at most.
        min_count: terms that fewer reviews have are left out.
        smoothing: added to each count.
        inverse_penalty: weight of the errors against that of large weights, C.
        max_passes: over the reviews, after which liblinear's dual coordinate descent is stopped.
        seed: of the order of the reviews in each pass.

    Returns:
        The model; its numbers are rounded to the eighth decimal.

    Raises:
        UserError: no term is in ``min_count`` reviews.
    """
    vectorizer = _vectorizer(max_ngram, min_df=min_count)
    try:
        present = vectorizer.fit_transform(reviews)
    except ValueError as error:  # scikit-learn's word for an empty vocabulary
        raise UserError(f"no term is in {min_count} training reviews; lower train_imdb_bag.min_count") from error
    positive, negative = (np.asarray(present[labels == label].sum(axis=0))[0] for label in (1, 0))
    ratios = compute_log_ratios(positive, negative, smoothing)
    inputs = normalize(csr_matrix((ratios[present.indices], present.indices, present.indptr), present.shape))
    neuron = LogisticRegression(
        C=inverse_penalty, solver="liblinear", dual=True, max_iter=max_passes, random_state=seed
    ).fit(inputs, labels)
    return BagOfWords(
        vectorizer.get_feature_names_out().tolist(),
        np.round(ratios, 8),
        np.round(neuron.coef_[0] * ratios, 8),
        round(float(neuron.intercept_[0]), 8),
    )


def predict(model: BagOfWords, reviews: Sequence[str]) -> np.ndarray:
    """Predict the probability that a review is positive.

    Args:
        model: the fitted model.
        reviews: tokenized, the words joined by single spaces.

    Returns:
        ``float32 (n,)``.
    """
    max_ngram = max(term.count(" ") for term in model.terms) + 1
    present = _vectorizer(max_ngram, vocabulary=model.terms).transform(reviews)
    lengths = np.sqrt(present @ model.ratios**2)
    sums = np.divide(present @ model.weights, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return expit(sums + model.bias).astype(np.float32)


def _vectorizer(max_ngram: int, **settings: Any) -> CountVectorizer:
    return CountVectorizer(
        tokenizer=_split,
        token_pattern=None,
        lowercase=False,
        ngram_range=(1, max_ngram),
        binary=True,
        dtype=np.float64,
        **settings,
    )


def _split(review: str) -> list[str]:
    # Some words hold characters at which Python's own split would cut them (U+0085, U+00A0).
    return review.split(" ")
