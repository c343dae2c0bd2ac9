"""What DVC's hashing costs as data grow: prepared MNIST once, ten times and a hundred times."""

import hashlib
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tqdm import tqdm

from benchmarks.effort import Effort
from benchmarks.processes import clock
from benchmarks.spread import summarise, summarise_ratios

PACKAGES = ("dvc",)
MINUTES = {"quick": 0.5, "normal": 4, "long": 20}
REPETITIONS = {"quick": 1, "normal": 3, "long": 5}
TIMES = {"quick": (1, 2, 4), "normal": (1, 10, 100), "long": (1, 10, 100)}
SOURCE = Path("data/prepared/mnist")


def measure(effort: Effort, repetitions: int) -> dict[str, Any]:
    """Time ``dvc add`` of copies that differ, ``dvc status`` with nothing changed, and after every file was touched.

    Returns:
        By how many times the data: megabytes, files, seconds of each command and of MD5 alone, in one thread, and the
        ratio of ``dvc add`` to MD5.
    """
    rounds: dict[int, list[dict[str, float]]] = {times: [] for times in TIMES[effort]}
    with tqdm(total=repetitions * len(rounds), desc="hashing", unit="trial", file=sys.stderr) as bar:
        for _ in range(repetitions):
            for times, given in rounds.items():
                bar.set_postfix_str(f"{times} times")
                given.append(_measure_once(times))
                bar.update()
    files = [path for path in sorted(SOURCE.iterdir()) if path.is_file()]
    size = sum(path.stat().st_size for path in files)
    return {
        "sizes": {
            str(times): {
                "megabytes": round(times * size / 1e6),
                "files": times * len(files),
                **{name: summarise([trial[name] for trial in given]) for name in given[0]},
                "dvc_add_over_md5": summarise_ratios(
                    *([trial[name] for trial in given] for name in ("dvc_add", "md5"))
                ),
            }
            for times, given in rounds.items()
        }
    }


def _measure_once(times: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "project")
        environment = {"DVC_SITE_CACHE_DIR": f"{folder}/site", "DVC_NO_ANALYTICS": "1"}
        write_copies(root / "data", times)
        clock("git init --quiet && dvc init --quiet", root, environment)
        started = time.perf_counter()
        for path in sorted((root / "data").iterdir()):
            with path.open("rb") as file:
                hashlib.file_digest(file, "md5")
        seconds = {"md5": time.perf_counter() - started}
        for name, command in (("dvc_add", "dvc add data"), ("dvc_status", "dvc status")):
            seconds[name] = clock(command, root, environment)
        for path in (root / "data").iterdir():
            path.touch()
        return seconds | {"dvc_status_touched": clock("dvc status", root, environment)}


def write_copies(folder: Path, times: int) -> None:
    """Write prepared MNIST several times, no two files alike: DVC would keep them but once.

    Args:
        folder: to be made.
        times: copies.
    """
    folder.mkdir(parents=True)
    for path in sorted(SOURCE.iterdir()):
        content = bytearray(path.read_bytes())
        for copy in range(times):
            content[-2:] = copy.to_bytes(2, "big")
            (folder / f"{copy:03}_{path.name}").write_bytes(content)
