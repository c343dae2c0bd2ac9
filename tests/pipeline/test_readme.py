"""Every command that the README shows is one that works."""

import re
import shlex
import subprocess
from pathlib import Path

import pytest
from tests.engines import Project

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")

#: Those in blocks with a language, ```sh, take long or do not end; other tests run them.
COMMANDS = [
    line.split("  #")[0].strip()
    for language, block in re.findall(r"^```(\w*)\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)
    if not language
    for line in block.splitlines()
    if line.strip()
]
#: Typed at a shell, or targets of make, which this test is run by.
OF_THE_SHELL = (".", "export", "make")


@pytest.mark.pipeline
@pytest.mark.parametrize("command", [c for c in COMMANDS if shlex.split(c)[0] not in OF_THE_SHELL])
def test_command_of_the_readme_works(command: str, reader: Project) -> None:
    # Lint ends with 1 as long as it has a hint; the one it has is an environment for each rule, and ours is one file.
    reader.run(*shlex.split(command), check=command != "snakemake --lint")


@pytest.fixture(scope="module")
def reader(finished_run: Project, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A reader who types the commands one after the other."""
    return finished_run.copy(tmp_path_factory.mktemp("reader") / "project")


def test_targets_of_make_exist() -> None:
    targets = {shlex.split(command)[1] for command in COMMANDS if command.startswith("make")}
    targets |= set(re.findall(r"`make (\w+)`", README))
    assert {"run", "test", "try", "ui"} <= targets
    for target in targets:
        done = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_make_alone_lists_every_target() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), flags=re.MULTILINE)
    assert phony
    for target in phony[1].split():
        assert re.search(rf"^  make {target}\s+\S", listed, flags=re.MULTILINE), target


def test_links_of_the_documents_lead_somewhere() -> None:
    for document in ("README.md", "ARCHITECTURE.md"):
        for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / document).read_text(encoding="utf-8")):
            assert target.startswith("https://") or (ROOT / target).exists(), f"{document}: {target}"
