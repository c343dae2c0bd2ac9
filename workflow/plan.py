"""The pipeline as dvc.yaml defines it, in the terms that Snakemake's rules need.

DVC itself reads the plan, so matrix, templating and defaults are its own.
"""

import re
from collections import Counter
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from dvc.dependency.param import ParamsDependency
from dvc.exceptions import DvcException
from dvc.repo import Repo
from dvc.repo.trie import build_outs_trie
from workflow.staleness import Staleness, find_outputs, judge


class PlanError(Exception):
    """The plan cannot be read or carried out; the message is meant for the person who wrote it."""


@dataclass(frozen=True)
class Output:
    """A path that a stage makes.

    Attributes:
        path: relative to the project's root.
        is_directory: it is a folder.
        is_plot: dvc.yaml lists it under ``plots``: something to look at.
    """

    path: str
    is_directory: bool
    is_plot: bool


@dataclass(frozen=True)
class Stage:
    """One stage of dvc.yaml.

    Attributes:
        address: DVC's name for it, ``train_embeddings@training``.
        identifier: the same as a word that can name a rule or a file, ``train_embeddings_training``.
        inputs: outputs of other stages that it reads, then the files that no stage makes.
        outputs: what it makes.
        producers: the address of the stage that makes an input, by input.
        threads: processor cores that it keeps busy (``meta: threads``), 1 if not stated.
        mem_mb: memory in MB that it needs (``meta: mem_mb``), 1000 if not stated.
        minutes: about how long it takes (``meta: minutes``), 0 if not stated.
    """

    address: str
    identifier: str
    inputs: tuple[str, ...]
    outputs: tuple[Output, ...]
    producers: dict[str, str]
    threads: int
    mem_mb: int
    minutes: float


@dataclass(frozen=True)
class Plan:
    """All stages, in the order of dvc.yaml, and which of them DVC calls stale."""

    stages: tuple[Stage, ...]
    staleness: Staleness

    def leaves(self) -> list[Output]:
        """Outputs of stages that no other stage reads from."""
        read_from = {address for stage in self.stages for address in stage.producers.values()}
        return [out for stage in self.stages if stage.address not in read_from for out in stage.outputs]

    def priorities(self) -> dict[str, int]:
        """Seconds of the longest chain of stages that begins with each: of two that could start, it goes first.

        Returns:
            Address to seconds; a stage counts for at least one.
        """
        chains = {stage.address: round(max(60 * stage.minutes, 1)) for stage in self.stages}
        producers = {stage.address: set(stage.producers.values()) for stage in self.stages}
        waiting = dict.fromkeys(chains, 0)
        for address in reversed([*TopologicalSorter(producers).static_order()]):
            chains[address] += waiting[address]
            for producer in producers[address]:
                waiting[producer] = max(waiting[producer], chains[address])
        return chains


def read_plan(*, with_status: bool) -> Plan:
    """Read dvc.yaml of the current folder, and on request ask DVC what is stale.

    Args:
        with_status: ask for the status, which takes time; otherwise any stage may follow.

    Returns:
        The plan; paths in it are relative to the current folder.

    Raises:
        PlanError: DVC refuses dvc.yaml, dvc.lock or params.yaml, or two stages share an identifier.
    """
    try:
        # As `dvc --wait-for-lock` does: another DVC command may be at work for a moment.
        with Repo(".", _wait_for_lock=True) as repo:
            repo.index.check_graph()
            stages = [stage for stage in repo.index.stages if stage.cmd]
            unknown = Staleness(may_follow=frozenset(stage.addressing for stage in stages))
            outs = build_outs_trie(stages)
            staleness = judge(stages, outs, repo.status()) if with_status else unknown
            plan = Plan(tuple(_describe(stage, outs) for stage in stages), staleness)
    except DvcException as error:
        raise PlanError(explain(error)) from None
    twice = [name for name, count in Counter(s.identifier for s in plan.stages).items() if count > 1]
    if twice:
        raise PlanError(f"dvc.yaml: two stages would share the rule name {twice[0]}; rename one of them")
    return plan


def identifier(address: str) -> str:
    """Turn DVC's address of a stage into a word: letters, digits and underscores.

    >>> identifier("train_embeddings@training")
    'train_embeddings_training'
    """
    return re.sub(r"\W+", "_", address)


def explain(error: BaseException | None) -> str:
    """Put the messages of an error and of what caused it in one line."""
    messages = []
    while error is not None:
        messages.append(" ".join(str(error).split()))
        error = error.__cause__
    return ": ".join(dict.fromkeys(message for message in messages if message))


def _describe(stage: Any, outs: Any) -> Stage:
    root = stage.repo.root_dir
    producers: dict[str, str] = {}
    sources: list[str] = []
    for dep in stage.deps:
        if dep.protocol != "local":
            continue
        made = find_outputs(dep, outs)
        producers |= {_relative(out, root): out.stage.addressing for out in made}
        if not made and not isinstance(dep, ParamsDependency):
            sources.append(_relative(dep, root))
    meta = stage.meta or {}
    return Stage(
        address=stage.addressing,
        identifier=identifier(stage.addressing),
        inputs=(*producers, *sources),
        outputs=tuple(Output(_relative(out, root), _is_directory(out), bool(out.plot)) for out in stage.outs),
        producers=producers,
        threads=int(meta.get("threads", 1)),
        mem_mb=int(meta.get("mem_mb", 1000)),
        minutes=float(meta.get("minutes", 0)),
    )


def _relative(entry: Any, root: str) -> str:
    return Path(entry.fs_path).relative_to(root).as_posix()


def _is_directory(out: Any) -> bool:
    """Go by dvc.lock, then by what is on disk; before the first run by the name: a folder has no suffix."""
    if out.hash_info:
        return bool(out.hash_info.isdir)
    path = Path(out.fs_path)
    return path.is_dir() if path.exists() else not path.suffix
