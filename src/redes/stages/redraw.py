"""Draw one figure in its place, in all variants: ``python -m redes.stages.redraw reports/figures/mnist/feature_maps``.

What the figure is drawn from is brought up to date first, by DVC; the other figures of its chapter stay as they are.
"""

import importlib
import subprocess
import sys
from pathlib import Path

from workflow.plan import Plan, Stage

from redes.errors import UserError
from redes.explain import ask_plan, find_reasons, find_upstream
from redes.stages import run_stage
from redes.stages.drawing import drawing_alone


def main() -> None:
    """Bring the inputs up to date where they are not, draw, and say what is left to draw."""
    figure = Path(sys.argv[1])
    plan = ask_plan()
    stage = find_chapter(plan, figure)
    if any(plan.staleness.runs(address) for address in find_upstream(plan, stage.address)):
        done = subprocess.run([sys.executable, "-m", "dvc", "repro", *dict.fromkeys(stage.producers.values())])
        if done.returncode:
            sys.exit(done.returncode)
        plan = ask_plan()
    with drawing_alone(figure.name.partition(".")[0]):
        importlib.import_module(f"redes.stages.{stage.address}").main()
    if reasons := ", ".join(find_reasons(plan, stage.address).values()):
        print(f"{stage.address} is stale ({reasons}); draw its other figures with: dvc repro {stage.address}")


def find_chapter(plan: Plan, figure: Path) -> Stage:
    """Find the stage that draws a figure's chapter; of other stages nothing may be run but by an engine.

    Args:
        plan: of all stages.
        figure: from the project's folder.

    Raises:
        UserError: it lies where no figures are drawn.
    """
    folder = figure.parent.as_posix()
    for stage in plan.stages:
        if stage.address.startswith("figures_") and folder in [output.path for output in stage.outputs]:
            return stage
    raise UserError(f"{figure} is no figure: no stage draws into {figure.parent}")


if __name__ == "__main__":
    run_stage(main)
