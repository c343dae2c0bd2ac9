"""Claims: judged by hand, refused where they mean nothing, and the course's own all hold."""

import json
import math
from pathlib import Path

import pytest

from redes.errors import UserError
from redes.evaluation.claims import judge, read_claims
from redes.report.numbers import look_up

CLAIMS = Path("reports/source/claims.yaml")
METRICS = Path("reports/metrics")

ENTRY = "T01:\n  one:\n    number: a.b\n    es: uno\n    en: one\n    at_most: 1\n"


@pytest.mark.parametrize(
    ("measured", "at_least", "at_most", "holds"),
    [
        (1, 1, None, True),
        (1, None, 1, True),
        (0.5, 0.4, 0.6, True),
        (0.61, 0.4, 0.6, False),
        (0.39, 0.4, None, False),
        (None, 0, None, False),
        (math.nan, 0, 1, False),
    ],
)
def test_by_hand(measured: float | None, at_least: float | None, at_most: float | None, holds: bool) -> None:
    verdict = judge(measured, at_least, at_most)
    assert verdict.holds is holds
    assert verdict.as_mapping().keys() == {"measured", "at_least", "at_most", "holds"}


@pytest.mark.parametrize(("at_least", "at_most"), [(None, None), (2, 1)])
def test_a_claim_that_nothing_can_refute_or_meet_is_refused(at_least: float | None, at_most: float | None) -> None:
    with pytest.raises(ValueError, match=r"needs a bound|no number is"):
        judge(1, at_least, at_most)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("    es: uno\n", "", r"T01\.one lacks es; allowed: number"),
        ("at_most", "atmost", r"T01\.one has unknown keys: atmost; allowed"),
        ("T01:", "T01: [", "is not YAML"),
    ],
)
def test_a_bad_file_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(ENTRY)
    assert read_claims(path)["T01"]["one"]["at_most"] == 1
    path.write_text(ENTRY.replace(old, new))
    with pytest.raises(UserError, match=message):
        read_claims(path)


def test_every_claim_of_the_course_holds() -> None:
    """Judged anew from the metrics in git; what the pipeline wrote says the same."""
    metrics = {path.stem: json.loads(path.read_text()) for path in METRICS.glob("*.json")}
    verdicts = {
        topic: {
            name: judge(look_up(metrics, claim["number"]), claim.get("at_least"), claim.get("at_most")).as_mapping()
            for name, claim in claims.items()
        }
        for topic, claims in read_claims(CLAIMS).items()
    }

    assert metrics["claims"] == verdicts
    failing = [f"{topic}.{name}" for topic, claims in verdicts.items() for name, v in claims.items() if not v["holds"]]
    assert failing == []


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_topic_s_claims_are_shown_once(language: str) -> None:
    chapters = "\n".join(path.read_text() for path in sorted(Path("reports/source", language).glob("*.md")))
    for topic in read_claims(CLAIMS):
        assert chapters.count(f":::{{claims}} {topic}\n") == 1
