"""What the stages share that put ratios at the words of the reviews: count, place, write."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from redes.data.imdb_films import read_films
from redes.features import ratios
from redes.files import folder_as_whole, write_arrays
from redes.stages.prepared_imdb import read_rows


def read_film_numbers(*splits: str) -> np.ndarray:
    """Read which films the reviews of some splits, none of them "test", are about: integers, split by split."""
    return read_films()[np.concatenate([read_rows(split) for split in splits])]


def prepare_ratios(
    folder: Path,
    params: SimpleNamespace,
    reviews: Mapping[str, Sequence[str]],
    labels: Mapping[str, np.ndarray],
    films: np.ndarray,
    taught: str | None = None,
    with_phrases: bool = False,
) -> None:
    """Count the terms of the labelled reviews, and write the ratios of all.

    Args:
        folder: written anew, with ``NAME.npz`` for each name of ``reviews``.
        params: ``max_ngram``, ``min_count``, ``smoothing``, ``folds`` and their ``seed``.
        reviews: tokenized, the words joined by single spaces, by name of their split.
        labels: of some of the splits, 0 or 1 or a probability ``(n,)``; the others are only asked about.
        films: of the reviews that people labelled, split by split, integers.
        taught: the split whose labels are not people's, and whose reviews are in no fold: all others see them.
        with_phrases: whether to write ``phrases.npz``, too, which a new review needs.
    """
    every = [review for part in reviews.values() for review in part]
    told = [labels.get(name, np.full(len(part), np.nan)) for name, part in reviews.items()]
    in_folds = np.concatenate([np.full(len(part), name in labels and name != taught) for name, part in reviews.items()])
    folds = np.full(len(every), -1)
    folds[in_folds] = ratios.draw_folds(films, params.folds, params.seed)
    corpus = ratios.join_words(map(_split, every))
    columns: list[np.ndarray] = []
    phrases: dict[str, int] = {}
    for terms in ratios.compare_terms(
        corpus,
        np.concatenate(told).astype(np.float64),
        folds,
        max_ngram=params.max_ngram,
        min_count=params.min_count,
        smoothing=params.smoothing,
    ):
        columns.append(ratios.place_ratios(corpus, terms, folds))
        if with_phrases:
            phrases |= ratios.collect_phrases(corpus, terms)
    lengths = np.bincount(corpus.review, minlength=len(every))
    placed = np.split(np.stack(columns, axis=1), np.cumsum(lengths)[:-1])
    with folder_as_whole(folder) as part_of_it:
        if with_phrases:
            print(f"{len(phrases):,} words and rows of words speak for or against", flush=True)
            write_arrays(part_of_it / "phrases.npz", ratios.phrases_as_arrays(phrases))
        start = 0
        for name, part in reviews.items():
            rows = [ratios.leave_row_for_start(words) for words in placed[start : start + len(part)]]
            write_arrays(part_of_it / f"{name}.npz", {"ratios": np.concatenate(rows)})
            start += len(part)


def _split(review: str) -> list[str]:
    # Some words hold characters at which Python's own split would cut them (U+0085, U+00A0).
    return review.split(" ") if review else []
