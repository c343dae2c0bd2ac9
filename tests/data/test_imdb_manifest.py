"""The list that gives a bare collection of reviews its order back."""

import random
from collections import Counter

import pandas as pd
import pytest
from tests.data.conftest import Corpus
from tests.data.serving import keep

from redes.data import imdb_manifest
from redes.data.imdb_manifest import digest, format_manifest, read_manifest, restore
from redes.data.sources import SourceError


@pytest.fixture
def manifest(corpus: Corpus, tmp_path) -> list[imdb_manifest.Entry]:
    return read_manifest(keep(tmp_path / "manifest.csv", format_manifest(corpus.records)))


def test_every_review_finds_its_place_again(corpus: Corpus, manifest: list[imdb_manifest.Entry]) -> None:
    bare = [(str(r["text"]), r["label"]) for r in corpus.records]
    random.Random(1).shuffle(bare)
    assert restore(bare, manifest) == corpus.records


def test_a_repeated_review_is_counted(corpus: Corpus, manifest: list[imdb_manifest.Entry]) -> None:
    bare = [(str(r["text"]), int(r["label"])) for r in corpus.records]
    repeated = next(text for text, count in Counter(text for text, _ in bare).items() if count == 2)
    with pytest.raises(SourceError, match="lacks a review of the official data set: test, label 1, id 3"):
        restore([*{text: (text, label) for text, label in bare}.values()], manifest)
    with pytest.raises(SourceError, match="holds 1 review"):
        restore([*bare, (repeated, 1)], manifest)


def test_refuses_another_text_and_another_label(corpus: Corpus, manifest: list[imdb_manifest.Entry]) -> None:
    bare = [(str(r["text"]), int(r["label"])) for r in corpus.records]
    with pytest.raises(SourceError, match="lacks a review of the official data set: train, label 1, id 0"):
        restore([(bare[0][0] + " ", 1), *bare[1:]], manifest)
    with pytest.raises(SourceError, match="train, label 1, id 0"):
        restore([(bare[0][0], 0), *bare[1:]], manifest)


def test_the_committed_manifest_fits_the_data_set() -> None:
    entries = read_manifest()
    assert len(entries) == 50_000
    ratings = [{rating for _, rating in entries[start : start + 12_500]} for start in range(0, 50_000, 12_500)]
    assert ratings == [{7, 8, 9, 10}, {1, 2, 3, 4}] * 2
    assert len({mark for mark, _ in entries}) == 49_582, "digests must tell all texts apart"
    training, test = ({mark for mark, _ in part} for part in (entries[:25_000], entries[25_000:]))
    assert sum(mark in training for mark, _ in entries[25_000:]) >= len(training & test) == 123
    assert imdb_manifest.MANIFEST.stat().st_size < 600_000


def test_the_committed_manifest_knows_the_real_training_reviews(reviews: pd.DataFrame) -> None:
    entries = read_manifest()
    for label, start in ((1, 0), (0, 12_500)):
        texts = reviews.loc[reviews["label"] == label, "text"]
        assert Counter(map(digest, texts)) == Counter(mark for mark, _ in entries[start : start + 12_500])


def test_refuses_a_file_that_is_no_manifest(tmp_path) -> None:
    with pytest.raises(ValueError, match="begins with '<html>'"):
        read_manifest(keep(tmp_path / "manifest.csv", b"<html>\n"))
