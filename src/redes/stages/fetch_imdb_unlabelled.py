"""Fetch the 50,000 unlabelled reviews, where params.yaml asks for them."""

import os
from pathlib import Path

from redes.data.imdb_sources import ADVICE_UNLABELLED, list_unlabelled_sources
from redes.data.places import MIRROR, fetching
from redes.data.sources import first_answer
from redes.files import atomic_path, write_bytes
from redes.params import read_params
from redes.stages import run_stage

OUTPUT = Path("data/raw/imdb_unlabelled.jsonl")
#: Keeps what came of a download that was cut off; git ignores it, and it goes once the output is there.
CACHE = Path(".dvc/tmp/fetch/imdb_unlabelled")

#: A file without reviews. It is one empty line, since DVC warns of files that have no byte at all.
NONE = b"\n"


def main() -> None:
    """Fetch, or write a file without reviews."""
    if not read_params("fetch_imdb_unlabelled").enabled:
        write_bytes(OUTPUT, NONE)
        print(f"{OUTPUT} holds no review: fetch_imdb_unlabelled.enabled is false in params.yaml")
        return
    fetch(OUTPUT, CACHE)


def fetch(output: Path, cache: Path) -> None:
    """Fetch, verify, write.

    Args:
        output: the file.
        cache: keeps what came of a download that was cut off.
    """
    with fetching(cache), atomic_path(output) as partial:
        partial.touch()  # a folder that cannot be written is told before the download, not after it
        sources = list_unlabelled_sources(os.environ.get(MIRROR), cache)
        partial.write_bytes(first_answer("IMDB (unlabelled)", sources, ADVICE_UNLABELLED))


if __name__ == "__main__":
    run_stage(main)
