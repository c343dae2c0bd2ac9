"""Writing files so that a reader sees the whole file or none, with the same bytes every time."""

import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """Give a temporary name beside ``path`` to write to, and rename it to ``path`` once all went well.

    Args:
        path: the file that is to appear; its folder is made where it is missing.

    Yields:
        The name to write to; it ends as ``path`` does, since some writers go by the suffix. It is always the same,
        so that the next run overwrites what a killed one left.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".partial-{path.name}")
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def write_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path``, atomically."""
    with atomic_path(path) as partial:
        partial.write_bytes(content)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON with a fixed layout and the keys in the order given; not-a-number is refused.

    Args:
        path: the file that is to appear.
        content: nested mappings, lists, strings, numbers.
    """
    write_bytes(path, (json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode())


def write_arrays(path: Path, arrays: Mapping[str, Any]) -> None:
    """Write numpy arrays to an ``.npz`` file, for ``numpy.load``.

    numpy's own ``savez`` leaves the headers of the archive to Python's ``zipfile``, whose versions write them
    differently; here all of them are given, and the bytes depend on the arrays alone.

    Args:
        path: the file that is to appear.
        arrays: by name; none of Python objects.
    """
    import numpy as np

    with atomic_path(path) as partial, zipfile.ZipFile(partial, "w") as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.save(content, array, allow_pickle=False)
            write_entry(archive, f"{name}.npy", content.getvalue())


def write_entry(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file to a zip archive, uncompressed and without a date."""
    archive.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)


def read_json(path: Path) -> Any:
    """Read a JSON file."""
    return json.loads(path.read_text(encoding="utf-8"))


def write_with(path: Path, write: Callable[[Path], None]) -> None:
    """Let a library's own writer write to ``path``, atomically.

    Args:
        path: the file that is to appear.
        write: called with the temporary name.
    """
    with atomic_path(path) as partial:
        write(partial)


@contextmanager
def folder_as_whole(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside ``folder`` to write to, and put it in its place once all went well.

    Args:
        folder: the folder that is to appear; an older one of this name is replaced.

    Yields:
        The folder to write to. What a killed process left of such a folder is removed first.
    """
    partial = folder.with_name(f".partial-{folder.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        shutil.rmtree(folder, ignore_errors=True)
        partial.replace(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
