"""A stage run once for every combination of values: a run in MLflow for the whole, and one below it for each.

The stage's own command runs in a copy of the project, and that of the stage that judges it, if that is another. A
combination that was run before, by the plan or by another sweep, is not run again: the sweep gets a copy of its run,
so that the run itself stays where it stands.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from redes.errors import UserError
from redes.files import read_json
from redes.grid import combine, set_params, tell_combination
from redes.params import PARAMS
from redes.provenance import Provenance, compute_current, read_commit, read_meta
from redes.scratch import copy_project, environment, run_program
from redes.tracking import record
from redes.tracking.judging import find_judgement, is_recorded_judgement, numbers_of
from redes.tracking.later import add_later
from redes.tracking.parent import adopt, set_tags, tell_tried
from redes.tracking.store import Store, import_mlflow

JUDGEMENT = "judgement"  # tag of a run: how its stage's judge came to the numbers that the stage itself does not write
STUDIES = "studies"  # the experiment of stages to which the plan gives none


@dataclass(frozen=True)
class Tried:
    """What one combination gave.

    Attributes:
        parameters: the combination.
        metrics: as the run in MLflow has them; empty where the stage failed.
        seconds: between begin and end of its run, without imports; None where it was rebuilt from tracked files.
        outcome: whether the stage ran now.
    """

    parameters: Mapping[str, Any]
    metrics: Mapping[str, float]
    seconds: float | None
    outcome: Literal["done", "done before", "failed"]


def sweep_stage(
    checkout: Path, stage: str, judge: str, grid: Mapping[str, Sequence[Any]], metrics: Sequence[str], command: str
) -> Iterator[Tried]:
    """Run a stage for every combination that has not been run.

    Args:
        checkout: the project's folder; nothing in it that git tracks is changed.
        stage: its address; its parameters and the combinations have been checked.
        judge: the stage whose numbers are compared, as ``redes.tracking.judging`` finds it.
        grid: the values of each parameter of its section.
        metrics: what the summary tells.
        command: that a person gave, for the record.

    Yields:
        What each combination gave, in the order of ``redes.grid.combine``.

    Raises:
        UserError: what the stage reads is not up to date, a run is missing from MLflow, or the same sweep runs now.
    """
    section = stage.partition("@")[0]
    experiment = read_meta(checkout).get(section, {}).get("experiment")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "redes")
        copy_project(checkout, copy, share=True)
        _bring_inputs(copy, stage, judge)
        store = Store(checkout)
        # The commit of the copy is nobody's.
        commit, clean = read_commit(checkout)
        git = dict.fromkeys(("git.commit", "mlflow.source.git.commit"), commit or "unknown")
        git["git.clean"] = str(bool(clean)).lower()
        sweep = _Sweep(store, copy, str(experiment or STUDIES), stage, judge, metrics, git)
        tried = []
        with sweep.parent(grid, command):
            for combination in combine(grid):
                set_params(copy / PARAMS, section, combination)
                tried.append(sweep.try_combination(combination))
                yield tried[-1]
            sweep.summarise(tried, command)


def _bring_inputs(copy: Path, stage: str, judge: str) -> None:
    """Take what the stage and its judge read out of DVC's cache."""
    try:
        run_program(copy, "dvc", "checkout", "--quiet", "--force", "--with-deps", judge)
    except UserError as error:
        raise UserError(f"what {stage} reads is not all in DVC's cache; run the plan first, or dvc pull") from error
    changed = json.loads(run_program(copy, "dvc", "status", "--json", "--with-deps", judge))
    if stale := [name for name in changed if name not in (stage, judge)]:
        raise UserError(f"{stage} reads what is not up to date; run first: dvc repro {' '.join(stale)}")


@dataclass
class _Sweep:
    """A sweep of one stage, in a copy of the project.

    Attributes:
        store: of the project.
        copy: the copy.
        experiment: where all runs go.
        stage: its address; of the experiment ``STUDIES``, it logs no run itself.
        judge: the stage whose numbers are compared.
        metrics: what the summary tells.
        git: tags that tell the project's commit.
    """

    store: Store
    copy: Path
    experiment: str
    stage: str
    judge: str
    metrics: Sequence[str]
    git: Mapping[str, str]
    _key: str = field(default="", init=False)
    _parent: str = field(default="", init=False)
    _own: dict[str, Any] = field(default_factory=dict, init=False)
    _outcome: str = field(default="FINISHED", init=False)

    @contextmanager
    def parent(self, grid: Mapping[str, Sequence[Any]], command: str) -> Iterator[None]:
        """Create the run of the whole; one of the same sweep that was interrupted is replaced and its children kept."""
        facts = compute_current(self.copy, self.stage)
        parameters = {file: dict(sections) for file, sections in facts.parameters.items()}
        section = self.stage.partition("@")[0]
        parameters[str(PARAMS)][section] = {**parameters[str(PARAMS)][section], **grid}
        facts = replace(facts, command=f"redes sweep: {facts.command}", parameters=parameters)
        self._key = facts.key
        with self.store.lock:
            standing = record.find_recorded(self.store, self.experiment, self._key)
            if standing and standing.info.status == "RUNNING":
                raise UserError("this sweep is running already; wait for its end")
            self._parent = record.begin_run(self.store, self.copy, self.experiment, facts, "sweep")
            self.store.client.update_run(self._parent, name=f"sweep {self.stage}: {', '.join(grid)}")
            set_tags(self.store, self._parent, {"mlflow.source.name": command, **self.git})
            query = f"tags.sweep = '{self._key}'"
            found = self.store.client.search_runs([self.store.experiment_id(self.experiment)], query)
            self._own = {run.data.tags.get("copy.key") or run.data.tags["key"]: run for run in found}
        try:
            yield
        except BaseException as error:
            self._end("KILLED" if isinstance(error, KeyboardInterrupt | GeneratorExit) else "FAILED")
            raise
        self._end(self._outcome)

    def try_combination(self, combination: Mapping[str, Any]) -> Tried:
        """Run the stage and its judge with the copy's params.yaml as it is, unless that was done before."""
        facts = compute_current(self.copy, self.stage)
        run = found = self._find(facts)
        judgement = "" if self.judge == self.stage else find_judgement(self.copy, self.judge, facts)
        judged = found is not None and self._is_judged(found, facts, judgement)
        if not judged:
            if not self._execute(facts):
                if found is None:
                    self._adopt(combination, *self.store.find_runs(self.experiment, facts.key), **self.git)
                return Tried(combination, {}, None, "failed")
            run = found or (self._log(facts) if self.experiment == STUDIES else self._find(facts))
        if run is None:
            raise UserError(f"MLflow lacks the run of {tell_combination(combination)}: see the warning above")
        if found and facts.key not in self._own:
            run = self._copy_run(found, {JUDGEMENT: judgement} if judged else {})
        self._adopt(combination, run, **({} if found else self.git))
        if judgement and not judged:
            later = compute_current(self.copy, self.judge)
            if not self._execute(later):
                return Tried(combination, {}, None, "failed")
            with self.store.lock:
                add_later(self.store, self.copy, run.info.run_id, self.stage, later)
                set_tags(self.store, run.info.run_id, {JUDGEMENT: judgement})
                run = self.store.client.get_run(run.info.run_id)
        timed = run.data.tags["source"] != "sync"
        seconds = round((run.info.end_time - run.info.start_time) / 1000, 1) if timed else None
        return Tried(combination, run.data.metrics, seconds, "done before" if judged else "done")

    def summarise(self, tried: Sequence[Tried], command: str) -> None:
        """Give the run of the whole its summary; where every combination failed, it failed."""
        if all(one.outcome == "failed" for one in tried):
            self._outcome = "FAILED"
        with self.store.lock:
            given = [(one.parameters, one.metrics) for one in tried if one.metrics]
            tell_tried(self.store, self._parent, command, given, self.metrics)

    def _find(self, facts: Provenance) -> Any | None:
        """Find the finished run of a combination: this sweep's, or any."""
        run = self._own.get(facts.key)
        if run is not None and run.info.status == "FINISHED":
            return run
        with self.store.lock:
            run = record.find_recorded(self.store, self.experiment, facts.key)
        return run if run and run.info.status == "FINISHED" else None

    def _is_judged(self, run: Any, facts: Provenance, judgement: str) -> bool:
        """Whether a run's numbers were made as they would be now; the plan's own run has those of dvc.lock."""
        if run.data.tags.get(JUDGEMENT, "") == judgement:
            return True
        return "copy.key" not in run.data.tags and is_recorded_judgement(self.copy, self.judge, facts, judgement)

    def _execute(self, facts: Provenance) -> bool:
        """Run a stage's command in the copy; give back whether it worked."""
        return not subprocess.run(facts.command, shell=True, cwd=self.copy, env=environment(), check=False).returncode

    def _adopt(self, combination: Mapping[str, Any], *runs: Any, **tags: str) -> None:
        """Put the runs of a combination below the run of the whole, by its name."""
        with self.store.lock:
            adopt(self.store, self._parent, runs, tell_combination(combination), {"sweep": self._key, **tags})

    def _log(self, facts: Provenance) -> Any:
        """Log a run of a stage that does not do so itself."""
        metrics = read_json(self.copy / numbers_of(self.stage))
        with self.store.lock:
            run_id = record.begin_run(self.store, self.copy, self.experiment, facts, "sweep")
            record.log_metrics(self.store, run_id, [(0, metrics)])
            record.end_run(self.store, run_id)
            return self.store.client.get_run(run_id)

    def _copy_run(self, run: Any, tags: Mapping[str, str]) -> Any:
        """Copy a run: parameters, metrics with their history, data sets and the tags that tell what it was."""
        client = self.store.client
        kept = {name: run.data.tags[name] for name in ("stage", "source", "mlflow.source.name")}
        tags = {**tags, **kept, "copy.key": run.data.tags["key"], "copy.of": run.info.run_id}
        with self.store.lock:
            number = self.store.experiment_id(self.experiment)
            made = client.create_run(number, run.info.start_time, tags, run_name=run.info.run_name)
            entities = import_mlflow().entities
            parameters = [entities.Param(name, value) for name, value in run.data.params.items()]
            history = [row for name in run.data.metrics for row in client.get_metric_history(run.info.run_id, name)]
            client.log_batch(made.info.run_id, params=parameters)
            for start in range(0, len(history), record.BATCH):
                client.log_batch(made.info.run_id, metrics=history[start : start + record.BATCH])
            client.log_inputs(made.info.run_id, datasets=run.inputs.dataset_inputs)
            client.set_terminated(made.info.run_id, end_time=run.info.end_time)
            return client.get_run(made.info.run_id)

    def _end(self, status: str) -> None:
        with self.store.lock:
            record.end_run(self.store, self._parent, status)
