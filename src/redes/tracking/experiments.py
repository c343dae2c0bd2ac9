"""Experiments of DVC in MLflow: a run for all of a stage that began at the same commit, and theirs below it.

A queue trains in folders of its own and knows nothing of MLflow's parents and children; what it did is gathered
afterwards. DVC keeps each experiment as a commit that ``refs/exps/<commit where it began>/<name>`` of git points to
(https://dvc.org/doc/user-guide/experiment-management), and its dvc.lock has the key of every run.
"""

import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.grid import CHOICE, tell_combination
from redes.provenance import PLAN, Provenance, read_meta, read_recorded
from redes.tracking import record
from redes.tracking.parent import PARENT, adopt, tell_tried
from redes.tracking.store import Store, import_mlflow

COMMAND = "dvc exp run"
_REFS = "refs/exps/"


def gather_experiments(checkout: Path) -> Iterator[tuple[str, str, int]]:
    """Put the runs of DVC's experiments below one run for each stage and commit where they began. Never twice.

    A run of what dvc.lock records, now or where an experiment began, stays where it stands, and so does one of a sweep.
    An experiment that cannot be read is told and left out.

    Args:
        checkout: the folder with dvc.yaml.

    Yields:
        Where runs were put: experiment of MLflow, name of the run above them, how many were not there yet.
    """
    begun = _find_experiments(checkout)
    if not begun:
        return
    store = Store(checkout)
    tracked = {name: str(meta["experiment"]) for name, meta in read_meta(checkout).items() if "experiment" in meta}
    before = {commit: _read_at(checkout, commit) for commit in begun}
    standing = {facts.key for locked in [read_recorded(checkout), *before.values()] for facts in locked.values()}
    for commit, names in begun.items():
        after = {name: _read_at(checkout, ref, name) for name, ref in names.items()}
        for stage in dict.fromkeys(stage for locked in after.values() for stage in locked):
            if stage.partition("@")[0] not in tracked:
                continue
            changed = {name: locked[stage] for name, locked in after.items() if stage in locked}
            changed = {name: facts for name, facts in changed.items() if facts.key not in standing}
            experiment, title = tracked[stage.partition("@")[0]], f"experiments on {commit[:7]}: {stage}"
            with store.lock:
                new = _gather(store, experiment, title, commit, before[commit].get(stage), changed)
            if new:
                yield experiment, title, new


def _gather(
    store: Store, experiment: str, title: str, commit: str, old: Provenance | None, changed: Mapping[str, Provenance]
) -> int:
    """Put what a stage did in experiments below one run; give back how many were not there yet."""
    key = hashlib.sha256(f"{title} {commit}".encode()).hexdigest()
    parent_id = next((run.info.run_id for run in store.find_runs(experiment, key)), None)
    runs: dict[str, Any] = {}
    for name, facts in changed.items():
        run = record.find_recorded(store, experiment, facts.key)
        # Two experiments may share a training, where they differ in another stage.
        shared = run and run.info.run_id in [other.info.run_id for other in runs.values()]
        if run and run.info.status == "FINISHED" and not shared and _may_move(store, run, parent_id):
            runs[name] = run
    new = sum(run.data.tags.get(PARENT, "") != parent_id for run in runs.values())
    if not new:
        return 0
    stage = next(iter(changed.values())).stage
    parent_id = parent_id or _begin(store, experiment, stage, commit, key, title)
    values = _tell_apart({name: changed[name].flat_parameters() for name in runs}, old.flat_parameters() if old else {})
    tried = [({"experiment": name, **values[name]}, run.data.metrics) for name, run in runs.items()]
    # First: what is below the parent is not looked at again.
    tell_tried(store, parent_id, COMMAND, tried, _choose_metrics([numbers for _, numbers in tried]))
    for name, run in runs.items():
        adopt(store, parent_id, [run], f"{name} {tell_combination(values[name])}".strip(), {})
    return new


def _may_move(store: Store, run: Any, parent_id: str | None) -> bool:
    """Whether a run stands below no other run than the given one; one in MLflow's bin does not count."""
    above = run.data.tags.get(PARENT)
    if above in (None, parent_id):
        return True
    try:
        return bool(store.client.get_run(above).info.lifecycle_stage == "deleted")
    except import_mlflow().MlflowException:  # emptied, too
        return True


def _begin(store: Store, experiment: str, stage: str, commit: str, key: str, title: str) -> str:
    """Create the run above the experiments."""
    tags = {"stage": stage, "key": key, "source": "experiments", "git.commit": commit}
    tags |= {"mlflow.source.git.commit": commit, "mlflow.source.type": "LOCAL", "mlflow.source.name": COMMAND}
    run = store.client.create_run(store.experiment_id(experiment), run_name=title, tags=tags)
    store.client.set_terminated(run.info.run_id)
    return str(run.info.run_id)


def _tell_apart(parameters: Mapping[str, Mapping[str, Any]], old: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Of several sets of parameters, keep those that are not as they were, or not the same in all.

    >>> _tell_apart({"a": {"rate": 1, "epochs": 3}, "b": {"rate": 2, "epochs": 3}}, {"rate": 1, "epochs": 3})
    {'a': {'rate': 1}, 'b': {'rate': 2}}
    """
    all_of_them = [old, *parameters.values()] if old else list(parameters.values())
    names = dict.fromkeys(name for values in parameters.values() for name in values)
    differ = [name for name in names if any(values.get(name) != all_of_them[0].get(name) for values in all_of_them)]
    return {experiment: {name: values.get(name) for name in differ} for experiment, values in parameters.items()}


def _choose_metrics(runs: Sequence[Mapping[str, float]]) -> list[str]:
    """Choose what a summary tells: what was judged by validation, or else the first numbers; never the test set's."""
    names = sorted({name for metrics in runs for name in metrics if not name.startswith("test.")})
    return [name for name in (CHOICE, "validation.loss") if name in names] or names[:3]


def _find_experiments(checkout: Path) -> dict[str, dict[str, str]]:
    """Find DVC's experiments: the commit where they began, their names, git's references to them."""
    found: dict[str, dict[str, str]] = {}
    for ref in _git(checkout, "for-each-ref", "--sort=creatordate", "--format=%(refname)", _REFS).split():
        match ref.removeprefix(_REFS).split("/"):
            # The others are DVC's own: a stash, the experiment that runs now.
            case [start, rest, name] if len(start + rest) == 40:
                found.setdefault(start + rest, {})[name] = ref
    return found


def _read_at(checkout: Path, commit: str, name: str = "") -> dict[str, Provenance]:
    """Read what dvc.lock recorded at a commit; nothing where it had none, or where it cannot be read."""
    with tempfile.TemporaryDirectory() as folder:
        lock = PLAN.with_suffix(".lock")
        Path(folder, lock).write_text(_git(checkout, "show", f"{commit}:./{lock}"), encoding="utf-8")
        try:
            return read_recorded(Path(folder))
        except UserError:
            if name:
                told = f"its {lock} is not YAML; the command that removes it: dvc exp remove {name}"
                print(f"warning: experiment {name} of DVC left out: {told}", file=sys.stderr, flush=True)
            return {}


def _git(checkout: Path, *arguments: str) -> str:
    """Ask git; nothing where it has no answer."""
    try:
        return subprocess.run(
            ["git", "-C", str(checkout), *arguments], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
