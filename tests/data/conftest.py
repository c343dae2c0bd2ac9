"""Small real data sets, laid out as the official ones, and servers on this machine."""

import hashlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from tests.data.serving import Server, keep, pack, running, squeeze

from redes.data import download, imdb_archive, imdb_sources, mnist_sources
from redes.data.imdb_archive import Contents
from redes.features.digits import Split


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses, and no proxy between the tests and their servers."""
    monkeypatch.setattr(download, "BACKOFF_SECONDS", 0.01)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def format_idx(values: np.ndarray) -> bytes:
    """Write uint8 values as the authors of MNIST did."""
    return struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape) + values.tobytes()


@pytest.fixture(scope="session")
def idx_files(digits: Split) -> dict[str, bytes]:
    """The four files of MNIST with 60 training and 20 test digits."""
    parts = {"train": slice(0, 4800, 80), "t10k": slice(40, 4840, 240)}
    return {
        f"{name}-{kind}": format_idx(values[part])
        for name, part in parts.items()
        for kind, values in (("images-idx3-ubyte", digits.images), ("labels-idx1-ubyte", digits.labels))
    }


class Corpus(NamedTuple):
    """Files of a small IMDB archive, without ``aclImdb/``, and the records that belong to them, in order."""

    files: dict[str, bytes]
    records: list[dict[str, object]]
    unlabelled: list[dict[str, object]]

    @property
    def archive(self) -> bytes:
        """The archive, in an order of its own."""
        return pack((f"aclImdb/{name}", content) for name, content in sorted(self.files.items()))

    def contents(self, *folders: str) -> dict[str, Contents]:
        """What a reader should find in some folders."""
        found = {}
        for folder in folders:
            names = sorted(name for name in self.files if name.startswith(f"{folder}/"))
            listing = "".join(f"{hashlib.sha256(self.files[name]).hexdigest()}  {name}\n" for name in names)
            found[folder] = Contents(len(names), hashlib.sha256(listing.encode()).hexdigest())
        return found


@pytest.fixture(scope="session")
def corpus(reviews: pd.DataFrame) -> Corpus:
    """Twelve real reviews in each of the four labelled folders and in train/unsup; two of them are equal."""
    files: dict[str, bytes] = {}
    records: list[dict[str, object]] = []
    unlabelled: list[dict[str, object]] = []
    by_label = {label: iter(table["text"]) for label, table in reviews.groupby("label")}
    for split, label, kind in (
        ("train", 1, "pos"),
        ("train", 0, "neg"),
        ("test", 1, "pos"),
        ("test", 0, "neg"),
    ):
        for number in range(12):
            text, rating = next(by_label[label]), (7 if label else 1) + number % 4
            if (split, label, number) == ("test", 1, 3):
                text = records[3]["text"]
            files[f"{split}/{kind}/{number}_{rating}.txt"] = text.encode()
            records.append({"split": split, "label": label, "id": number, "rating": rating, "text": text})
    for number in range(12):
        text = next(by_label[0])
        files[f"train/unsup/{number}_0.txt"] = text.encode()
        unlabelled.append({"split": "unlabelled", "id": number, "text": text})
    return Corpus(files, records, unlabelled)


@pytest.fixture
def small_mnist(monkeypatch: pytest.MonkeyPatch, idx_files: dict[str, bytes]) -> dict[str, bytes]:
    """Let the small files be the official ones."""
    contents = {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in idx_files.items()}
    md5 = {name: hashlib.md5(data).hexdigest() for name, data in idx_files.items()}
    monkeypatch.setattr(mnist_sources, "CONTENTS", contents)
    monkeypatch.setattr(mnist_sources, "MD5", md5)
    return idx_files


@pytest.fixture
def small_imdb(monkeypatch: pytest.MonkeyPatch, corpus: Corpus) -> Corpus:
    """Let the small archive be the official one."""
    from redes.data.imdb import format_reviews

    labelled, unlabelled = format_reviews(corpus.records), format_reviews(corpus.unlabelled)
    folders = ("train/pos", "train/neg", "test/pos", "test/neg")
    monkeypatch.setattr(imdb_archive, "LABELLED", corpus.contents(*folders))
    monkeypatch.setattr(imdb_archive, "UNLABELLED", corpus.contents("train/unsup"))
    monkeypatch.setattr(imdb_sources, "ARCHIVE_SHA256", hashlib.sha256(corpus.archive).hexdigest())
    for kind, content in (("LABELLED", labelled), ("UNLABELLED", unlabelled)):
        monkeypatch.setattr(imdb_sources, f"{kind}_SHA256", hashlib.sha256(content).hexdigest())
        monkeypatch.setattr(imdb_sources, f"{kind}_MD5", hashlib.md5(content).hexdigest())
    return corpus


@pytest.fixture
def mirror(tmp_path: Path, idx_files: dict[str, bytes], corpus: Corpus) -> Path:
    """A folder laid out like the official hosts, with the small data sets."""
    root = tmp_path / "mirror"
    for name, content in idx_files.items():
        keep(root / "mnist" / f"{name}.gz", squeeze(content))
    keep(root / "imdb" / "aclImdb_v1.tar.gz", corpus.archive)
    return root
