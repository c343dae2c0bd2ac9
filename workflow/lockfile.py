"""Put the entries of dvc.lock into the order of dvc.yaml, and let DVC write that file whole or not at all.

DVC appends a new entry when its stage finishes, so their order would tell which of two parallel stages
was faster. A run of Snakemake does this at its end; after `dvc repro`:

    python -m workflow.lockfile
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dvc.dvcfile
from dvc.repo import Repo
from dvc.utils.serialize import dumps_yaml, parse_yaml_for_update

LOCK = Path("dvc.lock")
ENTRY = re.compile(r"^  (?! )(\S.*):$", re.MULTILINE)


def read_lock() -> str:
    """Read dvc.lock; before the first run it is empty."""
    return LOCK.read_text(encoding="utf-8") if LOCK.exists() else ""


def sorted_lock(text: str, order: Sequence[str]) -> str:
    """Order the entries of a dvc.lock; nothing else in it changes.

    Args:
        text: content of dvc.lock.
        order: addresses of the stages as dvc.yaml has them.

    Returns:
        The same lines; entries of stages that are no longer in the plan come last.
    """
    head, marker, body = text.partition("\nstages:\n")
    starts = [match.start() for match in ENTRY.finditer(body)]
    ends = [*starts[1:], len(body)]
    blocks = [body[start:end] for start, end in zip(starts, ends, strict=False)]
    place = {address: index for index, address in enumerate(order)}
    blocks.sort(key=lambda block: place.get(block[2 : block.index(":\n")], len(place)))
    return head + marker + "".join(blocks)


def sort_lock() -> bool:
    """Sort dvc.lock in the current folder while no DVC command writes to it.

    Returns:
        Whether the order was another one.
    """
    if not LOCK.exists():
        return False
    with Repo(".", _wait_for_lock=True) as repo, repo.lock:
        before = read_lock()
        after = sorted_lock(before, [stage.addressing for stage in repo.index.stages])
        if after != before:
            _replace(LOCK, after)
    return after != before


def write_whole() -> None:
    """Let DVC, in this process, put a new dvc.lock in the place of the old one at once.

    By itself it empties the file and fills it again, for a good part of a second: stages that run beside it would
    read half of it, and a killed run would leave it so.
    """
    dvc.dvcfile.modify_yaml = modify_whole


@contextmanager
def modify_whole(path: str | os.PathLike[str], fs: Any = None) -> Iterator[Any]:
    """Change a YAML file as DVC's ``modify_yaml`` does, to the same bytes.

    Args:
        path: of the file; it need not exist.
        fs: where DVC says that the file is; here always this machine's disk.

    Yields:
        The content, to be changed.
    """
    del fs
    path = Path(path)
    content = parse_yaml_for_update(path.read_text(encoding="utf-8"), path) if path.exists() else {}
    yield content
    _replace(path, dumps_yaml(content))


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".partial-{os.getpid()}-{path.name}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


if __name__ == "__main__":
    print("dvc.lock is now in the order of dvc.yaml." if sort_lock() else "dvc.lock is in the order of dvc.yaml.")
