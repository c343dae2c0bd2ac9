"""Fetch the 50,000 unlabelled reviews for the best recipes."""

from pathlib import Path

from redes.stages import run_stage
from redes.stages.fetch_imdb_unlabelled import CACHE, fetch

OUTPUT = Path("best/data/raw/imdb_unlabelled.jsonl")


def main() -> None:
    """Fetch, verify, write."""
    fetch(OUTPUT, CACHE)


if __name__ == "__main__":
    run_stage(main)
