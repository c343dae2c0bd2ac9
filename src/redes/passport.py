"""Passports of figures: in each file, what made it, and a seal that breaks with any changed byte.

An SVG file carries its passport as ``dc:description`` of its metadata, a PNG file as the text ``Description`` right
after its header; both are where other programs look for a description. A passport holds nothing but what DVC goes by
when it judges whether the figure has to be drawn again, so the same inputs still give the same bytes. Of the source
code it says nothing: code that draws the same gives the same file.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, unescape

from redes.provenance import Provenance

CODE = "src/"
SEAL = "sha256"

_PNG_HEADER = 33  # bytes: the signature and the chunk IHDR, which comes first
_PNG_TEXT = b"tEXtDescription\0"
_SVG_PLACE = b"   <cc:Work>\n"
_SVG_TEXT = re.compile(rb"    <dc:description>(.*?)</dc:description>\n", re.DOTALL)


class PassportError(ValueError):
    """A file has no passport, or is not the file that its passport was made for; says which."""


@dataclass(frozen=True)
class Passport:
    """What made a figure.

    Attributes:
        figure: its file, from the project's folder: ``reports/figures/mnist/feature_maps.es.png``.
        stage: the stage that drew it.
        parameters: section of params.yaml to values, of the stage and of all stages behind its inputs.
        inputs: the stage's dependencies but for its source code, path to MD5 as DVC computes it.
    """

    figure: str
    stage: str
    parameters: Mapping[str, Mapping[str, Any]]
    inputs: Mapping[str, str]

    @property
    def command(self) -> str:
        """What draws the figure anew, in both languages, for light and for dark pages."""
        folder, _, name = self.figure.rpartition("/")
        return f"redes draw {folder}/{name.partition('.')[0]}"


def issue(figure: str, facts: Provenance) -> Passport:
    """Make the passport of a file that a stage draws.

    Args:
        figure: its path, from the project's folder.
        facts: what goes into the stage.
    """
    sections = {name: values for file in facts.parameters.values() for name, values in file.items()}
    inputs = {path: digest for path, digest in facts.dependencies.items() if not path.startswith(CODE)}
    return Passport(figure, facts.stage, sections, inputs)


def stamp(drawing: bytes, passport: Passport) -> bytes:
    """Put a passport into a drawing.

    Args:
        drawing: an SVG file as matplotlib writes it, or a PNG file; without a passport.
        passport: what made it.

    Returns:
        The file with the passport, sealed: SHA-256 of the drawing and of the rest of the passport.
    """
    told: dict[str, Any] = {
        "figure": passport.figure,
        "stage": passport.stage,
        "command": passport.command,
        "parameters": passport.parameters,
        "inputs": passport.inputs,
    }
    told[SEAL] = hashlib.sha256(drawing + json.dumps(told, sort_keys=True).encode()).hexdigest()
    text = json.dumps(told, indent=1, sort_keys=True)
    if _is_png(drawing):
        head, block, tail = drawing[:_PNG_HEADER], _png_chunk(text), drawing[_PNG_HEADER:]
    else:
        before, place, tail = drawing.partition(_SVG_PLACE)
        head, block = before + place, f"    <dc:description>{escape(text)}</dc:description>\n".encode()
    return head + block + tail


def read_passport(content: bytes) -> Passport:
    """Read the passport in a file, and check that neither of them has changed since they were put together.

    Args:
        content: of an SVG or PNG file.

    Raises:
        PassportError: there is no passport, or the seal is broken.
    """
    text, drawing = _split(content)
    try:
        told = json.loads(text)
        passport = Passport(told["figure"], told["stage"], told["parameters"], told["inputs"])
        whole = stamp(drawing, passport) == content
    except (ValueError, LookupError, TypeError, AttributeError):
        whole = False
    if not whole:
        raise PassportError("it was changed after it was drawn: the seal of its passport is broken")
    return passport


def _split(content: bytes) -> tuple[str, bytes]:
    """The text of a passport, and the file as it was before it got one."""
    if _is_png(content):
        size = int.from_bytes(content[_PNG_HEADER : _PNG_HEADER + 4], "big") + 12
        head, chunk, tail = content[:_PNG_HEADER], content[_PNG_HEADER:][:size], content[_PNG_HEADER + size :]
        if chunk[4:].startswith(_PNG_TEXT):
            return chunk[4 + len(_PNG_TEXT) : -4].decode("latin-1"), head + tail
    elif found := _SVG_TEXT.search(content):
        return unescape(found[1].decode("utf-8", "replace")), content[: found.start()] + content[found.end() :]
    raise PassportError("it has no passport")


def _is_png(content: bytes) -> bool:
    return content.startswith(b"\x89PNG\r\n\x1a\n")


def _png_chunk(text: str) -> bytes:
    """A chunk of text: length, type and keyword, text, check sum (PNG specification, section 11.3.3)."""
    data = _PNG_TEXT + text.encode("ascii")
    return (len(data) - 4).to_bytes(4, "big") + data + zlib.crc32(data).to_bytes(4, "big")
