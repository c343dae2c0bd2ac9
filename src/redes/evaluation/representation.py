"""How alike words are in a representation: with a unit for each word, and as patterns over many units (T01)."""

from collections.abc import Sequence

import numpy as np


def cosine_matrix(vectors: np.ndarray) -> np.ndarray:
    """Compare every vector with every other.

    Args:
        vectors: floats ``(n, components)``, none of them zero.

    Returns:
        float64 ``(n, n)`` in [-1, 1].

    >>> cosine_matrix(np.array([[1, 0], [0, 2], [3, 3]])).round(3).tolist()
    [[1.0, 0.0, 0.707], [0.0, 1.0, 0.707], [0.707, 0.707, 1.0]]
    """
    units = vectors / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return units @ units.T


def split_cosines(cosines: np.ndarray, pairs: Sequence[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    """Separate the cosines of related words from those of all other distinct words.

    Args:
        cosines: floats ``(n, n)``, symmetric.
        pairs: rows of the words that are related.

    Returns:
        The cosines of the pairs, ``(len(pairs),)``, and of all other distinct pairs.

    >>> split_cosines(np.array([[1, 0.7, 0.1], [0.7, 1, 0.2], [0.1, 0.2, 1]]), [(0, 1)])
    (array([0.7]), array([0.1, 0.2]))
    """
    related = np.zeros(cosines.shape, dtype=bool)
    related[tuple(np.sort(np.array(pairs, int).reshape(-1, 2), axis=1).T)] = True
    distinct = np.triu(np.ones(cosines.shape, dtype=bool), k=1)
    return cosines[distinct & related], cosines[distinct & ~related]
