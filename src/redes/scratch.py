"""A working copy of the project in another folder, to try things without touching the real one.

It is what a clone would be, with the changes that are not committed yet, and with the raw data brought
along, so that nothing is downloaded:

    python -m redes.scratch FOLDER --limit 2000
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from redes.errors import UserError
from redes.files import atomic_path, folder_as_whole, write_bytes
from redes.provenance import PROJECT_KEY

FETCHES = ("fetch_mnist", "fetch_imdb", "fetch_imdb_unlabelled")
RAW = Path("data/raw")
UNLABELLED = RAW / "imdb_unlabelled.jsonl"
_GIT_PLACES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR", "GIT_PREFIX")
MARK = ".git/redes-scratch"  # tells a copy from a folder that holds something else


def copy_project(source: Path, destination: Path, *, limit: int | None = None, share: bool = False) -> None:
    """Copy the files that git tracks or would track, as they are now, into a repository of their own.

    Args:
        source: root of the project.
        destination: a folder that does not exist, holds no file, or is an earlier copy, which is brought up
            to date; also one that was interrupted, wherever it stopped.
        limit: examples per split (``data.limit`` in params.yaml); None: as params.yaml says.
        share: use the project's MLflow store and DVC cache; otherwise the copy has its own.

    Raises:
        UserError: ``destination`` holds something else, or ``source`` is no such project.
    """
    if not _is_free(destination):
        raise UserError(f"{destination} holds something else; name a new folder, or remove it")
    if not (source / ".dvc").is_dir():
        raise UserError(f"{source.resolve()} is not the root of a DVC project; go there first")
    _make_repository(destination)
    _copy_files(source, destination)
    if limit is not None:
        set_limit(destination / "params.yaml", limit)
    _commit(destination)
    if share:
        run_program(destination, "git", "config", PROJECT_KEY, str(source.resolve()))
        cache = run_program(source, "dvc", "cache", "dir").strip()
        run_program(destination, "dvc", "cache", "dir", "--local", str((source / cache).resolve()))
    run_program(destination, "python", "-m", "workflow.plots_template")
    _bring_raw_data(source, destination)


def set_limit(params: Path, limit: int) -> None:
    """Set ``data.limit`` in params.yaml and leave every other character as it is.

    Raises:
        UserError: the file has no such line.
    """
    text = params.read_text(encoding="utf-8")
    changed, count = re.subn(r"(?m)(^data:\n(?:[ #].*\n|\n)*?  limit:\s*)[^\s#]+", rf"\g<1>{limit}", text)
    if count != 1:
        raise UserError(f"{params} has no line `limit:` in the section `data:`")
    params.write_text(changed, encoding="utf-8")


def _is_free(folder: Path) -> bool:
    """Whether a copy may go there: it is one already, or there is no file that could be somebody's work."""
    if folder.exists() and not folder.is_dir():
        return False
    return (folder / MARK).exists() or all(path.is_dir() for path in folder.rglob("*"))


def _make_repository(folder: Path) -> None:
    """Make the copy's repository, or complete one that a killed process left half-made.

    The mark comes before anything else, so that the folder is known for a copy however early it was left. Git
    keeps out of a repository where a killed Git has left a lock; in a copy, nobody else holds one.
    """
    mark = folder / MARK
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text("A copy of Redes made by redes.scratch.\n")
    for lock in mark.parent.rglob("*.lock"):
        lock.unlink()
    run_program(folder, "git", "init", "--quiet")


def _copy_files(source: Path, destination: Path) -> None:
    listed = run_program(source, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    paths = {name: source / name for name in listed.split("\0") if name}
    wanted = {name for name, path in paths.items() if path.is_file() or path.is_symlink()}
    for name in wanted:
        (destination / name).parent.mkdir(parents=True, exist_ok=True)
        if paths[name].is_symlink():
            (destination / name).unlink(missing_ok=True)
        shutil.copy2(paths[name], destination / name, follow_symlinks=False)
    gone = set(run_program(destination, "git", "ls-files", "-z").split("\0")) - wanted - {""}
    for name in gone:
        (destination / name).unlink(missing_ok=True)


def _commit(folder: Path) -> None:
    identity = ["-c", "user.name=Redes", "-c", "user.email=redes@localhost", "-c", "commit.gpgsign=false"]
    run_program(folder, "git", "add", "--all")
    run_program(folder, "git", *identity, "commit", "--quiet", "--allow-empty", "--message", "Copy of the project")


def _bring_raw_data(source: Path, destination: Path) -> None:
    """Copy what was fetched, make the rest from installed packages, and let DVC take it for fetched.

    Each appears as a whole, since what is there already is not made again.
    """
    from redes.data import installed

    digits, reviews = RAW / "mnist", RAW / "imdb.jsonl"
    if (source / digits).is_dir():
        with folder_as_whole(destination / digits) as partial:
            shutil.copytree(source / digits, partial, dirs_exist_ok=True)
    elif not (destination / digits).is_dir():
        with folder_as_whole(destination / digits) as partial:
            installed.write_digits(partial)
    if (source / reviews).is_file():
        _copy_whole(source / reviews, destination / reviews)
    elif not (destination / reviews).is_file():
        installed.write_reviews(destination / reviews)
    if (source / UNLABELLED).is_file():
        _copy_whole(source / UNLABELLED, destination / UNLABELLED)
    else:
        write_bytes(destination / UNLABELLED, b"\n")
    run_program(destination, "dvc", "commit", "--quiet", "--force", *FETCHES)


def _copy_whole(source: Path, destination: Path) -> None:
    with atomic_path(destination) as partial:
        shutil.copyfile(source, partial)


def run_program(folder: Path, *command: str) -> str:
    """Run a program of this environment in a folder and give back what it printed.

    Raises:
        UserError: it failed; what it said.
    """
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise UserError(f"`{' '.join(command[:3])}` failed in {folder}: {done.stderr.strip()}")
    return done.stdout


def environment() -> dict[str, str]:
    """The variables for programs that run in a copy: those of this environment come first.

    Git tells the programs that it starts (a hook that runs the tests, say) which repository they are in; without
    those variables it goes by the folder, and no copy is committed to the project itself.
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    return {name: value for name, value in os.environ.items() if name not in _GIT_PLACES} | {"PATH": path}


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the copy that the command line asks for."""
    parser = argparse.ArgumentParser(
        prog="python -m redes.scratch", description="Copy the project to another folder, to try things there."
    )
    parser.add_argument("folder", type=Path, help="where the copy goes")
    parser.add_argument("--limit", type=int, help="examples per split: a quick trial on a real subset")
    parser.add_argument("--share", action="store_true", help="use this project's MLflow store and DVC cache")
    options = parser.parse_args(arguments)
    try:
        copy_project(Path(), options.folder, limit=options.limit, share=options.share)
    except UserError as error:
        sys.exit(f"error: {error}")
    print(f"The copy is in {options.folder}: go there and run snakemake --cores all")


if __name__ == "__main__":
    main()
