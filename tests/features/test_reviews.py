"""Which review belongs to which split."""

import pandas as pd
import pytest

from redes.features.reviews import limit_reviews, split_validation


@pytest.fixture
def table(reviews: pd.DataFrame) -> pd.DataFrame:
    """Real texts, the second half of them standing for a test split."""
    half = ["train" if number % 2 else "test" for number in range(len(reviews))]
    return reviews.assign(split=half)


def test_validation_is_balanced_and_taken_from_training_alone(table: pd.DataFrame) -> None:
    splits = split_validation(table, num_validation=600, seed=1, limit=None)
    assert len(splits["validation"]) == 600
    assert splits["validation"]["label"].sum() == 300
    assert set(splits["validation"]["split"]) == {"train"}
    assert sorted(index for part in splits.values() for index in part.index) == list(table.index)


def test_the_seed_decides(table: pd.DataFrame) -> None:
    first, again, other = (split_validation(table, 100, seed, None)["validation"].index for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_a_limit_keeps_the_first_of_each_split_and_label(table: pd.DataFrame) -> None:
    limited = limit_reviews(table, 200)
    assert limited.groupby(["split", "label"]).size().tolist() == [100] * 4
    first = table[(table["split"] == "test") & (table["label"] == 1)].head(100)
    assert set(first.index) <= set(limited.index)
