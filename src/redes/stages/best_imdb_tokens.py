"""Turn reviews into words for the best recipes: unlabelled ones as the others are, labelled ones with punctuation."""

from pathlib import Path

from redes.data.imdb import read_reviews
from redes.features import text
from redes.files import folder_as_whole
from redes.params import read_params
from redes.stages import run_stage
from redes.stages.prepared_imdb import BEST_TOKENS, read_rows, write_tokens

LABELLED = Path("data/raw/imdb.jsonl")
UNLABELLED = Path("best/data/raw/imdb_unlabelled.jsonl")


def main() -> None:
    """Write a file for each split, a review a line, the words joined by single spaces."""
    reviews = read_reviews(LABELLED)["text"]
    unlabelled = read_reviews(UNLABELLED)["text"][: read_params("data").limit]
    with folder_as_whole(BEST_TOKENS) as folder:
        write_tokens(folder / "unlabelled.txt", map(text.tokenize, unlabelled))
        for split in ("train", "validation", "test"):
            write_tokens(folder / f"{split}.txt", map(text.tokenize_with_punctuation, reviews.loc[read_rows(split)]))


if __name__ == "__main__":
    run_stage(main)
