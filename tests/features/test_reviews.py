"""Which review belongs to which split."""

import numpy as np
import pandas as pd
import pytest

from redes.features.reviews import limit_reviews, split_validation


@pytest.fixture
def table(reviews: pd.DataFrame) -> pd.DataFrame:
    """Real texts, the second half of them standing for a test split."""
    half = ["train" if number % 2 else "test" for number in range(len(reviews))]
    return reviews.assign(split=half)


@pytest.fixture
def films(table: pd.DataFrame) -> np.ndarray:
    """Films of one to eleven reviews of either label, by place in the table."""
    return np.random.default_rng(1).permutation(len(table)) % (len(table) // 6)


def test_validation_is_balanced_and_taken_from_training_alone(table: pd.DataFrame, films: np.ndarray) -> None:
    splits = split_validation(table, films, num_validation=600, seed=1, limit=None)
    assert len(splits["validation"]) == 600
    assert splits["validation"]["label"].sum() == 300
    assert set(splits["validation"]["split"]) == {"train"}
    assert sorted(index for part in splits.values() for index in part.index) == list(table.index)


def test_no_film_is_in_training_and_validation(table: pd.DataFrame, films: np.ndarray) -> None:
    splits = split_validation(table, films, num_validation=600, seed=1, limit=None)
    assert not set(films[splits["train"].index]) & set(films[splits["validation"].index])


def test_what_does_not_fit_in_stays(table: pd.DataFrame) -> None:
    """Films of two positive and two negative reviews: of eleven and eleven, ten are set aside."""
    order = pd.concat([table[(table["split"] == "train") & (table["label"] == label)][:40] for label in (0, 1)])
    small = pd.concat([order, table[table["split"] == "test"][:4]]).reset_index(drop=True)
    films = np.array([place % 20 for place in range(len(small))])
    splits = split_validation(small, films, num_validation=22, seed=1, limit=None)
    assert splits["validation"]["label"].value_counts().to_dict() == {0: 10, 1: 10}


def test_the_seed_decides(table: pd.DataFrame, films: np.ndarray) -> None:
    first, again, other = (split_validation(table, films, 100, seed, None)["validation"].index for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_a_limit_keeps_the_first_of_each_split_and_label(table: pd.DataFrame) -> None:
    limited = limit_reviews(table, 200)
    assert limited.groupby(["split", "label"]).size().tolist() == [100] * 4
    first = table[(table["split"] == "test") & (table["label"] == 1)].head(100)
    assert set(first.index) <= set(limited.index)
