"""Cosines agree with scikit-learn's, and pairs are told from all others."""

import numpy as np
from sklearn.metrics.pairwise import cosine_similarity

from redes.evaluation.representation import cosine_matrix, split_cosines


def test_cosines_are_those_of_scikit_learn() -> None:
    vectors = np.random.default_rng(1).normal(size=(7, 5)).astype(np.float32)
    np.testing.assert_allclose(cosine_matrix(vectors), cosine_similarity(vectors.astype(np.float64)), atol=1e-12)


def test_units_of_their_own_have_nothing_in_common() -> None:
    cosines = cosine_matrix(np.eye(6))
    np.testing.assert_array_equal(cosines, np.eye(6))


def test_every_distinct_pair_is_counted_once() -> None:
    cosines = cosine_matrix(np.random.default_rng(2).normal(size=(6, 4)))
    related, others = split_cosines(cosines, [(0, 1), (3, 2)])
    assert sorted(related) == sorted([cosines[0, 1], cosines[2, 3]])
    assert len(others) == 6 * 5 / 2 - 2
    assert [len(part) for part in split_cosines(cosines[:0, :0], [])] == [0, 0]
