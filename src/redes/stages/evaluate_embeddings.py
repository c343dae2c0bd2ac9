"""Ask word vectors what they know: the slides' examples, analogies, and people's judgements of similarity."""

import argparse
from pathlib import Path
from typing import Any

from redes import tracking
from redes.evaluation.word_vectors import (
    compute_rank,
    compute_similarity,
    evaluate_analogies,
    evaluate_similarities,
    list_neighbours,
)
from redes.features.word_vectors import read_vectors
from redes.files import write_json
from redes.params import read_params
from redes.stages import run_stage

CORPORA = ("training", "labelled")
PROBES = ["man", "woman", "king", "queen", "good", "bad", "film", "actor", "funny", "paris"]


def main() -> None:
    """Evaluate the vectors of one corpus and write the numbers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", choices=CORPORA)
    corpus = parser.parse_args().corpus
    metrics = ask_words(read_vectors(Path(f"data/vectors/{corpus}.bin")))
    write_json(Path(f"reports/metrics/evaluate_embeddings_{corpus}.json"), metrics)
    tracking.attach(f"evaluate_embeddings@{corpus}")
    print(f"similarity(man, woman) = {metrics['similarity_man_woman']}, rank of queen: {metrics['rank_of_queen']}")


def ask_words(vectors: Any) -> dict[str, Any]:
    """Ask word vectors, gensim ``KeyedVectors``, as the section evaluate_embeddings of params.yaml says."""
    params = read_params("evaluate_embeddings")
    return {
        "vocabulary": len(vectors),
        "vector_size": vectors.vector_size,
        "similarity_man_woman": compute_similarity(vectors, "man", "woman"),
        "rank_of_queen": compute_rank(vectors, ["king", "woman"], ["man"], "queen"),
        "analogies": evaluate_analogies(vectors, params.restrict_vocab),
        "wordsim353": evaluate_similarities(vectors, "wordsim353.tsv"),
        "simlex999": evaluate_similarities(vectors, "simlex999.txt"),
        "neighbours": list_neighbours(vectors, PROBES, params.num_neighbours),
    }


if __name__ == "__main__":
    run_stage(main)
