"""What is stale, by content: DVC's own judgement, split by what it means for the stages downstream.

`dvc status` compares each stage with dvc.lock alone. So a deleted model makes its stage stale, and also
every stage that reads the model, although the model will come back with the same bytes. Here a stage is
one of:

- *changed*: command, parameters or a dependency differ from dvc.lock; its outputs may come out different;
- *damaged*: only its outputs differ from dvc.lock; running it brings them back, so nothing downstream
  changes;
- up to date, and then it *may follow* where a stage upstream is changed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dvc.repo.graph import build_graph
from networkx import dfs_postorder_nodes


@dataclass(frozen=True)
class Staleness:
    """Addresses of the stages that must run or may follow.

    Attributes:
        reasons: for each stage that must run, why, in words.
        damaged: those of them whose outputs come back unchanged.
        may_follow: stages whose inputs may change while others run; they may be among ``reasons`` or not.
    """

    reasons: Mapping[str, list[str]] = field(default_factory=dict)
    damaged: frozenset[str] = frozenset()
    may_follow: frozenset[str] = frozenset()

    def runs(self, address: str) -> bool:
        """Whether Snakemake has to plan this stage."""
        return address in self.reasons or address in self.may_follow


def judge(stages: Sequence[Any], outs: Any, status: Mapping[str, list[Any]]) -> Staleness:
    """Tell changed stages from damaged ones.

    Args:
        stages: DVC's stage objects, as loaded with dvc.lock, without cycles.
        outs: DVC's trie of their outputs, by the parts of their paths.
        status: what ``Repo.status()`` says: address to list of changes.

    Returns:
        The staleness of all stages.
    """
    reasons: dict[str, list[str]] = {}
    damaged: set[str] = set()
    follow: set[str] = set()
    open_ends: set[str] = set()  # stages whose outputs may come out different
    graph = build_graph(stages, outs)
    for stage in dfs_postorder_nodes(graph):  # what a stage reads from comes before it
        address = stage.addressing
        if any(other.addressing in open_ends for other in graph.successors(stage)):
            follow.add(address)
        own = list(_own_changes(stage, status.get(address, []), outs, open_ends))
        if own and not any(out.hash_info for out in stage.outs):
            own = ["has not run yet"]
        lost = [f"{path} {kind}" for path, kind in _entries(status.get(address, []), "changed outs")]
        if own or lost:
            reasons[address] = own or lost
        if own or address in follow:
            open_ends.add(address)
        elif lost:
            damaged.add(address)
    return Staleness(reasons, frozenset(damaged), frozenset(follow))


def find_outputs(dep: Any, outs: Any) -> list[Any]:
    """Find the outputs that are a dependency's path, hold it or lie in it: DVC's entries, out of its trie of all."""
    path = dep.fs.parts(dep.fs_path)
    around = [step.value for step in outs.prefixes(path)]
    return [*around, *outs.values(prefix=path)] if outs.has_subtrie(path) else around


def _entries(changes: Iterable[Any], kind: str) -> Iterator[tuple[str, Any]]:
    for change in changes:
        if isinstance(change, dict):
            yield from change.get(kind, {}).items()


def _own_changes(stage: Any, changes: list[Any], outs: Any, open_ends: set[str]) -> Iterator[str]:
    """Reasons for which the outputs of a stage may come out different from what dvc.lock says."""
    yield from (change for change in changes if isinstance(change, str))
    deps = {str(dep): dep for dep in stage.deps}
    for path, kind in _entries(changes, "changed deps"):
        if isinstance(kind, dict):
            yield from _changed_values(deps[path], kind)
        elif not _comes_back(deps[path], outs, open_ends):
            yield f"{path} {kind}"


def _changed_values(params: Any, kinds: Mapping[str, str]) -> Iterator[str]:
    """Name each parameter that differs, with its two values, also where a stage reads a whole section."""
    now, then = params.read_params(), params.hash_info.value or {}
    for key in kinds:
        yield from _differences(key, then.get(key), now.get(key))


def _differences(key: str, then: Any, now: Any) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for part in [*now, *(part for part in then if part not in now)]:
            yield from _differences(f"{key}.{part}", then.get(part), now.get(part))
    elif then != now:
        yield f"{key} {then} -> {now}"


def _comes_back(dep: Any, outs: Any, open_ends: set[str]) -> bool:
    """Whether a changed dependency equals what dvc.lock says once damaged outputs are made again."""
    made = find_outputs(dep, outs)
    if not made or not dep.hash_info:
        return False
    if any(out.stage.addressing in open_ends for out in made):
        return True  # it follows from those stages anyway
    if made[0].fs_path == dep.fs_path:
        return dep.hash_info == made[0].hash_info
    inside = dep.fs.isin(dep.fs_path, made[0].fs_path)
    return dep.hash_info == (_hash_in(dep, made[0]) if inside else _hash_with(dep, made))


def _hash_in(dep: Any, out: Any) -> Any:
    """Look up a file in the folder that it belongs to, as dvc.lock has it.

    Returns:
        DVC's hash; None where the cache does not have the folder's list, or the dependency is a folder in it.
    """
    tree = out.get_obj()
    entry = tree.get(out.fs.relparts(dep.fs_path, out.fs_path)) if tree is not None else None
    return entry[1] if entry else None


def _hash_with(dep: Any, outs: Iterable[Any]) -> Any:
    """Hash a folder as it will be when the outputs in it are what dvc.lock says.

    Returns:
        DVC's hash; None where an output is itself a folder or holds the dependency: what it was is not at
        hand.
    """
    from dvc_data.hashfile.build import build
    from dvc_data.hashfile.tree import Tree

    tree = Tree()
    if dep.exists:
        odb = dep.repo.cache.local
        now: Any
        _, _, now = build(odb, dep.fs_path, dep.fs, dep.hash_name, ignore=dep.dvcignore, dry_run=True)
        for key, meta, hash_info in now:
            tree.add(key, meta, hash_info)
    for out in outs:
        if not out.hash_info or out.hash_info.isdir or not out.fs.isin(out.fs_path, dep.fs_path):
            return None
        tree.add(out.fs.relparts(out.fs_path, dep.fs_path), out.meta, out.hash_info)
    tree.digest()
    return tree.hash_info
