"""What goes into a stage: its command, the digests of what it reads, its parameters; and a key made of them.

DVC keeps these facts in dvc.lock once a stage is done, and can compute them before it starts. Both ways give
the same key, so that a training can be recognised while it runs and again in a clone that never ran it.
"""

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from redes.errors import UserError

PLAN = Path("dvc.yaml")
#: The plan of the best recipes, in a DVC project of its own. No stage of it is named as one of PLAN.
BEST_PLAN = Path("best/dvc.yaml")
PROJECT_KEY = "redes.project"  # in a scratch copy's git configuration: the folder of the project it is a copy of


@dataclass(frozen=True)
class Provenance:
    """The facts about one stage.

    Attributes:
        stage: its address, such as ``train_mnist_cnn`` or ``train_embeddings@training``.
        command: the shell command.
        dependencies: path to MD5, as DVC computes it (a directory's ends in ``.dir``).
        parameters: file to section to values, as in dvc.lock: ``{"params.yaml": {"data": {...}}}``.
        outputs: path to MD5, empty where the stage has not run. No part of the key.
    """

    stage: str
    command: Any
    dependencies: Mapping[str, str]
    parameters: Mapping[str, Mapping[str, Any]]
    outputs: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """SHA-256 of what went in: equal keys, equal results. 64 hexadecimal digits."""
        facts = [self.command, dict(self.dependencies), _plain(self.parameters)]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    def flat_parameters(self) -> dict[str, Any]:
        """The parameters one by one; those of another section than the stage's own as ``section.name``."""
        own = self.stage.partition("@")[0]
        flat: dict[str, Any] = {}
        for sections in self.parameters.values():
            for section, values in sections.items():
                flat |= flatten(values if section == own else {section: values})
        return flat


def flatten(nested: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Join nested keys with dots.

    >>> flatten({"test": {"accuracy": 0.5}, "parameters": 7})
    {'test.accuracy': 0.5, 'parameters': 7}
    """
    flat: dict[str, Any] = {}
    for name, value in nested.items():
        flat |= flatten(value, f"{prefix}{name}.") if isinstance(value, Mapping) else {f"{prefix}{name}": value}
    return flat


def find_checkout(start: Path) -> Path:
    """Find the folder with the plan, in ``start`` or above it.

    Raises:
        UserError: there is none.
    """
    for folder in [start.resolve(), *start.resolve().parents]:
        if (folder / PLAN).is_file() and (folder / "params.yaml").is_file():
            return folder
    raise UserError(f"no dvc.yaml and params.yaml in {start} or above it; change into the project's folder first")


def plan_of(checkout: Path, stage: str) -> Path:
    """Find the plan that has a stage, by its address; PLAN where none has it."""
    name = stage.partition("@")[0]
    return next((plan for plan in (PLAN, BEST_PLAN) if name in _read_stages(checkout / plan)), PLAN)


def read_recorded(checkout: Path, plan: Path = PLAN) -> dict[str, Provenance]:
    """Read what dvc.lock says about every stage that is done.

    Args:
        checkout: the folder with dvc.yaml.
        plan: beside which dvc.lock lies.

    Returns:
        Address to facts, in dvc.lock's order; empty where nothing has run.
    """
    stages = _read_stages(checkout / plan.with_suffix(".lock"))
    return {stage: _from_lock(stage, entry, plan.parent) for stage, entry in stages.items()}


def compute_current(checkout: Path, stage: str) -> Provenance:
    """Ask DVC for the facts about a stage as its files are now. Writes nothing; works while the stage runs.

    Args:
        checkout: the folder with dvc.yaml.
        stage: its address.

    Returns:
        The facts; the outputs have empty digests.

    Raises:
        DvcException: the plan has no such stage, or a dependency is missing.
    """
    from dvc.repo import Repo
    from dvc.stage.serialize import to_single_stage_lockfile

    plan = plan_of(checkout, stage)
    with Repo(str(checkout / plan.parent)) as repo:
        planned = repo.stage.load_one(path=str(checkout / plan), name=stage)
        planned.save_deps()
        outputs = {(plan.parent / output.def_path).as_posix(): "" for output in planned.outs}
        planned.outs = []
        return replace(_from_lock(stage, to_single_stage_lockfile(planned), plan.parent), outputs=outputs)


def read_meta(checkout: Path, plan: Path = PLAN) -> dict[str, dict[str, Any]]:
    """Read what a plan notes under ``meta`` of each stage; a matrix stage comes once, by its bare name."""
    return {name: dict((stage or {}).get("meta") or {}) for name, stage in _read_stages(checkout / plan).items()}


def read_commit(checkout: Path) -> tuple[str | None, bool | None]:
    """Ask git which commit is checked out, and whether the files are those of the commit.

    What the pipeline itself writes does not count: DVC removes a stage's outputs before the stage starts.

    Args:
        checkout: the folder with dvc.yaml, in a git working tree.

    Returns:
        The commit and whether the tree is clean; both None where git has no answer.
    """
    written = [path for plan in (PLAN, BEST_PLAN) for path in _planned_outputs(checkout, plan)]
    commit = _git(checkout, "rev-parse", "HEAD")
    changes = _git(checkout, "status", "--porcelain", "--", ".", *(f":(exclude,glob){path}" for path in written))
    if commit is None or changes is None:
        return None, None
    return commit, changes == ""


def find_project(checkout: Path) -> Path:
    """Find the folder that a checkout belongs to: where the project's own runs are kept.

    Args:
        checkout: the project's folder itself, one of its git worktrees, a folder that DVC made for a queued
            experiment (``.dvc/tmp/exps/...``), or a copy of the project that ``redes.scratch`` made.
    """
    for folder in [checkout, *checkout.parents]:
        if folder.parts[-3:] == (".dvc", "tmp", "exps"):
            return find_project(folder.parents[2])
    shared = _git(checkout, "rev-parse", "--path-format=absolute", "--git-common-dir")
    prefix = _git(checkout, "rev-parse", "--show-prefix")
    if shared and prefix is not None and Path(shared).name == ".git":
        project = Path(shared).parent / prefix
        copied = _git(project, "config", "--local", "--get", PROJECT_KEY)
        project = Path(copied) if copied else project
        if (project / PLAN).is_file():
            return project.resolve()
    return checkout.resolve()


def _planned_outputs(checkout: Path, plan: Path) -> Iterator[str]:
    """The paths that a plan's stages and DVC write, as git patterns: ``${item.corpus}`` becomes ``*``."""
    yield plan.with_suffix(".lock").as_posix()
    for stage in _read_stages(checkout / plan).values():
        for kind in ("outs", "metrics", "plots"):
            for output in (stage or {}).get(kind) or []:
                path = next(iter(output)) if isinstance(output, Mapping) else output
                pattern = (plan.parent / re.sub(r"\$\{[^}]*\}", "*", str(path))).as_posix()
                yield from (pattern, f"{pattern}/**")


def _git(folder: Path, *arguments: str) -> str | None:
    # Without optional locks: `git status` would else refresh the index, and DVC may be using git beside us.
    command = ["git", "--no-optional-locks", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return None


def _from_lock(stage: str, entry: Mapping[str, Any], folder: Path) -> Provenance:
    """Read an entry of a dvc.lock; its paths start from ``folder``, those of the facts from the checkout's."""

    def from_checkout(path: str) -> str:
        return os.path.normpath(folder / path)

    dependencies, outputs = (
        {from_checkout(item["path"]): item.get("md5", "") for item in entry.get(kind, [])} for kind in ("deps", "outs")
    )
    parameters = {from_checkout(file): sections for file, sections in entry.get("params", {}).items()}
    return Provenance(stage, entry["cmd"], dependencies, parameters, outputs)


def _plain(value: Any) -> Any:
    """Mappings and lists of whatever class as plain ones; other values that JSON lacks (dates) as text."""
    return json.loads(json.dumps(value, default=lambda v: dict(v) if isinstance(v, Mapping) else str(v)))


def _read_stages(path: Path) -> dict[str, Any]:
    """What stands under ``stages`` in a dvc.yaml or dvc.lock; nothing where there is no such file."""
    return (_load_yaml(path) or {}).get("stages") or {}


def _load_yaml(path: Path) -> Any:
    """Read a YAML file; nothing where there is none. What it gives is shared by all who read the same content."""
    if not path.exists():
        return None
    try:
        return _parse_yaml(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        told = " ".join(str(error).split())
        raise UserError(f"{path} is not YAML, perhaps after a merge: {told}; restore it with git") from None


@lru_cache(maxsize=8)
def _parse_yaml(text: str) -> Any:
    """Parse YAML once: what a plan recorded takes a quarter of a second."""
    return YAML(typ="safe").load(text)
