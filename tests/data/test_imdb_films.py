"""The films of the training reviews are those of the archive, each review has one, and they stand as they should."""

import os
import re
import tarfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from redes.data.imdb_films import FILMS, read_films
from redes.data.imdb_sources import ARCHIVE
from redes.data.places import MIRROR


def test_each_training_review_has_a_film() -> None:
    films = read_films()
    assert (films.shape, films.dtype, films.min()) == ((25_000,), np.int64, 0)
    assert len(set(films.tolist())) == films.max() + 1 == pd.read_csv(FILMS)["film"].nunique()
    assert np.bincount(films).max() <= 60  # 30 reviews of a film at most, of either label (Maas et al. 2011)


def test_reviews_of_a_label_stand_together(tmp_path: Path) -> None:
    path = tmp_path / "films.csv"
    path.write_text("film,label,reviews\ntt9,1,2\ntt3,1,1\ntt3,0,2\n")
    assert read_films(path).tolist() == [0, 0, 1, 1, 1]


def test_like_the_archive() -> None:
    archive = Path(os.environ.get(MIRROR, ""), "imdb", ARCHIVE)
    if not archive.is_file():
        pytest.skip(f"{MIRROR} names no folder with imdb/{ARCHIVE}")
    found = {}
    with tarfile.open(archive) as files:
        for member in files:
            if match := re.search(r"train/urls_(pos|neg)\.txt$", member.name):
                content = files.extractfile(member).read().decode()  # type: ignore[union-attr]
                found[match[1]] = re.findall(r"/(tt\d+)/", content)
    told = pd.read_csv(FILMS)
    for label, name in ((1, "pos"), (0, "neg")):
        part = told[told["label"] == label]
        assert np.repeat(part["film"], part["reviews"]).tolist() == found[name]
