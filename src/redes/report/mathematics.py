"""Formulae as MathML, which browsers draw themselves: no script, no request."""

from functools import cache
from typing import Any

from docutils import nodes
from math_core import LatexError, LatexToMathML
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

logger = logging.getLogger(__name__)


def setup_mathematics(app: Sphinx) -> None:
    """Make math-core the renderer of Sphinx's formulae."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))


def visit_math(self: Any, node: nodes.math) -> None:
    """Write a formula inside a sentence."""
    self.body.append(_convert(node, display=False))
    raise nodes.SkipNode


def visit_math_block(self: Any, node: nodes.math_block) -> None:
    """Write a formula that stands alone, its number beside it; a wide one scrolls by itself, also by keyboard."""
    self.body.append(self.starttag(node, "div", CLASS="math notranslate nohighlight"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, _("Link to this equation"))
        self.body.append("</span>")
    self.body.append(f'<div class="formula" tabindex="0">{_convert(node, display=True)}</div></div>\n')
    raise nodes.SkipNode


def _convert(node: nodes.Element, *, display: bool) -> str:
    try:
        return _converter().convert_with_local_state(node.astext(), displaystyle=display)
    except LatexError as error:
        logger.warning("formula: %s in %r", " ".join(str(error).split()), node.astext(), location=node)
        return ""


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(annotation=True, fancy_error=False)
