"""Put the entries of dvc.lock into the order of dvc.yaml.

DVC appends a new entry when its stage finishes, so their order would tell which of two parallel stages
was faster. A run of Snakemake does this at its end; after `dvc repro`:

    python -m workflow.lockfile
"""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from dvc.repo import Repo

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
            partial = LOCK.with_name(f".partial-{os.getpid()}-{LOCK.name}")
            partial.write_text(after, encoding="utf-8")
            partial.replace(LOCK)
    return after != before


if __name__ == "__main__":
    print("dvc.lock is now in the order of dvc.yaml." if sort_lock() else "dvc.lock is in the order of dvc.yaml.")
