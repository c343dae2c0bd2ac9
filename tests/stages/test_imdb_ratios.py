"""Ratios at the words of several splits: aligned with their ids, counted in what is labelled and nowhere else."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from redes.features import ratios, text
from redes.stages.imdb_ratios import prepare_ratios
from redes.stages.prepared_imdb import Reviews, add_ratios

PARAMS = SimpleNamespace(max_ngram=2, min_count=1, smoothing=1.0, folds=3, seed=1)


@pytest.fixture
def given(reviews: pd.DataFrame) -> dict[str, pd.DataFrame]:
    chosen = reviews.iloc[::300].sample(frac=1.0, random_state=1)
    return {"train": chosen[:40], "test": chosen[40:60], "unlabelled": chosen[60:80]}


def prepare(given: dict[str, pd.DataFrame], folder: Path, **settings: Any) -> dict[str, list[np.ndarray]]:
    """Write the ratios into a folder; give back what each split is then read as."""
    words = {split: [" ".join(text.tokenize(review)) for review in part["text"]] for split, part in given.items()}
    labels = {"train": given["train"]["label"].to_numpy()} | settings.pop("labels", {})
    prepare_ratios(folder, PARAMS, words, labels, np.arange(len(words["train"])), **settings)
    encoded = {
        split: [text.encode(review.split(" "), {}, num_words=10, skip_top=0) for review in part]
        for split, part in words.items()
    }
    return {
        split: add_ratios(Reviews(part, np.zeros(len(part))), split, folder).sequences
        for split, part in encoded.items()
    }


def test_each_word_has_its_ratios(given: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    read = prepare(given, tmp_path / "ratios", with_phrases=True)
    with np.load(tmp_path / "ratios/phrases.npz") as arrays:
        phrases = ratios.phrases_from_arrays(arrays)
    for review, sequence in zip(given["test"]["text"], read["test"], strict=True):
        assert sequence[0].tolist() == [text.START, 0, 0]
        np.testing.assert_array_equal(sequence[1:, 1:], ratios.look_up(phrases, text.tokenize(review), 2))
    assert any(sequence[:, 1:].any() for sequence in read["train"])


def test_labels_that_are_not_given_have_no_say(given: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    """No word of another split than the labelled ones speaks, nor changes what the others say."""
    alone = prepare({split: given[split] for split in ("train", "test")}, tmp_path / "alone")
    beside = prepare(given, tmp_path / "beside")
    for split in ("train", "test"):
        for one, other in zip(alone[split], beside[split], strict=True):
            np.testing.assert_array_equal(one, other)


def test_taught_reviews_count_for_all_folds(given: dict[str, pd.DataFrame], tmp_path: Path) -> None:
    said = {"unlabelled": np.linspace(0.05, 0.95, 20, dtype=np.float32)}
    before = prepare(given, tmp_path / "before")
    after = prepare(given, tmp_path / "after", labels=said, taught="unlabelled")
    assert all((one[:, 1:] != other[:, 1:]).any() for one, other in zip(before["train"], after["train"], strict=True))
    assert not (tmp_path / "after/phrases.npz").exists()
