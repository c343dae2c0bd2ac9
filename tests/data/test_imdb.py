"""Reviews as lines of JSON."""

import hashlib
from pathlib import Path

import pytest
from tests.data.conftest import Corpus
from tests.data.serving import keep

from redes.data import imdb_manifest, imdb_sources
from redes.data.imdb import format_reviews, read_reviews
from redes.errors import UserError

RAW = Path(__file__).parents[2] / "data" / "raw" / "imdb.jsonl"


def test_reviews_survive_the_round_trip(corpus: Corpus, tmp_path: Path) -> None:
    for records in (corpus.records, corpus.unlabelled):
        path = keep(tmp_path / "imdb.jsonl", format_reviews(records))
        frame = read_reviews(path)
        assert frame.to_dict("records") == records
        assert format_reviews(frame.to_dict("records")) == path.read_bytes()


def test_lines_are_what_pandas_reads_too(corpus: Corpus) -> None:
    import io

    import pandas as pd

    frame = pd.read_json(io.BytesIO(format_reviews(corpus.records)), lines=True)
    assert frame.to_dict("records") == corpus.records


def test_characters_that_break_lines_elsewhere(tmp_path: Path) -> None:
    review = {"split": "unlabelled", "id": 0, "text": "a\x85b\u2028c\rd\ne\x1cf\ud7ff\U0001f600"}
    path = keep(tmp_path / "imdb_unlabelled.jsonl", format_reviews([review, review]))
    assert path.read_bytes().count(b"\n") == 2
    assert read_reviews(path)["text"].tolist() == [review["text"]] * 2


def test_column_types(corpus: Corpus, tmp_path: Path) -> None:
    frame = read_reviews(keep(tmp_path / "imdb.jsonl", format_reviews(corpus.records)))
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "split": "str", "label": "uint8", "id": "int32", "rating": "uint8", "text": "str",
    }  # fmt: skip


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_a_file_without_reviews_gives_none(content: bytes, tmp_path: Path) -> None:
    frame = read_reviews(keep(tmp_path / "imdb_unlabelled.jsonl", content))
    assert list(frame.columns) == ["split", "id", "text"]
    assert len(frame) == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"split": "unlabelled", "id": 0, "text": "a"}\n{"split": "unl', "line 2 is not JSON"),
        (b"[]\n", "line 1 is not a review"),
        (b'{"text": "a"}\n', "line 1: expected the keys split, id, text"),
        (b'{"split": "unlabelled", "id": 0, "text": "\xff"}\n', "line 1 is not JSON"),
    ],
)
def test_refuses_other_lines(content: bytes, message: str, tmp_path: Path) -> None:
    path = keep(tmp_path / "imdb_unlabelled.jsonl", content)
    with pytest.raises(UserError, match=f"{message}.*fetch it anew with: dvc repro fetch_imdb_unlabelled"):
        read_reviews(path)


def test_says_how_to_fetch_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"imdb\.jsonl is missing; fetch it anew with: dvc repro fetch_imdb$"):
        read_reviews(tmp_path / "imdb.jsonl")


def test_the_official_reviews() -> None:
    if not RAW.is_file():
        pytest.skip("data/raw/imdb.jsonl was not fetched")
    content = RAW.read_bytes()
    assert hashlib.sha256(content).hexdigest() == imdb_sources.LABELLED_SHA256
    assert hashlib.md5(content).hexdigest() == imdb_sources.LABELLED_MD5
    frame = read_reviews(RAW)
    assert frame.groupby(["split", "label"], sort=False).size().tolist() == [12_500] * 4
    assert imdb_manifest.MANIFEST.read_bytes() == imdb_manifest.format_manifest(frame.to_dict("records"))
