"""Fetch the four files of MNIST from the first source that answers."""

import os
from pathlib import Path

from redes.data.mnist_sources import ADVICE, list_sources
from redes.data.places import MIRROR, fetching
from redes.data.sources import first_answer
from redes.files import folder_as_whole
from redes.stages import run_stage

OUTPUT = Path("data/raw/mnist")
#: Keeps what came of a download that was cut off; git ignores it, and it goes once the output is there.
CACHE = Path(".dvc/tmp/fetch/mnist")


def main() -> None:
    """Fetch, verify, write."""
    # The output first, so that a folder that cannot be written is told before the download, not after it.
    with fetching(CACHE), folder_as_whole(OUTPUT) as folder:
        files = first_answer("MNIST", list_sources(os.environ.get(MIRROR), CACHE), ADVICE)
        for name, content in files.items():
            (folder / name).write_bytes(content)


if __name__ == "__main__":
    run_stage(main)
