"""Showing how far a download is: a bar for a person at a terminal, a line now and then for a log."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

from redes.data.sources import tell

#: Smaller files are there before anybody could read of them.
SMALL = 1_000_000
#: Bytes between two lines where the size is not known.
STRIDE = 16_000_000


@contextmanager
def showing(name: str, total: int | None, done: int) -> Iterator[Callable[[int], None]]:
    """Show the progress of a download while it lasts.

    Args:
        name: what is downloaded.
        total: its size in bytes, None where the server does not say.
        done: bytes that are there already.

    Yields:
        A function to call with the number of bytes that have just come.
    """
    if sys.stderr.isatty():
        with tqdm(total=total, initial=done, desc=name, unit="B", unit_scale=True, leave=False) as bar:
            yield bar.update
    else:
        yield _Lines(name, total, done).update


class _Lines:
    """Prints a line every tenth of the whole; nothing for a small file."""

    def __init__(self, name: str, total: int | None, done: int) -> None:
        self.name, self.total, self.done = name, total, done
        self.stride = max(total // 10, SMALL // 10) if total else STRIDE
        self.told = done // self.stride

    def update(self, count: int) -> None:
        self.done += count
        told, self.told = self.told, self.done // self.stride
        if self.told == told or (self.total or STRIDE) < SMALL:
            return
        of = f" of {self.total / 1e6:.1f} MB, {100 * self.done // self.total} %" if self.total else " MB"
        tell(f"  {self.name}: {self.done / 1e6:.1f}{of}")
