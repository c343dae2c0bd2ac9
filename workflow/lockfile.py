"""Put the entries of dvc.lock into the order of dvc.yaml, and let DVC write that file whole or not at all.

DVC appends a new entry when its stage finishes, so their order would tell which of two parallel stages
was faster. A run of Snakemake does this at its end; after `dvc repro`:

    python -m workflow.lockfile
"""

import copy
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dvc.dvcfile
from dvc.repo import Repo
from dvc.utils.serialize import dumps_yaml, parse_yaml

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
    head, entries = _split(text)
    place = {address: index for index, address in enumerate(order)}
    addresses = sorted(entries, key=lambda address: place.get(address, len(place)))
    return head + "".join(entries[address] for address in addresses)


def _split(text: str) -> tuple[str, dict[str, str]]:
    """Split a dvc.lock into what stands before the entries, and the lines of each, by its address as it is written."""
    head, marker, body = text.partition("\nstages:\n")
    starts = [match.start() for match in ENTRY.finditer(body)]
    blocks = [body[start:end] for start, end in zip(starts, [*starts[1:], len(body)], strict=False)]
    return head + marker, {block[2 : block.index(":\n")]: block for block in blocks}


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
    """Let DVC, in this process, put a new dvc.lock in the place of the old one at once, and write only what changed.

    By itself it empties the file and fills it again: stages that run beside it would read half of it, and a killed run
    would leave it so. And it parses and writes all entries anew, comments in mind, at the end of each stage, which
    takes longer the more stages there are.
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
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    content = parse_yaml(text, path) if text else {}
    before = copy.deepcopy(content)
    yield content
    _replace(path, _rewrite(text, before, content))


def _rewrite(text: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """Write a changed dvc.lock: the lines of entries that stay as they were are kept.

    Args:
        text: as it is.
        before: what it says.
        after: what it is to say.
    """
    stages, known = after.get("stages", {}), before.get("stages", {})
    others = [{**content, "stages": None} for content in (before, after)]
    head, entries = _split(text)
    if others[0] != others[1] or not known or len(entries) != len(known) or known.keys() - stages.keys():
        return dumps_yaml(after)
    changed = {address: entry for address, entry in stages.items() if known.get(address) != entry}
    _, new = _split(dumps_yaml({"schema": "", "stages": changed}))
    return head + "".join({**entries, **new}.values())


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f".partial-{os.getpid()}-{path.name}")
    partial.write_text(text, encoding="utf-8")
    partial.replace(path)


if __name__ == "__main__":
    print("dvc.lock is now in the order of dvc.yaml." if sort_lock() else "dvc.lock is in the order of dvc.yaml.")
