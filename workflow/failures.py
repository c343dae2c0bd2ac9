"""What to tell last when a run has failed: which stages, in their own words, and where the rest is."""

import re
from collections.abc import Iterable
from pathlib import Path

from workflow.plan import Stage

ENDING = re.compile(r"error: the stage (ended with status|was killed)")


def log_of(stage: Stage) -> str:
    """Name the file that keeps what a stage prints."""
    return f"logs/{stage.identifier}.log"


def failures(stages: Iterable[Stage], since: float) -> list[str]:
    """Look up the last words of the stages that failed.

    Args:
        stages: the stages of the plan.
        since: time at which the run began (seconds of the epoch); older logs belong to other runs.

    Returns:
        A line or more for each stage whose log ends with an error.
    """
    told = []
    for stage in stages:
        log = Path(log_of(stage))
        if log.exists() and log.stat().st_mtime >= since:
            lines = [line.rstrip() for line in log.read_text(errors="replace").splitlines() if line.strip()]
            if words := _last_words(lines):
                told.append(f"{stage.identifier} failed ({log} has all that it said): {words}")
    return told


def _last_words(lines: list[str]) -> str:
    """The stage's own error, which says why it failed; the line after it only says that it ended."""
    if not lines or not lines[-1].startswith("error: "):
        return ""
    own = lines[:-1] if len(lines) > 1 and ENDING.match(lines[-1]) else lines
    start = max((number for number, line in enumerate(own) if line.startswith("error: ")), default=len(own) - 1)
    return "\n".join(own[start:]).removeprefix("error: ")
