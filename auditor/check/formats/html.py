"""A page for a browser, one file that fetches nothing: verdicts, then the findings with their proof."""

from __future__ import annotations

from dataclasses import dataclass

from auditor import __version__
from auditor.check.formats.concise import where
from auditor.check.formats.full import closing
from auditor.check.hit import Checked, Hit, Outcome
from auditor.report.excerpt import Excerpt, excerpt
from auditor.report.html.environment import rendered
from auditor.rulebook import Rulebook
from auditor.span import Lines, Span
from auditor.text import visible

_SIGNS = {"refuted": "✗", "supported": "✓", "supported_with_gaps": "◐", "not_enough_info": "?"}
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Card:
    """One finding, safe to print."""

    severity: str
    code: str
    message: str
    where: str
    line: int | None
    before: str
    marked: str
    after: str
    account: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One checked document, safe to print."""

    path: str
    verdict: str
    sign: str
    decided: int
    claims: int
    cards: tuple[Card, ...]


def render(outcome: Outcome, book: Rulebook) -> str:
    """All documents and all findings that count."""
    documents = [_document(checked) for checked in outcome.documents]
    return rendered(
        "check.html",
        closing=closing(outcome),
        documents=documents,
        failed=[{"path": visible(failed.path), "message": visible(failed.message)} for failed in outcome.failed],
        any=any(document.cards for document in documents),
        version=__version__,
    )


def _document(checked: Checked) -> Document:
    lines = Lines(checked.source)
    return Document(
        path=visible(checked.path),
        verdict=checked.verdict.replace("_", " "),
        sign=_SIGNS[checked.verdict],
        decided=checked.supported + checked.refuted,
        claims=checked.claims,
        cards=tuple(_card(checked, hit, lines) for hit in checked.active),
    )


def _card(checked: Checked, hit: Hit, lines: Lines) -> Card:
    place, quoted = hit.place, Excerpt("", "", "")
    if place:
        quoted = excerpt(checked.source, lines, Span(place.start, place.end), _WIDTH)
    return Card(
        severity=hit.severity,
        code=hit.code,
        message=visible(hit.message),
        where=visible(where(checked, hit)),
        line=place.line if place else None,
        before=quoted.before,
        marked=quoted.marked,
        after=quoted.after,
        account=hit.account,
    )
