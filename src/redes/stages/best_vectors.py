"""Train word vectors, on unlabelled reviews, too: ``python -m redes.stages.best_vectors CORPUS``."""

import sys
from pathlib import Path

from redes.stages import run_stage
from redes.stages.prepared_imdb import BEST_TOKENS, TOKENS
from redes.stages.train_embeddings import train_on_texts

#: As in ``train_embeddings``: no network that is tested reads vectors which have seen the test reviews.
CORPORA = {"training": ("train", "validation"), "labelled": ("train", "validation", "test")}


def main() -> None:
    """Train the vectors of one corpus and write them in the word2vec format."""
    corpus = sys.argv[1]
    files = [TOKENS / f"{split}.txt" for split in CORPORA[corpus]]
    train_on_texts(f"best_vectors@{corpus}", [*files, BEST_TOKENS / "unlabelled.txt"], vectors_path(corpus))


def vectors_path(corpus: str) -> Path:
    """Where the vectors of a corpus lie."""
    return Path(f"best/data/vectors/{corpus}.bin")


if __name__ == "__main__":
    run_stage(main)
