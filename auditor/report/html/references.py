"""Claims as a page refers to them: their words, and a link to where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.frozen import dataclass
from auditor.report.excerpt import Excerpt
from auditor.report.view import View
from auditor.text import visible

_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Reference:
    """One claim, safe to print."""

    claim: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A line of the source with one claim marked in it."""

    claim: int
    line: int
    excerpt: Excerpt


def reference(view: View, claim: int) -> Reference:
    """The reference to a claim."""
    return Reference(claim, " ".join(visible(view.text(claim)).split()), view.line(claim))


def references(view: View, claims: Iterable[int]) -> tuple[Reference, ...]:
    """The references to several claims, each once."""
    return tuple(reference(view, claim) for claim in dict.fromkeys(claims))


def quote(view: View, claim: int) -> Quote:
    """The line that a claim begins on."""
    return Quote(claim, view.line(claim), view.excerpt(claim, _WIDTH))
