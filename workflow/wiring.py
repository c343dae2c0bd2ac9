"""Inputs and outputs of Snakemake's rules, so that its file times carry DVC's judgement.

Snakemake runs a rule where an input is newer than an output. A stage that must run takes a stamp that was
written just now as one more input; any other takes the same stamp as ``ancient``, whose time does not
count.
"""

import os
import shutil
import time
from pathlib import Path

from snakemake.io import ancient, directory, report
from snakemake.ioflags import update
from workflow.plan import Output, Plan, PlanError, Stage, read_plan

STAMP = Path(".snakemake/asked-dvc")


def write_stamp() -> None:
    """Write the stamp anew, with content that never repeats: Snakemake ignores new times on equal content."""
    STAMP.parent.mkdir(exist_ok=True)
    STAMP.write_text(f"{time.time_ns()}\n")


def clear_backups() -> None:
    """Remove what a killed run left: Snakemake stumbles over a backup of a folder that is already there."""
    shutil.rmtree(".snakemake/backups", ignore_errors=True)


def refuse_impossible(plan: Plan) -> None:
    """Stop before anything runs where a stage cannot, with one message instead of what Snakemake would do.

    Raises:
        PlanError: a file that no stage makes is missing (Snakemake would silently leave out the rules that need
            it), or a folder that must be written to is read-only.
    """
    for stage in plan.stages:
        for path in stage.inputs:
            if path not in stage.producers and not Path(path).exists():
                raise PlanError(f"{path} is missing: stage {stage.address} needs it, and no stage makes it")
        if plan.staleness.runs(stage.address):
            for out in stage.outputs:
                folder = next(parent for parent in Path(out.path).parents if parent.exists())
                if not os.access(folder, os.W_OK):
                    raise PlanError(
                        f"permission denied: {folder} is read-only, and stage {stage.address} writes {out.path}; "
                        f"allow it with: chmod u+w {folder}"
                    )


def inputs(plan: Plan, stage: Stage) -> list[str]:
    """Name the inputs of a stage's rule; none of them makes the rule run unless DVC says so.

    Snakemake does not look at a rule's own reasons where anything upstream of it runs: it counts on the
    rule being reached from there, and ``ancient`` inputs do not reach it. So a stage that runs takes the
    outputs of others as they are. A stage that does not run leaves out what comes back unchanged, or it
    would hide those behind it.
    """
    runs = plan.staleness.runs(stage.address)
    named = [str(STAMP) if stage.address in plan.staleness.reasons else ancient(str(STAMP))]
    for path in stage.inputs:
        producer = stage.producers.get(path)
        if producer and runs:
            named.append(path)
        elif not producer or not plan.staleness.runs(producer):
            named.append(ancient(path))
    return named


def outputs(plan: Plan, stage: Stage) -> list[str]:
    """Name the outputs of a stage's rule.

    Snakemake removes outputs before it runs a rule. Where DVC may yet find that nothing has changed they
    must stay, or DVC would make them again: ``update`` keeps them.
    """
    keep = stage.address in plan.staleness.may_follow
    flagged = [_flagged(out, stage) for out in stage.outputs]
    return [update(out) for out in flagged] if keep else flagged


def targets(plan: Plan) -> list[str]:
    """Name what a run must bring about: what no stage reads further, and what is damaged on the way to it."""
    wanted = {out.path: out for out in plan.leaves()}
    for stage in plan.stages:
        if stage.address in plan.staleness.damaged:
            wanted |= {out.path: out for out in stage.outputs}
    return list(wanted)


def newly_stale(plan: Plan) -> list[str]:
    """Look, after a run that brought back damaged outputs, whether they did come back as dvc.lock said.

    Args:
        plan: the plan as it was before the run.

    Returns:
        Identifiers of stages that nobody could know to be stale before; none, where stages are deterministic.
    """
    if not plan.staleness.damaged:
        return []
    now = read_plan(with_status=True)
    return [
        stage.identifier
        for stage in now.stages
        if stage.address in now.staleness.reasons and not plan.staleness.runs(stage.address)
    ]


def message(plan: Plan, stage: Stage) -> str:
    """Say in one line why a stage is planned: DVC's reasons, not Snakemake's."""
    reasons = plan.staleness.reasons.get(stage.address) or ["follows if its inputs change"]
    more = [f"and {len(reasons) - 3} more"] if len(reasons) > 3 else []
    return f"{stage.identifier}: {', '.join([*reasons[:3], *more])}".replace("{", "{{").replace("}", "}}")


def _flagged(out: Output, stage: Stage) -> str:
    path = directory(out.path) if out.is_directory else out.path
    if not out.is_plot:
        return path
    # `snakemake --report` shows what dvc.yaml calls a plot.
    shown = ["{figure}.svg", "{figure}.png"] if out.is_directory else []
    return report(path, patterns=shown, category="plots", subcategory=stage.identifier)
