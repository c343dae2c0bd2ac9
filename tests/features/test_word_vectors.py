"""Word vectors on real reviews: equal when trained twice, and laid out by word id."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from redes.errors import UserError
from redes.features import text
from redes.features.word_vectors import embedding_matrix, read_vectors, train_vectors
from redes.files import write_with

SETTINGS = {
    "vector_size": 12,
    "window": 3,
    "negative": 3,
    "sample": 1e-3,
    "min_count": 5,
    "epochs": 2,
    "learning_rate": 0.025,
    "seed": 1,
}


@pytest.fixture(scope="module")
def corpus(reviews: pd.DataFrame, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("corpus")
    files = []
    for number, part in enumerate((reviews["text"][:200], reviews["text"][200:400])):
        files.append(folder / f"{number}.txt")
        files[-1].write_text("".join(" ".join(text.tokenize(review)) + "\n" for review in part), encoding="utf-8")
    return files


def test_twice_the_same(corpus: list[Path]) -> None:
    epochs: list[int] = []
    first = train_vectors(corpus, **SETTINGS, on_epoch=lambda epoch, words: epochs.append(epoch))
    again = train_vectors(corpus, **SETTINGS, on_epoch=lambda epoch, words: None)
    assert first.index_to_key == again.index_to_key
    np.testing.assert_array_equal(first.vectors, again.vectors)
    assert epochs == [1, 2]


def test_a_word_with_an_odd_space_inside_stays_one_word(tmp_path: Path) -> None:
    corpus = tmp_path / "odd.txt"
    corpus.write_text("caf\u0085e film\u00a0noir film\n" * 10, encoding="utf-8", newline="\n")
    vectors = train_vectors([corpus], **SETTINGS, on_epoch=lambda epoch, words: None)
    assert sorted(vectors.index_to_key) == ["caf\u0085e", "film", "film\u00a0noir"]


def test_round_trip_and_layout_by_id(corpus: list[Path], tmp_path: Path) -> None:
    vectors = train_vectors(corpus, **SETTINGS, on_epoch=lambda epoch, words: None)
    path = tmp_path / "vectors.bin"
    write_with(path, lambda partial: vectors.save_word2vec_format(partial, binary=True))
    read = read_vectors(path)
    np.testing.assert_array_equal(read["film"], vectors["film"])
    matrix = embedding_matrix(read, {"film": 5, "notaword": 6, "the": 99}, num_words=7)
    np.testing.assert_array_equal(matrix[5], vectors["film"])
    assert not matrix[[0, 1, 2, 3, 4, 6]].any()


def test_a_corpus_without_a_frequent_word_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "train.txt"
    file.write_text("each word stands here once\n")

    with pytest.raises(UserError, match=r"no word occurs 5 times in the corpus; lower train_embeddings\.min_count"):
        train_vectors([file], **SETTINGS, on_epoch=lambda *_: None)
