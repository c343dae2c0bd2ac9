"""Asking several sources for the same content, in turn, until one gives it whole."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from redes.errors import UserError

Content = TypeVar("Content")


class SourceError(Exception):
    """Why one source did not give the content, in one line; another source may."""


@dataclass(frozen=True)
class Source(Generic[Content]):
    """A place that may have the content.

    Attributes:
        name: what a person calls it, e.g. its host.
        fetch: gives the content, verified, or raises :class:`SourceError`.
    """

    name: str
    fetch: Callable[[], Content]


def tell(line: str) -> None:
    """Write a line for the person who waits; to standard error, which takes any character."""
    print(line, file=sys.stderr, flush=True)


def first_answer(what: str, sources: Sequence[Source[Content]], advice: Sequence[str]) -> Content:
    """Give the content of the first source that has it.

    Args:
        what: the content, in words.
        sources: asked in this order.
        advice: what a person can do if no source answers, a line each.

    Returns:
        The content, as the source verified it.

    Raises:
        UserError: no source answered; names each one, why it failed, and the advice.
    """
    failures = []
    for source in sources:
        tell(f"{what}: asking {source.name}")
        try:
            content = source.fetch()
        except SourceError as error:
            reason = " ".join(str(error).split())
            failures.append(f"  - {source.name}: {reason}")
            tell(f"{what}: {source.name} failed: {reason}")
        else:
            tell(f"{what}: verified, from {source.name}")
            return content
    raise UserError(
        "\n".join([f"no source of {what} answered:", *failures, "what you can do:", *(f"  - {a}" for a in advice)])
    )
