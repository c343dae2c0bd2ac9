"""The page that lets people play with the trained network: its places in a chapter, and the scripts that fill them.

In a chapter, ``:::{play} digit`` is filled by ``play.parts.digit`` of ``_static/play/digit.js``.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)

#: Written by the stage export_mnist_cnn; beside the metrics and figures.
MODEL = Path("play/mnist_cnn.js")
PARTS = ("digit", "layers", "shift")
#: In the order in which the page needs them.
SCRIPTS = ("network", "image", "compare", "words", "paint", "app", "digit", "lens", "layers", "shift")
TEXT = {
    "es": "Esta parte de la página se maneja con JavaScript, que aquí está desactivado.",
    "en": "This part of the page is worked by JavaScript, which is switched off here.",
}


class Play(SphinxDirective):
    """The place of one part of the page; readers without JavaScript find a sentence there."""

    required_arguments = 1

    def run(self) -> Sequence[nodes.Node]:
        """Make the place; warn where there is no such part, or no network to play with."""
        part = self.arguments[0]
        if part not in PARTS:
            logger.warning("no part %r; there are %s", part, ", ".join(PARTS), location=self.get_location())
        model = Path(self.env.app.confdir).parent / MODEL
        if not model.is_file():
            message = "no network %s to play with; run: dvc repro export_mnist_cnn"
            logger.warning(message, MODEL, location=self.get_location())
        self.env.note_dependency(model)
        place = nodes.container("", nodes.paragraph("", TEXT[self.config.language]), classes=["play"])
        place["ids"].append(f"play-{part}")
        return [place]


def add_scripts(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ARG001
    """Load network, scripts and style sheet on pages with such a place, and on no other."""
    if doctree is None or not any("play" in place["classes"] for place in doctree.findall(nodes.container)):
        return
    app.add_css_file("play/play.css")
    for script in (MODEL.name, *(f"play/{name}.js" for name in SCRIPTS)):
        app.add_js_file(script, loading_method="defer")
