"""What the course claims, as ``claims.yaml`` says it, shown with the measured number and the verdict.

In a chapter, ``:::{claims} T19`` shows the claims of a topic.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from ruamel.yaml import YAML
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from redes.report.numbers import NOTHING, format_number

logger = logging.getLogger(__name__)

FILE = "claims.yaml"
TEXT = {
    "es": {
        "title": "Lo que se afirma, y lo que se midió",
        "measured": "Medido",
        "at_least": "al menos {}",
        "at_most": "a lo sumo {}",
        "within": "entre {} y {}",
        "exactly": "exactamente {}",
        True: "se cumple",
        False: "no se cumple",
    },
    "en": {
        "title": "What is claimed, and what was measured",
        "measured": "Measured",
        "at_least": "at least {}",
        "at_most": "at most {}",
        "within": "between {} and {}",
        "exactly": "exactly {}",
        True: "holds",
        False: "does not hold",
    },
}


def read_claims(app: Sphinx) -> None:
    """Read all claims, once; the stage check_claims has checked the file."""
    app.env.redes_claims = YAML(typ="safe", pure=True).load(Path(app.confdir, FILE))  # type: ignore[attr-defined]


class Claims(SphinxDirective):
    """The claims of a topic: sentence, measured number, bounds, verdict."""

    required_arguments = 1

    def run(self) -> Sequence[nodes.Node]:
        """Write the box; warn where the topic has no claim or no verdict."""
        topic, language = self.arguments[0], self.config.language
        claims = self.env.redes_claims.get(topic, {})  # type: ignore[attr-defined]
        verdicts = self.env.redes_metrics.get("claims", {}).get(topic, {})  # type: ignore[attr-defined]
        if not claims or claims.keys() != verdicts.keys():
            message = "topic %r has claims %s and verdicts %s; run: dvc repro check_claims"
            logger.warning(message, topic, sorted(claims), sorted(verdicts), location=self.get_location())
            return []
        box = nodes.admonition("", classes=["claims", "note"])
        box += nodes.title("", TEXT[language]["title"])
        listed = nodes.bullet_list("")
        for name, claim in claims.items():
            listed += self._item(f"{topic}.{name}", claim, verdicts[name])
        box += listed
        return [box]

    def _item(self, name: str, claim: Mapping[str, Any], verdict: Mapping[str, Any]) -> nodes.list_item:
        text, style = TEXT[self.config.language], claim.get("style")
        numbers = {
            key: format_number(verdict[key], style, self.config.language) for key in ("measured", "at_least", "at_most")
        }
        if verdict["at_least"] == verdict["at_most"]:
            bounds = text["exactly"].format(numbers["at_least"])
        elif NOTHING not in (numbers["at_least"], numbers["at_most"]):
            bounds = text["within"].format(numbers["at_least"], numbers["at_most"])
        else:
            key = "at_least" if numbers["at_least"] != NOTHING else "at_most"
            bounds = text[key].format(numbers[key])
        holds = bool(verdict["holds"])
        told = nodes.paragraph("", claim[self.config.language] + " ")
        told += nodes.inline("", f"{text['measured']}: {numbers['measured']} ({bounds}).", classes=["number"])
        told += nodes.Text(" ")
        told += nodes.strong("", f"{'✓' if holds else '✗'} {text[holds]}", classes=["holds" if holds else "fails"])
        return nodes.list_item("", told, ids=[nodes.make_id(f"claim-{name}")])
