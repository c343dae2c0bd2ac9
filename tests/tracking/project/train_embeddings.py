"""Word vectors of real reviews."""

import sys
from pathlib import Path

import numpy as np
from gensim.models import KeyedVectors, Word2Vec
from ruamel.yaml import YAML

from redes import tracking


def path(corpus: str) -> Path:
    return Path(f"data/vectors/{corpus}.bin")


def read_example(corpus: str) -> tuple[np.ndarray, np.ndarray]:
    vectors = KeyedVectors.load_word2vec_format(path(corpus), binary=True)
    return np.array(vectors.index_to_key[:2]), vectors.vectors[:2]


def main(corpus: str) -> None:
    params = YAML(typ="safe").load(Path("params.yaml"))["train_embeddings"]
    with tracking.training_run(f"train_embeddings@{corpus}") as run:
        lines = Path(f"data/prepared/imdb/{corpus}.txt").read_text(encoding="utf-8").splitlines()
        reviews = [line.split() for line in lines]
        vectors = Word2Vec(reviews, workers=1, min_count=5, **params).wv
        path(corpus).parent.mkdir(parents=True, exist_ok=True)
        vectors.save_word2vec_format(path(corpus), binary=True)
        run.log_result({}, *read_example(corpus))


if __name__ == "__main__":
    main(sys.argv[1])
