"""Experiments of DVC in MLflow: a run for all of a stage that began at the same commit, and theirs below it.

A queue trains in folders of its own and knows nothing of MLflow's parents and children; what it did is gathered
afterwards. DVC keeps each experiment as a commit that ``refs/exps/<commit where it began>/<name>`` of git points to
(https://dvc.org/doc/user-guide/experiment-management), and its dvc.lock has the key of every run.
"""

import hashlib
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from redes.errors import UserError
from redes.grid import CHOICE, tell_combination
from redes.provenance import PLAN, Provenance, read_meta, read_recorded
from redes.tracking import record
from redes.tracking.parent import PARENT, adopt, tell_tried
from redes.tracking.store import Store

COMMAND = "dvc exp run"
_REFS = "refs/exps/"


def gather_experiments(checkout: Path) -> Iterator[tuple[str, str, int]]:
    """Put the runs of DVC's experiments below one run for each stage and commit where they began. Never twice.

    A run of what dvc.lock records stays where it stands, and so does one of a sweep.

    Args:
        checkout: the folder with dvc.yaml.

    Yields:
        For each stage and commit that has experiments: experiment of MLflow, name of the run, runs that were put below.

    Raises:
        UserError: an experiment's dvc.lock is not YAML.
    """
    begun = _find_experiments(checkout)
    if not begun:
        return
    store = Store(checkout)
    recorded = {facts.key for facts in read_recorded(checkout).values()}
    tracked = {name: str(meta["experiment"]) for name, meta in read_meta(checkout).items() if "experiment" in meta}
    for commit, names in begun.items():
        before = _read_at(checkout, commit)
        after = {name: _read_at(checkout, ref) for name, ref in names.items()}
        for stage in dict.fromkeys(stage for locked in after.values() for stage in locked):
            if stage.partition("@")[0] not in tracked:
                continue
            old = before.get(stage)
            standing = recorded | ({old.key} if old else set())
            changed = {name: locked[stage] for name, locked in after.items() if stage in locked}
            changed = {name: facts for name, facts in changed.items() if facts.key not in standing}
            experiment = tracked[stage.partition("@")[0]]
            with store.lock:
                gathered = _gather(store, experiment, stage, commit, old, changed)
            if gathered:
                yield experiment, *gathered


def _gather(
    store: Store, experiment: str, stage: str, commit: str, old: Provenance | None, changed: Mapping[str, Provenance]
) -> tuple[str, int] | None:
    """Put what a stage did in experiments below one run; give back its name, and how many were not there yet."""
    key = hashlib.sha256(f"{COMMAND} {commit} {stage}".encode()).hexdigest()
    parent_id = next((run.info.run_id for run in store.find_runs(experiment, key)), None)
    found = {name: record.find_recorded(store, experiment, facts.key) for name, facts in changed.items()}
    runs = {
        name: run
        for name, run in found.items()
        if run and run.info.status == "FINISHED" and run.data.tags.get(PARENT) in (None, parent_id)
    }
    if not runs:
        return None
    title = f"experiments on {commit[:7]}: {stage}"
    new = sum(PARENT not in run.data.tags for run in runs.values())
    if new:
        parent_id = parent_id or _begin(store, experiment, stage, commit, key, title)
        parameters = {name: changed[name].flat_parameters() for name in runs}
        values = _tell_apart(parameters, old.flat_parameters() if old else {})
        for name, run in runs.items():
            adopt(store, parent_id, [run], f"{name} {tell_combination(values[name])}", {})
        tried = [(values[name], run.data.metrics) for name, run in runs.items()]
        tell_tried(store, parent_id, COMMAND, tried, _choose_metrics([numbers for _, numbers in tried]))
    return title, new


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


def _read_at(checkout: Path, commit: str) -> dict[str, Provenance]:
    """Read what dvc.lock recorded at a commit; nothing where it had none."""
    with tempfile.TemporaryDirectory() as folder:
        lock = PLAN.with_suffix(".lock")
        Path(folder, lock).write_text(_git(checkout, "show", f"{commit}:./{lock}"), encoding="utf-8")
        try:
            return read_recorded(Path(folder))
        except UserError as error:
            raise UserError(f"the experiment {commit} cannot be read: {error}") from error


def _git(checkout: Path, *arguments: str) -> str:
    """Ask git; nothing where it has no answer."""
    done = subprocess.run(["git", "-C", str(checkout), *arguments], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else ""
