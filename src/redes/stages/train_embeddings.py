"""Train word vectors with gensim: on the training reviews alone, or on all labelled texts.

The sentiment model sees only the former, so that its test figure stays clean; the latter are for the study of words,
which tests no classifier. Unlabelled reviews, where they were fetched, are read by both.
"""

import argparse
from pathlib import Path

import numpy as np

from redes import tracking
from redes.features.word_vectors import read_vectors, train_vectors
from redes.files import write_with
from redes.params import read_params
from redes.stages import run_stage

TOKENS = Path("data/prepared/imdb_tokens")
CORPORA = {
    "training": ["train.txt", "validation.txt", "unlabelled.txt"],
    "labelled": ["train.txt", "validation.txt", "test.txt", "unlabelled.txt"],
}


def main() -> None:
    """Train the vectors of one corpus and write them in the word2vec format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", choices=CORPORA)
    corpus = parser.parse_args().corpus
    with tracking.training_run(f"train_embeddings@{corpus}") as run:

        def report(epoch: int, words: int) -> None:
            print(f"train_embeddings {corpus}: epoch {epoch}, {words:,} words read", flush=True)
            run.log_epoch(epoch, {"words_read": words})

        vectors = train_vectors(
            [TOKENS / name for name in CORPORA[corpus]],
            **vars(read_params("train_embeddings")),
            on_epoch=report,
        )
        write_with(_path(corpus), lambda path: vectors.save_word2vec_format(path, binary=True))
        run.log_result({"vocabulary": len(vectors)}, *read_example(corpus))


def read_example(corpus: str) -> tuple[np.ndarray, np.ndarray]:
    """The two most frequent words and their vectors, ``float32 (2, vector_size)``."""
    vectors = read_vectors(_path(corpus))
    return np.array(vectors.index_to_key[:2]), vectors.vectors[:2]


def _path(corpus: str) -> Path:
    return Path(f"data/vectors/{corpus}.bin")


if __name__ == "__main__":
    run_stage(main)
