"""A DVC project in a folder of its own, driven by the real snakemake and the real dvc."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil

PLANNED = re.compile(r"^Job \d+: (?!all:)(\w+): ", re.MULTILINE)


@dataclass
class Project:
    """A project folder and the environment that its commands run in."""

    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *command: str, check: bool = True, **environment: str) -> str:
        """Run a command in the project's folder; give back what it printed on both channels."""
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=self.variables(environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            timeout=900,
        )
        failed = done.returncode != 0
        assert failed != check, f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}"
        return done.stdout

    def start(self, *command: str, log: str = "started.log", **environment: str) -> subprocess.Popen[str]:
        """Start a command in a process group of its own, as a terminal does; what it prints goes to a file."""
        with (self.folder / log).open("w") as output:
            return subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.variables(environment),
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                text=True,
                start_new_session=True,
            )

    def variables(self, more: Mapping[str, str]) -> dict[str, str]:
        """The caller's environment, with settings and caches that belong to these tests alone."""
        scratch = self.folder.parent / "scratch"
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        own = {"PATH": path, "DVC_NO_ANALYTICS": "1", "GIT_CONFIG_GLOBAL": os.devnull, "NO_COLOR": "1"}
        own |= {"DVC_SITE_CACHE_DIR": f"{scratch}/dvc", "DVC_GLOBAL_CONFIG_DIR": f"{scratch}/dvc-config"}
        own |= {"XDG_CACHE_HOME": f"{scratch}/cache", "SHELL": "/bin/sh"}
        for who in ("AUTHOR", "COMMITTER"):
            own |= {f"GIT_{who}_NAME": "Test", f"GIT_{who}_EMAIL": "test@example.org"}
        return {**os.environ, **own, **self.environment, **more}

    def copy(self, folder: Path) -> "Project":
        """Copy the project, keeping file times; DVC never writes to a file of its cache, so these are shared."""

        def take(source: str, target: str) -> None:
            copier = os.link if "/.dvc/cache/files/" in source else shutil.copy2
            copier(source, target)

        shutil.copytree(self.folder, folder, symlinks=True, copy_function=take)
        return Project(folder, dict(self.environment))

    def snakemake(self, *options: str, check: bool = True, **environment: str) -> str:
        """Run all that is stale on two cores."""
        return self.run("snakemake", "--cores", "2", *options, check=check, **environment)

    def planned(self) -> set[str]:
        """The stages that ``snakemake -n`` lists."""
        return set(PLANNED.findall(self.run("snakemake", "-n")))

    def stale(self) -> set[str]:
        """The stages that ``dvc status`` lists."""
        return set(re.findall(r"^([\w@]+):$", self.run("dvc", "status"), re.MULTILINE))

    def assert_up_to_date(self) -> None:
        """Both engines have nothing to do."""
        assert "Data and pipelines are up to date." in self.run("dvc", "status")
        dry = self.run("snakemake", "-n")
        assert "Nothing to be done" in dry, dry

    def replace(self, path: str, old: str, new: str) -> None:
        """Change one place in a text file."""
        file = self.folder / path
        text = file.read_text()
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new))

    def bytes_of(self, *paths: str) -> dict[str, bytes]:
        """The content of files, and of all files in folders, but for the marks of the engines."""
        found = {}
        for top in (self.folder / path for path in paths):
            for file in sorted(top.rglob("*")) if top.is_dir() else [top]:
                if file.is_file() and file.name not in (".snakemake_timestamp", ".gitignore"):
                    found[file.relative_to(self.folder).as_posix()] = file.read_bytes()
        return found


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(address: str, server: subprocess.Popen[str], log: Path, seconds: float) -> None:
    """Wait until a server answers at an address; if it ends before, fail with what it had to say."""
    import requests

    def answers() -> bool:
        assert server.poll() is None, log.read_text()
        try:
            return requests.get(address, timeout=30).ok
        except (requests.ConnectionError, requests.ReadTimeout):
            return False

    wait_until(answers, seconds)


def wait_until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait for something to come true, or fail."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def kill_group(process: subprocess.Popen[str], which: int = signal.SIGKILL) -> None:
    """Send a signal to a command and all it started, as a terminal does on Ctrl-C."""
    os.killpg(process.pid, which)


def ancestor(pid: int, program: str) -> psutil.Process:
    """The nearest process above ``pid`` that is Python running a program or a module of that name."""
    for process in psutil.Process(pid).parents():
        if program in [Path(part).name for part in process.cmdline()[:3]] and "python" in process.name():
            return process
    raise AssertionError(f"no {program} above process {pid}")
