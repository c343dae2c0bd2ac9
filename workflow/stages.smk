"""One rule for each stage of dvc.yaml, to be included by a Snakefile in the same folder as dvc.yaml."""

import shlex
import sys
import time
from pathlib import Path

from workflow import failures, guard, lockfile, plots_template, remote, wiring
from workflow.plan import PlanError, read_plan

began = time.time()

try:
    # Snakemake may read this file again in processes that it starts: only the first asks DVC what is stale.
    if workflow.is_main_process:
        guard.refuse_second_run()
        guard.wait_for_stages(Path())
        guard.release_dead_locks(Path())
        remote.take_up()  # what a run left whose own process was killed
        plots_template.write_missing_page()
        wiring.write_stamp()
    judged = lockfile.read_lock()
    plan = read_plan(with_status=workflow.is_main_process)
    if workflow.is_main_process:
        wiring.refuse_impossible(plan)
except (guard.BusyError, PlanError) as error:
    other_run = guard.describe_other_run() if workflow.is_main_process else None
    raise WorkflowError(other_run or str(error))

targets = wiring.targets(plan)
priorities = plan.priorities()
# On the node of a cluster DVC keeps its hands off what all hosts share; the main process records the result.
runner = "workflow.remote" if workflow.remote_exec else "workflow.repro"

for stage in plan.stages:

    rule:
        name:
            stage.identifier
        input:
            wiring.inputs(plan, stage),
        output:
            wiring.outputs(plan, stage),
        log:
            failures.log_of(stage),
        priority: priorities[stage.address]
        threads: stage.threads
        resources:
            mem_mb=stage.mem_mb,
        params:
            # a function, since `--lint` takes the name for a part of the outputs' paths
            stage=lambda wildcards, address=stage.address: shlex.quote(address),
        message:
            wiring.message(plan, stage)
        shell:
            # tee -i outlives Ctrl-C, so that the last words are in the log, too
            "python -m " + runner + " {params.stage} 2>&1 | tee -i {log}"


onstart:
    try:
        guard.hold_lock()
        wiring.clear_backups()
        if lockfile.read_lock() != judged:
            raise guard.BusyError(
                "dvc.lock changed meanwhile: another run has finished; start again"
            )
    except guard.BusyError as error:
        raise WorkflowError(str(error))


onsuccess:
    remote.take_up()
    lockfile.sort_lock()
    if surprised := wiring.newly_stale(plan):
        print(
            "Outputs that were missing or damaged came out different from what dvc.lock said, and so these are",
            f"stale now: {', '.join(surprised)}. Run snakemake again.",
            file=sys.stderr,
        )


onerror:
    remote.take_up()
    lockfile.sort_lock()
    print(*failures.failures(plan.stages, began), sep="\n", file=sys.stderr)
