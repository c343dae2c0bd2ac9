"""What stands folded under each figure: its passport, in the words of the page's language."""

import json
from collections.abc import Iterable
from html import escape

from docutils import nodes

from redes.passport import Passport

SHORT = 10  # hexadecimal digits of a digest that are shown: enough to compare by eye
TEXT = {
    "es": {
        "summary": "Cómo se hizo esta figura",
        "stage": "Etapa",
        "command": "Para volver a dibujar solo esta",
        "parameters": "Parámetros de la etapa y de las anteriores",
        "inputs": "Lo que lee la etapa, con el comienzo de su MD5",
        "explain": "¿Sigue al día?",
    },
    "en": {
        "summary": "How this figure was made",
        "stage": "Stage",
        "command": "To redraw this one alone",
        "parameters": "Parameters of the stage and of those before it",
        "inputs": "What the stage reads, with the beginning of its MD5",
        "explain": "Is it still up to date?",
    },
}


def describe_passport(passport: Passport, language: str) -> nodes.Node:
    """Write a passport as a part of the page that opens on request, by mouse or keyboard, without a script.

    Args:
        passport: of the figure above.
        language: ``es`` or ``en``.
    """
    text = TEXT[language]
    entries = {
        "stage": _code([passport.stage]),
        "command": _code([passport.command]),
        "explain": _code([f"redes explain {passport.figure}"]),
        "parameters": _code(_write_parameters(passport)),
        "inputs": _code(f"{path}  {digest[:SHORT]}" for path, digest in passport.inputs.items()),
    }
    listed = "".join(f"<dt>{text[name]}</dt>{lines}" for name, lines in entries.items() if lines)
    html = f'<details class="passport"><summary>{text["summary"]}</summary><dl>{listed}</dl></details>'
    return nodes.raw("", html, format="html")


def _write_parameters(passport: Passport) -> Iterable[str]:
    """Write the parameters as params.yaml does, a section in each line's name."""
    for section, values in passport.parameters.items():
        for name, value in values.items():
            yield f"{section}.{name}: {json.dumps(value)}"


def _code(lines: Iterable[str]) -> str:
    return "".join(f"<dd><code>{escape(line)}</code></dd>" for line in lines)
