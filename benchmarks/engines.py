"""What the engines cost: plans of trivial stages under Snakemake, under DVC and under both; and this project's plan.

A trivial stage copies a line into a file. The plans of both engines are run by this project's ``workflow`` folder;
"Snakemake alone" is a Snakefile with as many rules, "DVC alone" is ``dvc repro``. All run one stage at a time.
"""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.effort import Effort
from benchmarks.processes import clock
from benchmarks.spread import summarise
from redes.scratch import copy_project

PACKAGES = ("dvc", "snakemake")
MINUTES = {"quick": 2, "normal": 40, "long": 80}
#: Rounds of the commands that have nothing to do; a plan runs once.
REPETITIONS = {"quick": 1, "normal": 3, "long": 5}
SIZES = {"quick": (5, 10, 30), "normal": (10, 100, 1000), "long": (10, 100, 1000)}
#: By engine: how its plan is run, and the commands that then find nothing to do.
ENGINES = {
    "snakemake": ("snakemake --cores 1 --quiet", {"snakemake_n": "snakemake -n --quiet"}),
    "dvc": ("dvc repro", {"dvc_repro": "dvc repro", "dvc_status": "dvc status"}),
    "both": ("snakemake --cores 1 --quiet", {"snakemake_n": "snakemake -n --quiet", "dvc_status": "dvc status"}),
}
PROJECT = {
    "dvc_repro": "dvc repro",
    "dvc_status": "dvc status",
    "snakemake_n": "snakemake -n",
    "make_run": "make run",
}


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Time the plans of trivial stages, then this project's plan with nothing to do.

    Returns:
        By engine and number of stages, seconds of a whole run and of each command with nothing to do; seconds that
        one more stage takes, from the smallest and the largest plan; and the project's own commands.
    """
    sizes = SIZES[effort]
    with tqdm(total=len(ENGINES) * len(sizes) + 1, desc="engines", unit="plan", file=sys.stderr) as bar:
        for engine in ENGINES:  # what the first start of a program costs is not the plan's
            _measure_plan(engine, 1, 1)
        plans: dict[str, dict[str, Any]] = {engine: {} for engine in ENGINES}
        for size in sizes:
            for engine in ENGINES:
                bar.set_postfix_str(f"{engine}, {size} stages")
                plans[engine][str(size)] = _measure_plan(engine, size, repetitions)
                bar.update()
        bar.set_postfix_str("the project")
        project = _measure_project(repetitions)
        bar.update()
    return {
        "sizes": list(sizes),
        "plans": plans,
        "per_stage": {engine: cost_per_stage(plans[engine]) for engine in ENGINES},
        "project": project,
    }


def cost_per_stage(plans: dict[str, Any]) -> dict[str, float]:
    """Seconds that one more stage takes: the slope between the smallest and the largest plan.

    >>> cost_per_stage({"10": {"run": 4.0, "nothing": {}}, "100": {"run": 13.0, "nothing": {}}})
    {'run': 0.1}
    """
    small, large = min(plans, key=int), max(plans, key=int)
    commands = {
        name: [plans[size]["nothing"][name]["median"] for size in (small, large)] for name in plans[small]["nothing"]
    }
    seconds = {"run": [plans[size]["run"] for size in (small, large)], **commands}
    return {name: round((last - first) / (int(large) - int(small)), 4) for name, (first, last) in seconds.items()}


def _measure_plan(engine: str, size: int, repetitions: int) -> dict[str, Any]:
    run, commands = ENGINES[engine]
    with tempfile.TemporaryDirectory() as folder:
        environment = {"DVC_SITE_CACHE_DIR": f"{folder}/site", "DVC_NO_ANALYTICS": "1"}
        root = Path(folder, "plan")
        write_plan(root, engine, size)
        clock("git init --quiet && dvc init --quiet", root, environment)
        return {
            "run": clock(run, root, environment),
            "nothing": _repeat(commands, root, repetitions, environment),
        }


def _repeat(
    commands: dict[str, str], folder: Path, repetitions: int, environment: dict[str, str] | None = None
) -> dict[str, Any]:
    """Run commands in turns; seconds of each."""
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(repetitions):
        for name, command in commands.items():
            seconds[name].append(clock(command, folder, environment))
    return {name: summarise(values) for name, values in seconds.items()}


def _measure_project(repetitions: int) -> dict[str, Any]:
    """Time the project's own commands in a copy with nothing to do: what was stale, such as new records, is done."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "redes")
        copy_project(Path(), copy, share=True)
        clock("dvc repro", copy)
        (copy / ".venv").symlink_to(sys.prefix)
        return _repeat(PROJECT, copy, repetitions)


def write_plan(root: Path, engine: str, size: int) -> None:
    """Write a plan of trivial stages, which all read one file.

    Args:
        root: a folder to make.
        engine: a key of ``ENGINES``.
        size: stages.
    """
    root.mkdir(parents=True)
    (root / "input.txt").write_text("a line\n")
    names = [f"stage_{number:04}" for number in range(1, size + 1)]
    if engine == "snakemake":
        (root / "Snakefile").write_text(_snakefile(names))
        return
    stages = [
        f"  {name}:\n    cmd: {_command(name)}\n    deps: [input.txt]\n    outs: [out/{name}.txt]" for name in names
    ]
    (root / "dvc.yaml").write_text("\n".join(["stages:", *stages, ""]))
    if engine == "both":
        for name in ("workflow", "profiles"):
            shutil.copytree(name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        head = "import sys\n\nsys.path.insert(0, workflow.basedir)\n\n\n"
        (root / "Snakefile").write_text(
            f'{head}include: "workflow/stages.smk"\n\n\nrule all:\n    input:\n        targets,\n'
        )
        (root / ".dvcignore").write_text(".snakemake_timestamp\n__pycache__\n")


def _command(name: str) -> str:
    return f"mkdir -p out && cp input.txt out/{name}.txt"


def _snakefile(names: Sequence[str]) -> str:
    """A Snakefile with a rule for each name."""
    wanted = "\n".join(f'        "out/{name}.txt",' for name in names)
    rules = [
        f'rule {name}:\n    input:\n        "input.txt",\n    output:\n        "out/{name}.txt",\n'
        f'    shell:\n        "{_command(name)}"\n'
        for name in names
    ]
    return "\n\n".join([f"rule all:\n    input:\n{wanted}\n", *rules])
