"""The Sphinx extension of the report: numbers, quotations, figures, tables, boxes to try, claims, mathematics, play.

In a chapter (MyST Markdown):

    {num}`train_mnist_cnn.test.accuracy percent`     a number of reports/metrics/train_mnist_cnn.json

    {spread}`evaluate_results.recipes.cnn.default percent`   a mean, its standard deviation, and of how many

    {quote}`evaluate_imdb.mistakes.bag.0.excerpt`    a text of such a file, in quotation marks

    :::{plot} mnist/sample_digits                    a figure of reports/figures, and what made it
    :alt: What it shows, for those who cannot see it.
    Its caption.
    :::

    :::{try} train_mnist_cnn.epochs: 12              a line of params.yaml to change
    What will happen.
    :::

    :::{claims} T19                                  what claims.yaml claims of a topic, and whether it holds
    :::

    :::{tried}                                       a table of what was tried on the validation split
    :name: tried_table
    Its caption.
    :::

    :::{play} digit                                  a part of the page that computes with the trained network
    :::

Whatever is missing is a warning with file and line, and the build turns warnings into errors.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from redes.files import read_json
from redes.passport import PassportError, read_passport
from redes.report.claims import Claims, read_claims
from redes.report.mathematics import setup_mathematics
from redes.report.numbers import NOTHING, format_number, format_spread, look_up, look_up_spread, look_up_text
from redes.report.passports import describe_passport
from redes.report.play import Play, add_scripts
from redes.report.tried import Tried

logger = logging.getLogger(__name__)

TEXT = {
    "es": {
        "try": "Pruébalo",
        "change": "Cambia esta línea de params.yaml:",
        "run": "Después, cualquiera de estas dos órdenes rehace lo que depende de ella, y nada más:",
        "lost": "Para volver atrás, deshaz el cambio y repite la orden: los resultados anteriores se recuperan.",
    },
    "en": {
        "try": "Try it",
        "change": "Change this line of params.yaml:",
        "run": "Then either of these two commands redoes what depends on it, and nothing else:",
        "lost": "To go back, undo the change and repeat the command: the earlier results are restored.",
    },
}
QUOTED = {"es": "«{}»", "en": "“{}”"}
COMMANDS = ("dvc repro", "snakemake --cores all")


class Number(SphinxRole):
    """A number of the metrics files: its address, and how it is written."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Write the number; warn where there is none."""
        address, _, style = self.text.partition(" ")
        try:
            value = look_up(self.env.redes_metrics, address)  # type: ignore[attr-defined]
            text = format_number(value, style.strip() or None, self.config.language)
        except KeyError as error:
            logger.warning("%s", error.args[0], location=self.get_location())
            text = "?"
        return [nodes.inline(self.rawtext, text, classes=["number"])], []


class Spread(SphinxRole):
    """A mean and its spread, of the metrics files."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Write the spread; warn where there is none."""
        address, _, style = self.text.partition(" ")
        try:
            spread = look_up_spread(self.env.redes_metrics, address)  # type: ignore[attr-defined]
            text = format_spread(spread, style.strip() or None, self.config.language)
        except KeyError as error:
            logger.warning("%s: %s", address, error.args[0], location=self.get_location())
            text = NOTHING
        return [nodes.inline(self.rawtext, text, classes=["number"])], []


class Quote(SphinxRole):
    """A text of the metrics files, exactly as it was written, in the language's quotation marks."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Write the text; warn where there is none."""
        try:
            text = look_up_text(self.env.redes_metrics, self.text)  # type: ignore[attr-defined]
        except KeyError as error:
            logger.warning("%s", error.args[0], location=self.get_location())
            text = NOTHING
        quoted = text if text == NOTHING else QUOTED[self.config.language].format(text)
        return [nodes.inline(self.rawtext, quoted, classes=["quote"], support_smartquotes=False)], []


class Plot(SphinxDirective):
    """A figure in the page's language, for light and for dark pages, and what made it; its stem is its label."""

    required_arguments = 1
    has_content = True
    option_spec = {"alt": directives.unchanged_required}  # noqa: RUF012

    def run(self) -> Sequence[nodes.Node]:
        """Write the figure; warn where a file, the alternative text or the caption is missing."""
        chapter, _, stem = self.arguments[0].rpartition("/")
        folder = Path(self.env.app.confdir, self.config.redes_figures, chapter)
        light = self._find(folder, f"{stem}.{self.config.language}")
        dark = self._find(folder, f"{stem}.{self.config.language}.dark")
        caption = self.parse_content_to_nodes()
        if not self.options.get("alt", "").strip() or not caption:
            self._warn(f"figure {self.arguments[0]!r} needs an :alt: text and a caption")
        if light is None or dark is None or not caption:
            return []
        figure = nodes.figure("", classes=["plot"])
        for path, scheme in ((light, "light"), (dark, "dark")):
            uri = os.path.relpath(path, Path(self.env.doc2path(self.env.docname)).parent)
            figure += nodes.image("", uri=uri, alt=self.options.get("alt", ""), classes=[f"only-{scheme}"])
        figure += nodes.caption("", "", *caption[0].children)
        if caption[1:]:
            figure += nodes.legend("", *caption[1:])
        self.set_source_info(figure)
        self.options["name"] = stem
        self.add_name(figure)
        return [figure, *self._describe(light)]

    def _describe(self, path: Path) -> Sequence[nodes.Node]:
        try:
            return [describe_passport(read_passport(path.read_bytes()), self.config.language)]
        except PassportError as error:
            self._warn(f"figure {path.name}: {error}")
            return []

    def _find(self, folder: Path, name: str) -> Path | None:
        for kind in ("svg", "png"):
            if (path := folder / f"{name}.{kind}").is_file():
                self.env.note_dependency(path)
                return path
        self._warn(f"no figure {name}.svg or {name}.png in {os.path.relpath(folder, self.env.app.confdir)}")
        return None

    def _warn(self, message: str) -> None:
        logger.warning("%s", message, location=self.get_location())


class Try(SphinxDirective):
    """A box: which line of params.yaml to change, what will happen, and the two commands that redo it."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True

    def run(self) -> Sequence[nodes.Node]:
        """Write the box; warn where the line is not ``section.key: value``."""
        text = TEXT[self.config.language]
        address, _, value = self.arguments[0].partition(":")
        section, _, key = address.partition(".")
        if not (section and key and value.strip() and self.content):
            message = "%r is not a line to try: expected 'section.key: value' and what will happen"
            logger.warning(message, self.arguments[0], location=self.get_location())
            return []
        box = nodes.admonition("", classes=["tip", "try"])
        box += nodes.title("", text["try"])
        box += nodes.paragraph("", text["change"])
        box += nodes.literal_block("", f"{section}:\n  {key}: {value.strip()}", language="yaml")
        box += self.parse_content_to_nodes()
        box += nodes.paragraph("", text["run"])
        box += nodes.literal_block("", "\n".join(COMMANDS), language="console")
        box += nodes.paragraph("", text["lost"])
        return [box]


def read_metrics(app: Sphinx) -> None:
    """Read all metrics files, by stem."""
    folder = Path(app.confdir, app.config.redes_metrics)
    app.env.redes_metrics = {path.stem: read_json(path) for path in sorted(folder.glob("*.json"))}  # type: ignore[attr-defined]


def free_translations_of_eval(app: Sphinx, error: Exception | None) -> None:
    """Rewrite Sphinx's catalogue for scripts, which would build a function from a string: the policy forbids it."""
    path = Path(app.outdir, "_static", "translations.js")
    if error is None and path.is_file():
        script = path.read_text(encoding="utf-8").strip()
        head, tail = "Documentation.addTranslations(", ");"
        if not (script.startswith(head) and script.endswith(tail)):
            logger.warning("Sphinx writes translations.js in another way than the report expects")
        catalogue = script.removeprefix(head).removesuffix(tail)
        content = f"Object.assign(Documentation.TRANSLATIONS, ({catalogue}).messages);\n"
        path.write_text(content, encoding="utf-8", newline="\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register everything; Sphinx calls this."""
    app.add_config_value("redes_metrics", "../metrics", "env", str)
    app.add_config_value("redes_figures", "../figures", "env", str)
    app.add_role("num", Number())
    app.add_role("spread", Spread())
    app.add_role("quote", Quote())
    app.add_directive("plot", Plot)
    app.add_directive("try", Try)
    app.add_directive("claims", Claims)
    app.add_directive("tried", Tried)
    app.add_directive("play", Play)
    setup_mathematics(app)
    app.connect("builder-inited", read_metrics)
    app.connect("builder-inited", read_claims)
    app.connect("html-page-context", add_scripts)
    app.connect("build-finished", free_translations_of_eval)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
