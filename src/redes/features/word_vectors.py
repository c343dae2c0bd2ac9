"""Word vectors: trained by gensim with one worker, which is what makes them the same on every run."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from redes.errors import UserError


class _Reviews:
    """The reviews of several files, as often as gensim asks for them."""

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = files

    def __iter__(self) -> Iterator[list[str]]:
        for file in self.files:
            # Some words hold characters that break a line or a word of text for Python (U+0085, U+00A0).
            with file.open(encoding="utf-8", newline="\n") as lines:
                yield from (line.removesuffix("\n").split(" ") for line in lines)


def train_vectors(
    corpus: Sequence[Path],
    *,
    vector_size: int,
    window: int,
    negative: int,
    sample: float,
    min_count: int,
    epochs: int,
    learning_rate: float,
    seed: int,
    on_epoch: Callable[[int, int], None],
) -> Any:
    """Train skip-gram vectors with negative sampling (Mikolov et al. 2013, arXiv 1310.4546).

    Args:
        corpus: text files with a review a line, words joined by single spaces.
        vector_size: components of a vector.
        window: words on either side that count as context, at most.
        negative: noise words for each pair.
        sample: words more frequent than this share are thinned out.
        min_count: rarer words get no vector.
        epochs: passes over the corpus.
        learning_rate: at the start; falls linearly to gensim's ``min_alpha``, 1e-4.
        seed: of first vectors, windows and noise words.
        on_epoch: called after each pass with its number, from 1, and the words of vocabulary so far trained on.

    Returns:
        gensim ``KeyedVectors``, the most frequent word first.

    Raises:
        UserError: no word is frequent enough.
    """
    from gensim.models import Word2Vec
    from gensim.models.callbacks import CallbackAny2Vec

    class Report(CallbackAny2Vec):
        epoch = 0

        def on_epoch_end(self, model: Any) -> None:
            self.epoch += 1
            on_epoch(self.epoch, self.epoch * model.corpus_total_words)

    try:
        model = Word2Vec(
            sentences=_Reviews(corpus),
            sg=1,
            vector_size=vector_size,
            window=window,
            negative=negative,
            sample=sample,
            min_count=min_count,
            epochs=epochs,
            alpha=learning_rate,
            seed=seed,
            workers=1,
            callbacks=[Report()],
        )
    except RuntimeError as error:  # gensim's word for an empty vocabulary
        raise UserError(f"no word occurs {min_count} times in the corpus; lower train_embeddings.min_count") from error
    return model.wv


def embedding_matrix(vectors: Any, ids: Mapping[str, int], num_words: int) -> np.ndarray:
    """Lay word vectors out by word id, for an embedding layer.

    Args:
        vectors: gensim ``KeyedVectors``.
        ids: word to id.
        num_words: rows; words with a higher id are left out.

    Returns:
        ``float32 (num_words, vector_size)``; rows without a vector are zero.
    """
    matrix = np.zeros((num_words, vectors.vector_size), dtype=np.float32)
    for word, number in ids.items():
        if number < num_words and word in vectors.key_to_index:
            matrix[number] = vectors[word]
    return matrix


def read_vectors(path: Path) -> Any:
    """Read word vectors from a file in the binary word2vec format.

    Returns:
        gensim ``KeyedVectors``, the most frequent word first.
    """
    from gensim.models import KeyedVectors

    return KeyedVectors.load_word2vec_format(path, binary=True)
