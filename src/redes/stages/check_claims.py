"""Compare what the course claims with what was measured."""

from pathlib import Path

from redes.errors import UserError
from redes.evaluation.claims import judge, read_claims
from redes.files import read_json, write_json
from redes.report.numbers import look_up
from redes.stages import run_stage

CLAIMS = Path("reports/source/claims.yaml")
METRICS = Path("reports/metrics")
VERDICTS = METRICS / "claims.json"


def main() -> None:
    """Judge every claim; one that does not hold is told, and written like the others."""
    metrics = {path.stem: read_json(path) for path in METRICS.glob("*.json") if path != VERDICTS}
    verdicts: dict[str, dict[str, object]] = {}
    for topic, claims in read_claims(CLAIMS).items():
        for name, claim in claims.items():
            try:
                verdict = judge(look_up(metrics, claim["number"]), claim.get("at_least"), claim.get("at_most"))
            except (KeyError, ValueError) as error:
                raise UserError(f"{CLAIMS}: claim {topic}.{name}: {error.args[0]}") from None
            verdicts.setdefault(topic, {})[name] = verdict.as_mapping()
            if not verdict.holds:
                print(f"claim {topic}.{name} does not hold: measured {verdict.measured}", flush=True)
    write_json(VERDICTS, verdicts)
    print(f"{sum(map(len, verdicts.values()))} claims of {len(verdicts)} topics checked", flush=True)


if __name__ == "__main__":
    run_stage(main)
