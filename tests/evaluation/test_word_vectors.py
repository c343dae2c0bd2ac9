"""Evaluation of word vectors, on vectors small enough to see the answer."""

import numpy as np
import pytest
from gensim.models import KeyedVectors

from redes.evaluation.word_vectors import (
    compute_rank,
    compute_similarity,
    evaluate_analogies,
    evaluate_similarities,
    list_neighbours,
)


@pytest.fixture
def royalty() -> KeyedVectors:
    """A plane in which one axis is royalty and the other is gender: the analogy holds exactly."""
    vectors = KeyedVectors(2)
    words = {
        "king": (1, 1),
        "queen": (1, -1),
        "man": (0.1, 1),
        "woman": (0.1, -1),
        "boy": (0, 1),
        "girl": (0, -1),
    }
    vectors.add_vectors(list(words), np.array(list(words.values()), dtype=np.float32))
    return vectors


def test_queen_is_first_where_the_analogy_holds(royalty: KeyedVectors) -> None:
    assert compute_rank(royalty, ["king", "woman"], ["man"], "queen") == 1
    assert compute_rank(royalty, ["king", "woman"], ["man"], "boy") == 3


def test_a_cosine_worked_by_hand(royalty: KeyedVectors) -> None:
    assert compute_similarity(royalty, "king", "boy") == pytest.approx(1 / np.sqrt(2), abs=1e-6)


def test_words_without_a_vector_give_none_not_a_number(royalty: KeyedVectors) -> None:
    assert compute_similarity(royalty, "king", "emperor") is None
    assert compute_rank(royalty, ["king", "woman"], ["man"], "empress") is None
    assert list(list_neighbours(royalty, ["king", "emperor"], 2)) == ["king"]
    assert evaluate_similarities(royalty, "wordsim353.tsv") == {"spearman": None, "unknown_percent": 100.0}


def test_analogies_count_what_could_be_asked(royalty: KeyedVectors) -> None:
    scores = evaluate_analogies(royalty, restrict_vocab=10)
    family = scores["sections"]["family"]
    assert family["total"] == scores["total"] > 0
    assert 0 < family["correct"] <= family["total"]
    assert scores["accuracy"] == pytest.approx(family["correct"] / family["total"], abs=1e-6)
