"""What was tried, as a table of as many rows as there are.

In a chapter, ``:::{tried}`` shows what ``evaluate_results`` found in the records of sweeps.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from redes.report.numbers import format_number, format_spread

HEADINGS = {
    "es": ("Etapa", "Valores", "Exactitud en validación", "Pérdida en validación", "Segundos"),
    "en": ("Stage", "Values", "Validation accuracy", "Validation loss", "Seconds"),
}
NOTHING_YET = {"es": "Todavía no hay registros de pruebas.", "en": "There are no records of trials yet."}
#: Of the columns' widths.
WIDTHS = (20, 35, 20, 15, 10)


class Tried(SphinxDirective):
    """A table of combinations of values, with what each gave on the validation split."""

    has_content = True
    option_spec = {"name": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> Sequence[nodes.Node]:
        """Write the table; a sentence where nothing was tried."""
        rows = self.env.redes_metrics.get("evaluate_results", {}).get("tried", [])  # type: ignore[attr-defined]
        if not rows:
            return [nodes.paragraph("", NOTHING_YET[self.config.language])]
        (caption, *_) = self.parse_content_to_nodes()
        group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in WIDTHS), cols=len(WIDTHS))
        group += nodes.thead("", _row([nodes.Text(heading) for heading in HEADINGS[self.config.language]]))
        group += nodes.tbody("", *(_row(self._cells(row)) for row in rows))
        table = nodes.table("", nodes.title("", "", *caption.children), group)
        self.set_source_info(table)
        self.add_name(table)
        return [table]

    def _cells(self, row: Mapping[str, Any]) -> Sequence[nodes.Node]:
        language = self.config.language
        numbers = (
            format_spread(row["accuracy"], "percent", language),
            format_number(row["loss"]["mean"], "decimal4", language),
            format_number(row["seconds"], "integer", language),
        )
        codes = (nodes.literal("", row[key]) for key in ("stage", "combination"))
        return [*codes, *(nodes.inline("", number, classes=["number"]) for number in numbers)]


def _row(cells: Sequence[nodes.Node]) -> nodes.row:
    """A row whose last three cells hold numbers."""
    row = nodes.row("")
    for place, cell in enumerate(cells):
        row += nodes.entry("", nodes.paragraph("", "", cell), classes=["text-right"] if place >= 2 else [])
    return row
