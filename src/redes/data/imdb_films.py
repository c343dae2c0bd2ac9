"""Which film each training review of the Large Movie Review Dataset is about.

Training and test reviews are about different films. Whoever holds out training reviews to judge by should hold out
whole films, too: else words that only say which film it is look as if they said whether it is good.

``imdb_films.csv`` has a line for each film and label, in the order of ``data/raw/imdb.jsonl``, in which the reviews of
a film stand together: its number in the Internet Movie Database, the label, and how many reviews follow.

Source: ``train/urls_pos.txt`` and ``train/urls_neg.txt`` of the archive; Maas et al. 2011.
"""

from pathlib import Path

import numpy as np
import pandas as pd

FILMS = Path(__file__).with_name("imdb_films.csv")


def read_films(path: Path = FILMS) -> np.ndarray:
    """Read the film of each training review.

    Returns:
        Numbers of films, from 0, ``int64 (reviews,)``, in the order of ``data/raw/imdb.jsonl``, which begins with the
        training reviews.
    """
    table = pd.read_csv(path)
    return np.repeat(pd.factorize(table["film"])[0], table["reviews"]).astype(np.int64)
