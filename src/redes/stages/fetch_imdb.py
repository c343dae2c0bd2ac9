"""Fetch the 50,000 labelled reviews from the first source that answers."""

import os
from pathlib import Path

from redes.data.imdb_sources import ADVICE, list_sources
from redes.data.places import MIRROR, fetching
from redes.data.sources import first_answer
from redes.files import atomic_path
from redes.stages import run_stage

OUTPUT = Path("data/raw/imdb.jsonl")
#: Keeps what came of a download that was cut off; git ignores it, and it goes once the output is there.
CACHE = Path(".dvc/tmp/fetch/imdb")


def main() -> None:
    """Fetch, verify, write."""
    with fetching(CACHE), atomic_path(OUTPUT) as partial:
        partial.touch()  # a folder that cannot be written is told before the download, not after it
        partial.write_bytes(first_answer("IMDB", list_sources(os.environ.get(MIRROR), CACHE), ADVICE))


if __name__ == "__main__":
    run_stage(main)
