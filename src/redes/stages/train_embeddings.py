"""Train word vectors with gensim: on the training reviews alone, or on all labelled texts.

The sentiment model sees only the former, so that its test figure stays clean; the latter are for the study of words,
which tests no classifier. Unlabelled reviews, where they were fetched, are read by both.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from redes import tracking
from redes.features.word_vectors import read_vectors, train_vectors
from redes.files import write_with
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.prepared_imdb import TOKENS

CORPORA = {
    "training": ["train.txt", "validation.txt", "unlabelled.txt"],
    "labelled": ["train.txt", "validation.txt", "test.txt", "unlabelled.txt"],
}


def main() -> None:
    """Train the vectors of one corpus and write them in the word2vec format."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", choices=CORPORA)
    corpus = parser.parse_args().corpus
    train_on_texts(f"train_embeddings@{corpus}", [TOKENS / name for name in CORPORA[corpus]], _path(corpus))


def train_on_texts(stage: str, corpus: Sequence[Path], output: Path) -> None:
    """Train word vectors as a run of MLflow.

    Args:
        stage: the address of the stage; its name is that of its parameters.
        corpus: tokenized reviews, a line each.
        output: the file to write.
    """
    with tracking.training_run(stage) as run:

        def report(epoch: int, words: int) -> None:
            print(f"{stage}: epoch {epoch}, {words:,} words read", flush=True)
            run.log_epoch(epoch, {"words_read": words})

        vectors = train_vectors(corpus, **vars(read_params(stage.partition("@")[0])), on_epoch=report)
        write_with(output, lambda path: vectors.save_word2vec_format(path, binary=True))
        run.log_result({"vocabulary": len(vectors)}, *_first_words(output))


def read_example(corpus: str) -> tuple[np.ndarray, np.ndarray]:
    """The two most frequent words and their vectors, ``float32 (2, vector_size)``."""
    return _first_words(_path(corpus))


def _first_words(file: Path) -> tuple[np.ndarray, np.ndarray]:
    vectors = read_vectors(file)
    return np.array(vectors.index_to_key[:2]), vectors.vectors[:2]


def _path(corpus: str) -> Path:
    return Path(f"data/vectors/{corpus}.bin")


if __name__ == "__main__":
    run_stage(main)
