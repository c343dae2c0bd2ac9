"""Stages on a cluster: the node runs the command and leaves a note; the head node records the result with DVC.

DVC's locks know a process by a number that means nothing on another host, and its state is a database that only
one host may write to. So on a node DVC works apart: its locks and its state lie in a folder that ends with the job,
and it writes neither dvc.lock nor the cache. What the job read and made, as digests, is noted when the command has
succeeded. The head node takes the notes up when its run ends, or when the next one begins: it records a result only
where all of that is still what lies on the disk.
"""

import json
import logging
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dvc.dependency.param import ParamsDependency
from dvc.exceptions import DvcException
from dvc.repo import Repo
from workflow.lockfile import sort_lock
from workflow.plan import PlanError, explain, identifier
from workflow.repro import ending

NOTES = Path(".snakemake/ran")


class ApartRepo(Repo):
    """The project as DVC sees it, with locks and state of its own, and without an eye on git's ignore files."""

    def __init__(self, folder: str) -> None:
        """Open the project in the current folder.

        Args:
            folder: where to keep the locks and the state.
        """
        self.tmp_dir = self.site_cache_dir = folder  # properties that DVC works out once, unless they are set
        super().__init__(".", config={"core": {"no_scm": True}})


def run(address: str) -> None:
    """Run a stage on a node as `dvc repro --single-item --no-commit` would, and note what it read and made.

    As under DVC, an unchanged stage is left as it is, and what the run cache remembers is taken from there.

    Args:
        address: DVC's name for the stage.

    Raises:
        DvcException: the stage failed; nothing is noted.
    """
    note = _note_of(address)
    note.unlink(missing_ok=True)
    with TemporaryDirectory() as folder, ApartRepo(folder) as repo, repo.lock:
        (stage,) = repo.stage.collect(address)
        read = _digests(stage, stage.deps)  # before the command starts: DVC itself looks after it has ended
        if stage.reproduce(no_commit=True):
            note.parent.mkdir(parents=True, exist_ok=True)
            partial = note.with_suffix(f".partial-{os.getpid()}")
            partial.write_text(json.dumps(read | _digests(stage, stage.outs), indent=1), encoding="utf-8")
            partial.replace(note)


def take_up() -> None:
    """Record what jobs on nodes have noted, on the head node, and say which results no longer hold.

    Raises:
        PlanError: DVC refuses dvc.yaml, dvc.lock or params.yaml; the notes that are left stay for the next time.
    """
    if not any(NOTES.glob("*.json")):
        return
    logging.getLogger("dvc").setLevel(logging.WARNING)
    try:
        with Repo(".", _wait_for_lock=True) as repo:
            for stage in list(repo.index.stages):
                note = _note_of(stage.addressing)
                if note.exists():
                    _record(repo, stage, json.loads(note.read_text(encoding="utf-8")))
                    note.unlink(missing_ok=True)
    except DvcException as error:
        raise PlanError(explain(error)) from None
    for note in NOTES.glob("*.json"):  # of stages that are no longer in the plan
        note.unlink(missing_ok=True)
    sort_lock()


def _record(repo: Repo, stage: Any, noted: dict[str, Any]) -> None:
    """Commit one stage, unless what it read or made has changed since: `dvc commit -f` trusts what is on disk."""
    now = _digests(stage, [*stage.deps, *stage.outs])
    changed = [name for name in now | noted if name not in now or name not in noted or now[name] != noted[name]]
    if changed:
        print(
            f"The result of {stage.addressing} is not recorded, and the stage stays stale:",
            f"{', '.join(changed)} changed since its job began.",
            file=sys.stderr,
        )
    else:
        repo.commit(stage.addressing, force=True)


def _note_of(address: str) -> Path:
    return NOTES / f"{identifier(address)}.json"


def _digests(stage: Any, entries: Iterable[Any]) -> dict[str, Any]:
    """The command, and what dependencies, parameters and outputs are at this moment, as JSON gives it back."""
    found: dict[str, Any] = {"its command": stage.cmd}
    for entry in entries:
        if isinstance(entry, ParamsDependency):
            found |= {f"{entry}:{key}": value for key, value in entry.read_params().items()}
        else:
            found[str(entry)] = entry.get_hash().value if entry.exists else None
    return dict(json.loads(json.dumps(found, default=str)))


if __name__ == "__main__":
    logging.getLogger("dvc").setLevel(logging.WARNING)
    try:
        run(sys.argv[1])
    except DvcException as error:
        sys.exit(f"error: {ending(error) or explain(error)}")
