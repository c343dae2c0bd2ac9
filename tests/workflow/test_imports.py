"""The files that a stage imports, and whether dvc.yaml names them."""

from pathlib import Path

import pytest
from workflow.imports import describe, imported_files, missing_and_surplus

ROOT = Path(__file__).parents[2]

SOURCES = {
    "pack/__init__.py": '"""A docstring does nothing."""\n',
    "pack/stages/__init__.py": "import os\n",
    "pack/stages/work.py": "from pack import part\nimport numpy\nfrom ..deep.well import water\n",
    "pack/part.py": "def f():\n    from pack.hidden import thing\n    return open('table.csv')\n",
    "pack/hidden.py": "if t.TYPE_CHECKING:\n    import pack.never\nelse:\n    import pack.always\n",
    "pack/never.py": "",
    "pack/always.py": "import importlib\nimportlib.import_module('pack.named')\n",
    "pack/named.py": "x = 'params.yaml'\n",
    "pack/unused.py": "import pack.part\n",
    "pack/table.csv": "",
    "pack/deep/__init__.py": "from . import sibling\n",
    "pack/deep/well.py": "from .sibling import *\n",
    "pack/deep/sibling.py": "import pack.stages.work\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package with every way to import, and a plan that runs one of its modules."""
    for name, text in SOURCES.items():
        (tmp_path / "src" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "src" / name).write_text(text)
    return tmp_path


def test_every_way_to_import(project: Path) -> None:
    found = imported_files("pack.stages.work", project / "src")

    used = SOURCES.keys() - {"pack/__init__.py", "pack/never.py", "pack/unused.py"}
    assert {path.relative_to(project / "src").as_posix() for path in found} == used


def test_unknown_module(project: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"no module pack\.nothing"):
        imported_files("pack.nothing", project / "src")


def test_differences_are_lines_to_paste(project: Path) -> None:
    (project / "dvc.yaml").write_text(
        "vars: [{run: PYTHONPATH=src python -m pack.stages}]\n"
        "stages:\n"
        "  work:\n"
        "    matrix: {kind: [a, b]}\n"
        "    cmd: ${run}.work ${item.kind}\n"
        "    deps: [src/pack/stages, src/pack/deep, src/pack/part.py, src/pack/unused.py, data/x]\n"
        "  later:\n"
        "    cmd: ${run}.later\n"
        "    deps:\n"
    )

    differences = missing_and_surplus(project / "dvc.yaml")

    missing = [f"src/pack/{name}" for name in ("always.py", "hidden.py", "named.py", "table.csv")]
    assert differences == {"work": (missing, ["src/pack/unused.py"])}
    assert "    deps:  # add\n      - src/pack/always.py\n" in describe(differences)
    assert "    deps:  # take out\n      - src/pack/unused.py" in describe(differences)


def test_modules_of_a_folder_may_be_loaded_by_name(project: Path) -> None:
    plan = "stages: {{work: {{cmd: python -m pack.part, deps: [src/pack/part.py, {}]}}}}\n"
    rest = "src/pack/hidden.py, src/pack/always.py, src/pack/named.py, src/pack/table.csv, src/pack/stages"
    (project / "dvc.yaml").write_text(plan.format(rest))

    deep = [f"src/pack/deep/{name}.py" for name in ("__init__", "sibling", "well")]
    assert missing_and_surplus(project / "dvc.yaml") == {"work": (deep, [])}


def test_plan_names_every_file_that_its_stages_import() -> None:
    differences = missing_and_surplus(ROOT / "dvc.yaml")

    assert not differences, f"dvc.yaml differs from what the stages import:\n{describe(differences)}"
