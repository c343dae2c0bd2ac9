"""What dvc.yaml and the sources say that the report shows."""

from pathlib import Path

from ruamel.yaml import YAML


def list_figure_folders() -> list[Path]:
    """The folders that the stages ``figures_…`` write."""
    stages = YAML(typ="safe", pure=True).load(Path("dvc.yaml"))["stages"]
    outputs = [plot for name, stage in stages.items() if name.startswith("figures_") for plot in stage["plots"]]
    return [Path(name) for output in outputs for name in (output if isinstance(output, dict) else [output])]


def list_pages() -> tuple[str, ...]:
    """The pages of each language, by stem."""
    return (*sorted(path.stem for path in Path("reports/source/es").glob("*.md")), "search")
