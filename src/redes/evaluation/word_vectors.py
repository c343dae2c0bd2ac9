"""Numbers that say what word vectors know, on the sets of questions that gensim ships."""

import math
from pathlib import Path
from typing import Any


def compute_similarity(vectors: Any, first: str, second: str) -> float | None:
    """Cosine of two words' vectors, [-1, 1]; None where one of them has no vector."""
    if first not in vectors or second not in vectors:
        return None
    return _rounded(vectors.similarity(first, second))


def compute_rank(vectors: Any, positive: list[str], negative: list[str], answer: str) -> int | None:
    """Rank of the right answer to an analogy, 1 is first (3CosAdd, Mikolov et al. 2013, arXiv 1301.3781).

    Args:
        vectors: gensim ``KeyedVectors``.
        positive: words that are added.
        negative: words that are taken away.
        answer: the word looked for.

    Returns:
        The rank among all words but those of the question; None where a word has no vector.
    """
    if any(word not in vectors for word in [*positive, *negative, answer]):
        return None
    ranking = vectors.most_similar(positive=positive, negative=negative, topn=len(vectors))
    return next(rank for rank, (word, _) in enumerate(ranking, start=1) if word == answer)


def list_neighbours(vectors: Any, words: list[str], count: int) -> dict[str, list[list[Any]]]:
    """The nearest words to each word that has a vector, with their cosines."""
    return {
        word: [[near, _rounded(cosine)] for near, cosine in vectors.most_similar(word, topn=count)]
        for word in words
        if word in vectors
    }


def evaluate_analogies(vectors: Any, restrict_vocab: int) -> dict[str, Any]:
    """Answer Google's analogy questions (Mikolov et al. 2013, arXiv 1301.3781).

    Args:
        vectors: gensim ``KeyedVectors``.
        restrict_vocab: questions and answers are limited to this many most frequent words.

    Returns:
        The share of right answers and, for each section, how many were right of how many that could be asked.
    """
    from gensim.test.utils import datapath

    _, sections = vectors.evaluate_word_analogies(datapath("questions-words.txt"), restrict_vocab=restrict_vocab)
    counts = {
        section["section"].replace(" ", "-").lower(): {
            "correct": len(section["correct"]),
            "total": len(section["correct"]) + len(section["incorrect"]),
        }
        for section in sections
    }
    whole = counts.pop("total-accuracy")
    accuracy = round(whole["correct"] / whole["total"], 6) if whole["total"] else None
    return {"accuracy": accuracy, **whole, "sections": counts}


def evaluate_similarities(vectors: Any, file: str) -> dict[str, Any]:
    """Compare cosines with people's judgements of how alike two words are.

    Args:
        vectors: gensim ``KeyedVectors``.
        file: one of gensim's files, ``wordsim353.tsv`` or ``simlex999.txt``.

    Returns:
        Spearman's rank correlation, and the share of pairs left out for want of a vector, in percent.
    """
    from gensim.test.utils import datapath

    pairs = _known_pairs(vectors, datapath(file))
    if pairs < 3:
        return {"spearman": None, "unknown_percent": 100.0}
    _, spearman, unknown = vectors.evaluate_word_pairs(datapath(file))
    return {"spearman": _rounded(spearman.statistic), "unknown_percent": round(float(unknown), 3)}


def _known_pairs(vectors: Any, path: str) -> int:
    with Path(path).open(encoding="utf-8") as lines:
        pairs = [line.lower().split("\t")[:2] for line in lines if not line.startswith("#")]
    return sum(all(word in vectors for word in pair) for pair in pairs)


def _rounded(number: float) -> float | None:
    return None if math.isnan(number) else round(float(number), 6)
