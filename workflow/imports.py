"""Which source files a stage depends on: its module and all that it imports, directly or not.

DVC runs a stage again where a dependency changed; a change in code that dvc.yaml forgets to name would go
unnoticed. Imports are read from the syntax tree, not by importing: those inside functions count, and
TensorFlow is not loaded. Prints what is missing:

    python -m workflow.imports          # lines to add to and to take out of dvc.yaml, stage by stage
    python -m workflow.imports --all    # everything that each stage imports
    python -m workflow.imports --plan best/dvc.yaml
"""

import argparse
import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_RUN = re.compile(
    r"(?:cd (?P<folder>\S+) && )?(?:PYTHONPATH=(?P<root>\S+)\s+)?(?:\S*/)?python3?\s+-m\s+(?P<module>[\w.]+)"
)


def imported_files(module: str, root: Path, folders: Iterable[Path] = ()) -> set[Path]:
    """Find the files under ``root`` that running ``module`` may read as code or as its data.

    Args:
        module: dotted name, e.g. ``package.stages.train``.
        root: the folder that holds the top-level packages.
        folders: whose modules it may load by names that stand elsewhere, as in the settings of a library.

    Returns:
        Paths that begin with ``root``: the module, the modules it imports, directly or not, ``__init__.py``
        files that hold more than a docstring, and files beside a module that one of its string constants
        names (``"manifest.csv"``).

    Raises:
        FileNotFoundError: there is no such module under ``root``.
    """
    start = _file_of(module, root)
    if start is None:
        raise FileNotFoundError(f"no module {module} under {root}")
    found: set[Path] = set()
    waiting = {start, *_packages_of(module, root), *(path for folder in folders for path in folder.rglob("*.py"))}
    while waiting:
        path = waiting.pop()
        found.add(path)
        waiting |= set(_neighbours(path, root)) - found
    return {path for path in found if path.name != "__init__.py" or _has_code(path)}


def stage_modules(plan: Path) -> Iterator[tuple[str, str, Path, list[str]]]:
    """Read from dvc.yaml which module each stage runs.

    Args:
        plan: path to dvc.yaml; relative paths in it start from its folder.

    Yields:
        stage name, module, the folder named by PYTHONPATH (``src`` if none is) from the plan's, the dependencies
        written down, for every stage whose command is ``[cd FOLDER && ][PYTHONPATH=…] python -m MODULE …``.
    """
    content = YAML(typ="safe").load(plan.read_text(encoding="utf-8"))
    variables = {k: v for entry in content.get("vars", []) if isinstance(entry, dict) for k, v in entry.items()}
    for name, stage in content["stages"].items():
        body = stage.get("do", stage)
        command = re.sub(r"\$\{(\w+)\}", lambda m: str(variables.get(m[1], m[0])), str(body.get("cmd", "")))
        if match := _RUN.search(command):
            root = Path(os.path.normpath(Path(match["folder"] or "", match["root"] or "src")))
            yield name, match["module"], root, list(map(str, body.get("deps") or []))


def missing_and_surplus(plan: Path) -> dict[str, tuple[list[str], list[str]]]:
    """Compare what the stages import with what dvc.yaml names.

    Args:
        plan: path to dvc.yaml.

    Returns:
        For each stage where they differ: paths to add, and paths to source files to take out, sorted. A
        folder among the dependencies covers all that lies in it, and what its modules import is needed, too. A
        stage whose module is not written yet is left out.
    """
    differences = {}
    for name, module, root, deps in stage_modules(plan):
        try:
            folders = [plan.parent / dep for dep in deps if Path(dep).is_relative_to(root)]
            files = imported_files(module, plan.parent / root, folders)
        except FileNotFoundError:
            continue
        needed = {os.path.relpath(path, plan.parent) for path in files}
        covered = {path for path in needed if any(path == dep or path.startswith(f"{dep}/") for dep in deps)}
        idle = {
            dep
            for dep in deps
            if dep.startswith(f"{root.as_posix()}/") and not any(p == dep or p.startswith(f"{dep}/") for p in needed)
        }
        if needed - covered or idle:
            differences[name] = (sorted(needed - covered), sorted(idle))
    return differences


def describe(differences: dict[str, tuple[list[str], list[str]]]) -> str:
    """Say in words, with lines ready to paste, what :func:`missing_and_surplus` found."""
    text = []
    for name, (missing, surplus) in differences.items():
        text.append(f"  {name}:")
        text += ["    deps:  # add", *(f"      - {path}" for path in missing)] if missing else []
        text += ["    deps:  # take out", *(f"      - {path}" for path in surplus)] if surplus else []
    return "\n".join(text)


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _has_code(path: Path) -> bool:
    """Whether an ``__init__.py`` does anything: a docstring alone does not."""
    return any(not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)) for n in _tree(path).body)


def _file_of(module: str, root: Path) -> Path | None:
    base = root.joinpath(*module.split("."))
    candidates = (base.with_suffix(".py"), base / "__init__.py")
    return next((path for path in candidates if path.is_file()), None)


def _packages_of(module: str, root: Path) -> Iterator[Path]:
    """The ``__init__.py`` files that Python runs on the way to ``module``."""
    parts = module.split(".")
    for length in range(1, len(parts)):
        init = root.joinpath(*parts[:length], "__init__.py")
        if init.is_file():
            yield init


def _neighbours(path: Path, root: Path) -> Iterator[Path]:
    if path.suffix != ".py":
        return
    for module in _imports(_tree(path), path, root):
        if file := _file_of(module, root):
            yield file
            yield from _packages_of(module, root)
    yield from _named_data(path)


def _imports(tree: ast.AST, path: Path, root: Path) -> Iterator[str]:
    """Dotted names that a file may import; ``from a import b`` gives ``a`` and ``a.b``, b may be a module."""
    for node in _running_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = path.relative_to(root).parts[: -node.level]
                base = ".".join([*package, *([base] if base else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _callee(node) == "import_module" and node.args:
            yield from (str(arg.value) for arg in node.args[:1] if isinstance(arg, ast.Constant))


def _callee(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _running_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    """All nodes but those under ``if TYPE_CHECKING:``, which never run."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for other in node.orelse:
                yield other
                yield from _running_nodes(other)
            continue
        yield node
        yield from _running_nodes(node)


def _named_data(path: Path) -> Iterator[Path]:
    """Files beside the module, or below it, that one of its string constants names."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"[\w./-]+", node.value):
            data = path.parent / node.value
            if not node.value.startswith(("/", ".")) and data.suffix not in ("", ".py") and data.is_file():
                yield data


def main(arguments: list[str] | None = None) -> Any:
    """Print the differences; the status says whether there are any."""
    parser = argparse.ArgumentParser(prog="python -m workflow.imports", description=__doc__.split("\n")[0])
    parser.add_argument("--all", action="store_true", help="print everything that each stage imports")
    parser.add_argument("--plan", type=Path, default=Path("dvc.yaml"))
    options = parser.parse_args(arguments)
    for name, module, root, _ in stage_modules(options.plan):
        if _file_of(module, options.plan.parent / root) is None:
            print(f"# {name}: no module {module} yet")
        elif options.all:
            files = sorted(imported_files(module, options.plan.parent / root))
            print(
                f"  {name}:\n    deps:",
                *(f"\n      - {os.path.relpath(p, options.plan.parent)}" for p in files),
                sep="",
            )
    if options.all:
        return 0
    differences = missing_and_surplus(options.plan)
    print(describe(differences) or f"{options.plan} names every file that its stages import.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
