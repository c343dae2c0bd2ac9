"""What the figures draw in tests: real digits, reviews and words, small."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from redes.features.digits import Split
from redes.features.text import tokenize


@pytest.fixture(scope="session")
def answers(digits: Split) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities, ``(n, 10)``, and labels of real digits: the nearer a class's mean digit, the likelier."""
    flat = digits.images.reshape(len(digits.images), -1) / 255
    means = np.array([flat[digits.labels == digit].mean(axis=0) for digit in range(10)])
    scores = flat @ means.T - (means**2).sum(axis=1) / 2
    odds = np.exp(scores - scores.max(axis=1, keepdims=True))
    return odds / odds.sum(axis=1, keepdims=True), digits.labels


@pytest.fixture(scope="session")
def words(reviews: pd.DataFrame) -> list[list[str]]:
    """3,000 real reviews as words."""
    return [tokenize(text) for text in reviews["text"][::8][:3000]]


@pytest.fixture(scope="session")
def vectors(words: list[list[str]]) -> Any:
    """Word vectors of these reviews."""
    from gensim.models import Word2Vec

    return Word2Vec(words, vector_size=20, sg=1, epochs=2, min_count=3, seed=1, workers=1).wv
