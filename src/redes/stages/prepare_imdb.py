"""Turn reviews into words, and words into integers in the convention of ``keras.datasets.imdb``."""

from pathlib import Path

import numpy as np
import pandas as pd

from redes.data.imdb import read_reviews
from redes.data.imdb_films import read_films
from redes.evaluation.corpus import compute_zipf_slope, count_duplicates, describe_lengths
from redes.features import text
from redes.features.reviews import limit_reviews, split_validation
from redes.files import folder_as_whole, write_arrays, write_json
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.prepared_imdb import PREPARED, TOKENS, write_tokens

LABELLED = Path("data/raw/imdb.jsonl")
UNLABELLED = Path("data/raw/imdb_unlabelled.jsonl")
METRICS = Path("reports/metrics/prepare_imdb.json")


def main() -> None:
    """Tokenize all reviews, number the words of the training reviews, write sequences, tokens and counts."""
    params, limit = read_params("prepare_imdb"), read_params("data").limit
    reviews = limit_reviews(read_reviews(LABELLED), limit)
    reviews["words"] = [text.tokenize(review) for review in reviews["text"]]
    unlabelled = [text.tokenize(review) for review in read_reviews(UNLABELLED)["text"][:limit]]
    ranked = text.count_words(reviews.loc[reviews["split"] == "train", "words"])
    print(
        f"{len(reviews):,} labelled and {len(unlabelled):,} unlabelled reviews, {len(ranked):,} words",
        flush=True,
    )
    splits = split_validation(reviews, read_films(), params.num_validation, params.seed, limit)
    ids = text.number_words(ranked)
    sequences = {
        name: [text.encode(words, ids, params.num_words, params.skip_top) for words in part["words"]]
        for name, part in splits.items()
    }
    with folder_as_whole(TOKENS) as folder:
        write_tokens(folder / "unlabelled.txt", unlabelled)
        for name, part in splits.items():
            write_tokens(folder / f"{name}.txt", part["words"])
    with folder_as_whole(PREPARED) as folder:
        _write_vocabulary(folder / "vocabulary.csv", ranked)
        for name, part in splits.items():
            _write_sequences(folder / f"{name}.npz", sequences[name], part)
    write_json(METRICS, _describe(reviews, splits, sequences, ranked, len(unlabelled)))


def _write_vocabulary(path: Path, ranked: list[tuple[str, int]]) -> None:
    table = pd.DataFrame(ranked, columns=["word", "count"])
    table.insert(1, "id", range(text.FIRST_WORD, text.FIRST_WORD + len(table)))
    table.to_csv(path, index=False, lineterminator="\n")


def _write_sequences(path: Path, sequences: list[np.ndarray], part: pd.DataFrame) -> None:
    ids, offsets = text.join_sequences(sequences)
    labels, rows = part["label"].to_numpy(np.uint8), part.index.to_numpy(np.int32)
    write_arrays(path, {"ids": ids, "offsets": offsets, "labels": labels, "rows": rows})


def _describe(
    reviews: pd.DataFrame,
    splits: dict[str, pd.DataFrame],
    sequences: dict[str, list[np.ndarray]],
    ranked: list[tuple[str, int]],
    num_unlabelled: int,
) -> dict[str, object]:
    known = {name: np.concatenate(parts) != text.UNKNOWN for name, parts in sequences.items()}
    return {
        "vocabulary": len(ranked),
        "training_words": sum(count for _, count in ranked),
        "zipf_slope": compute_zipf_slope(np.array([count for _, count in ranked])),
        "unlabelled_reviews": num_unlabelled,
        "stars": {
            "highest_negative": int(reviews.loc[reviews["label"] == 0, "rating"].max()),
            "lowest_positive": int(reviews.loc[reviews["label"] == 1, "rating"].min()),
        },
        "duplicates": count_duplicates(reviews["text"], reviews["split"]),
        **{
            name: {
                "reviews": len(part),
                "positive": int(part["label"].sum()),
                "positive_share": round(float(part["label"].mean()), 6),
                "known_share": round(float(known[name].mean()), 6),
                "length": describe_lengths([len(words) for words in part["words"]]),
            }
            for name, part in splits.items()
        },
    }


if __name__ == "__main__":
    run_stage(main)
