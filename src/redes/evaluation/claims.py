"""Claims of the course: sentences that a measured number can refute."""

import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from redes.errors import UserError

NEEDED = ("number", "es", "en")
ALLOWED = (*NEEDED, "style", "at_least", "at_most", "source")


@dataclass(frozen=True)
class Verdict:
    """A claim's number and bounds, and whether it holds.

    Attributes:
        measured: the number; None where there is none, and then the claim does not hold.
        at_least: the lowest number for which the claim holds; None for no such bound.
        at_most: the highest.
        holds: whether the number lies within the bounds, these included.
    """

    measured: float | None
    at_least: float | None
    at_most: float | None
    holds: bool

    def as_mapping(self) -> dict[str, Any]:
        """What a metrics file keeps of it."""
        return asdict(self)


def judge(measured: float | None, at_least: float | None = None, at_most: float | None = None) -> Verdict:
    """Compare a number with what a claim says of it.

    Args:
        measured: the number; None and not-a-number refute every claim.
        at_least: the lowest number for which the claim holds.
        at_most: the highest; at least one of the two bounds is given.

    Returns:
        The verdict.

    Raises:
        ValueError: no number could refute the claim, or none could meet it.

    >>> judge(0.9257, 0.913, 0.927).holds, judge(0.9291, 0.913, 0.927).holds
    (True, False)
    """
    if at_least is None and at_most is None:
        raise ValueError("a claim needs a bound, at_least or at_most: without one, no number could refute it")
    low, high = -math.inf if at_least is None else at_least, math.inf if at_most is None else at_most
    if low > high:
        raise ValueError(f"no number is at least {at_least} and at most {at_most}")
    return Verdict(measured, at_least, at_most, measured is not None and low <= measured <= high)


def read_claims(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """Read the claims file.

    Args:
        path: YAML: topic, then name of the claim, then ``number`` (an address in reports/metrics), ``style`` (how
            it is written), ``at_least``, ``at_most``, the sentence in each language, ``source`` of the bounds.

    Returns:
        The claims, by topic and name.

    Raises:
        UserError: names the claim and what is wrong with it.
    """
    try:
        topics = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    except YAMLError as error:
        raise UserError(f"{path} is not YAML: {' '.join(str(error).split())}") from None
    for topic, claims in topics.items():
        for name, claim in claims.items():
            missing = [key for key in NEEDED if key not in claim]
            unknown = [key for key in claim if key not in ALLOWED]
            if missing or unknown:
                told = f"lacks {', '.join(missing)}" if missing else f"has unknown keys: {', '.join(unknown)}"
                raise UserError(f"{path}: claim {topic}.{name} {told}; allowed: {', '.join(ALLOWED)}")
    return dict(topics)
