"""Stages of a small plan: each reads files, writes files, and notes in runs.txt that it ran."""

import hashlib
import json
import os
import sys
import time
from pathlib import Path

BAR = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="300"><rect width="60" height="{}"/></svg>'


def parameters() -> dict[str, dict[str, float]]:
    """Read the two levels of params.yaml."""
    sections: dict[str, dict[str, float]] = {}
    section = ""
    for line in Path("params.yaml").read_text().splitlines():
        key, _, value = line.partition(":")
        if line.startswith(" "):
            sections[section][key.strip()] = float(value)
        else:
            section = key
            sections[section] = {}
    return sections


def digest(*paths: Path) -> str:
    """Hash files, and the files of folders."""
    files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
    content = b"".join(file.read_bytes() for file in files if file.is_file() and not file.name.startswith("."))
    return hashlib.sha256(content).hexdigest()


def write(path: str, text: str) -> None:
    """Write a file atomically."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".partial-{os.getpid()}")
    partial.write_text(text)
    partial.replace(target)


def metric(name: str, value: float) -> None:
    """Write one metrics file."""
    write(f"metrics/{name}.json", json.dumps({"value": value}) + "\n")


def main(step: str, kind: str = "") -> None:
    """Run one stage.

    TOY_SLEEP names one that waits for a file ``wake``, TOY_FAIL one that fails; TOY_SALT makes models differ.
    """
    name = f"{step}_{kind}" if kind else step
    with Path("runs.txt").open("a") as runs:
        runs.write(f"{name}\n")
    print(f"{name} at work", flush=True)
    if os.environ.get("TOY_SLEEP") == name:
        Path("asleep").write_text(str(os.getpid()))
        while not Path("wake").exists() and time.time() - Path("asleep").stat().st_mtime < 600:
            time.sleep(0.05)
    if os.environ.get("TOY_FAIL") == name:
        sys.exit(f"error: {name} cannot go on:\n  - do this")
    p, salt = parameters(), os.environ.get("TOY_SALT", "")
    if step == "fetch":
        for letter in "abc":
            write(f"data/raw/{letter}.txt", letter * 1000)
    elif step == "prepare":
        write("data/prepared/all.txt", digest(Path("data/raw")) * int(p["prepare"]["limit"]))
        metric("prepare", p["prepare"]["limit"])
    elif step == "train":
        write(f"models/{kind}.bin", digest(Path("data/prepared")) + kind + str(p["train"]["rate"]) + salt)
        write(f"history/{kind}.csv", f"epoch,loss\n1,{p['train']['rate']}\n2,{p['train']['rate'] / 2}\n")
        metric(f"train_{kind}", p["train"]["rate"] * 2)
    elif step == "evaluate":
        height = int(p["evaluate"]["top"]) + int(digest(Path("models/left.bin"), Path("data/raw/b.txt"))[:2], 16)
        metric("evaluate", height)
        write("figures/bar.svg", BAR.format(height))
    elif step == "report":
        write("html/index.html", digest(Path("metrics"), Path("models")))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
