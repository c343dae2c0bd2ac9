"""One run at a time in a folder, and nothing to unlock after a run was killed.

Snakemake's own lock is a file that outlives a killed process. This one is held by the process itself
(flock), so it ends with it. Stages that a killed run left behind go on by themselves: the next run waits
for them. DVC's locks on paths know a process by its number alone: what a dead process left is released.
"""

import fcntl
import json
import os
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil

LOCK = Path(".snakemake/run.lock")
LOCKED_PATHS = Path(".dvc/tmp/rwlock")  # DVC's record of the paths that its commands read and write


class BusyError(Exception):
    """Another run is at work in this folder."""


def refuse_second_run() -> None:
    """Look whether another run is at work in the current folder.

    Raises:
        BusyError: names its process.
    """
    os.close(_open_lock())


def describe_other_run() -> str | None:
    """Tell of another run at work in the current folder: one that has just begun may be why DVC finds paths busy."""
    try:
        refuse_second_run()
    except BusyError as error:
        return str(error)
    return None


def hold_lock() -> None:
    """Hold the lock until this process ends, however it ends.

    Raises:
        BusyError: another run holds it; names its process.
    """
    descriptor = _open_lock()  # never closed on purpose; not inherited by the commands that this process starts
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)


def _open_lock() -> int:
    LOCK.parent.mkdir(exist_ok=True)
    descriptor = os.open(LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 32, 0).decode().strip()
        os.close(descriptor)
        who = f" (PID {holder})" if holder else ""
        raise BusyError(f"another snakemake is running in this folder{who}; wait until it has finished") from None
    return descriptor


def wait_for_stages(folder: Path, interval: float = 0.5) -> None:
    """Wait until no stage runs in a folder, saying which one and why.

    Args:
        folder: root of the DVC project.
        interval: seconds between two looks.
    """
    told: set[int] = set()
    while running := dict(live_stages(folder)):
        for pid, what in running.items():
            if pid not in told:
                print(f"Waiting for {what} (PID {pid}), which another run started.", file=sys.stderr, flush=True)
        told |= running.keys()
        time.sleep(interval)


def release_dead_locks(folder: Path) -> None:
    """Release DVC's locks on paths whose process has ended.

    DVC does so itself where the number of the process is free. It is not while the process waits to be reaped
    (for ever, in a container whose first process reaps none), nor once another process has got the number.

    Args:
        folder: root of the DVC project.
    """
    locks = _read_locks(folder)
    if locks is not None and all(_still_runs(entry) for entry in _entries(locks)):
        return

    from dvc.repo import Repo
    from dvc.rwlock import RWLockFileCorruptedError, _edit_rwlock

    with Repo(str(folder), _wait_for_lock=True) as repo:
        hardlink = repo.config["core"].get("hardlink_lock", False)
        try:
            with _edit_rwlock(repo.tmp_dir, repo.fs, hardlink) as held:
                for place, entry in list(held["write"].items()):
                    if not _still_runs(entry):
                        del held["write"][place]
                for place, entries in held["read"].items():
                    held["read"][place] = [entry for entry in entries if _still_runs(entry)]
        except RWLockFileCorruptedError:  # its writer was killed
            (folder / LOCKED_PATHS).unlink()


def live_stages(folder: Path) -> Iterator[tuple[int, str]]:
    """Find the stages that run in a folder, whoever started them, and DVC commands that hold its paths.

    Args:
        folder: root of the DVC project.

    Yields:
        process id and what runs; one process a stage.
    """
    own = {os.getpid(), *(process.pid for process in psutil.Process().parents())}
    seen: set[str] = set()
    for process in psutil.process_iter():
        stage = _stage_of(process, str(folder.resolve()))
        if stage and stage not in seen and process.pid not in own:
            seen.add(stage)
            yield process.pid, f"stage {stage}"
    if not seen:
        yield from ((pid, command) for pid, command in _lock_holders(folder).items() if pid not in own)


def _stage_of(process: psutil.Process, root: str) -> str | None:
    """The stage whose command a process belongs to: DVC tells commands in their environment."""
    try:
        environment = process.environ()
    except (psutil.Error, OSError):
        return None
    return environment.get("DVC_STAGE") if environment.get("DVC_ROOT") == root else None


def _lock_holders(folder: Path) -> dict[int, str]:
    """DVC commands that live and hold paths of the project: before and after a stage's own command."""
    return {entry["pid"]: entry["cmd"] for entry in _entries(_read_locks(folder) or {}) if _still_runs(entry)}


def _read_locks(folder: Path) -> dict[str, Any] | None:
    """DVC's record, empty where there is none yet; None where it is no JSON, and not only while DVC writes it."""
    for _ in range(5):
        try:
            return dict(json.loads((folder / LOCKED_PATHS).read_text()))
        except FileNotFoundError:
            return {}
        except ValueError:
            time.sleep(0.05)
    return None


def _entries(locks: Mapping[str, Any]) -> list[dict[str, Any]]:
    writers, readers = locks.get("write", {}), locks.get("read", {})
    return [*writers.values(), *(entry for many in readers.values() for entry in many)]


def _still_runs(entry: Mapping[str, Any]) -> bool:
    """Whether a process is the one that took a lock: its number may have passed on to another since."""
    try:
        arguments = psutil.Process(entry["pid"]).cmdline()  # empty where it only waits to be reaped
    except psutil.Error:
        return False
    return bool(arguments) and entry["cmd"].endswith(arguments[-1])
