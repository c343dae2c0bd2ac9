"""Which review belongs to which split."""

import numpy as np
import pandas as pd


def limit_reviews(reviews: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Keep the first reviews of each split, half of them positive, for a quick trial on real texts.

    Args:
        reviews: columns ``split`` and ``label``, among others.
        limit: reviews to keep of each split; None: all.

    Returns:
        A new table; the index still says where each review stood.
    """
    if limit is None:
        return reviews.copy()
    return reviews.groupby(["split", "label"], sort=False).head(limit // 2).copy()


def split_validation(
    reviews: pd.DataFrame, films: np.ndarray, num_validation: int, seed: int, limit: int | None
) -> dict[str, pd.DataFrame]:
    """Set training reviews aside, half of them positive, so that no choice is made on the test set.

    What is set aside are whole films: the test reviews are of other films than the training reviews, too.

    Args:
        reviews: columns ``split`` ("train" or "test") and ``label`` (0 or 1), among others.
        films: of the training reviews by their place in the index, integers.
        num_validation: reviews to set aside; a fifth of ``limit`` at most. A few less where no film fits in any more.
        seed: of the choice.
        limit: what ``limit_reviews`` was given.

    Returns:
        The tables ``train``, ``validation`` and ``test``, each in the order of ``reviews``.
    """
    if limit is not None:
        num_validation = min(num_validation, limit // 5)
    training = reviews[reviews["split"] == "train"]
    about = films[training.index]
    numbers, place = np.unique(about, return_inverse=True)
    counts = np.stack([np.bincount(place[training["label"] == label], minlength=len(numbers)) for label in (0, 1)])
    room, chosen = np.full(2, num_validation // 2), np.zeros(len(numbers), dtype=bool)
    for film in np.random.default_rng(seed).permutation(len(numbers)):
        if (counts[:, film] <= room).all():
            chosen[film] = True
            room -= counts[:, film]
    validation = chosen[place]
    return {
        "train": training[~validation],
        "validation": training[validation],
        "test": reviews[reviews["split"] == "test"],
    }
