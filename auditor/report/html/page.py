"""The page of one document: one file that needs nothing else."""

from __future__ import annotations

from hashlib import sha256
from pathlib import PurePath

from auditor import __version__
from auditor.findings import DocumentVerdict
from auditor.frozen import dataclass
from auditor.report.html.cards import Card, cards
from auditor.report.html.environment import rendered
from auditor.report.html.marks import SIGNS, Marks
from auditor.report.html.pictures.memory import Memory, memory
from auditor.report.html.pictures.roofline import Roofline, roofline
from auditor.report.html.rows import bases, entries, reasons
from auditor.report.html.source import language, lines
from auditor.report.view import View, tally
from auditor.text import counted, visible

VERDICTS = {"REFUTED": "✗", "SUPPORTED": "✓", "SUPPORTED WITH GAPS": "◐", "NOT ENOUGH INFO": "?"}
"""The sign of each verdict on a document."""


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar that shows how much was decided."""

    state: str
    """A key of SIGNS."""
    number: int
    words: str
    x: float
    """Where it begins, in percent of the width."""
    width: float

    @property
    def sign(self) -> str:
        """The state as a sign."""
        return SIGNS[self.state]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of the whole document."""

    memory: Memory | None
    roofline: Roofline | None


def page(view: View) -> str:
    """The audit of one document as an HTML page."""
    marks = Marks(view)
    found = marks.all()
    shown: tuple[Card, ...] = tuple(cards(view))
    said, where = view.declared
    return rendered(
        "page.html",
        title=visible(PurePath(view.path).name) or "a text without a name",
        path=visible(view.path),
        verdict=view.verdict,
        sign=VERDICTS[view.verdict],
        sentence=_sentence(view),
        tally=tally(view.findings),
        declared=visible(said),
        declared_claim=view.findings.declared_claim,
        declared_where=where.strip(" ()"),
        coverage=view.coverage,
        numerals=len(view.findings.derivations.facts.claims.ledger),
        shares=_shares(view),
        cards=shown,
        pictures=Pictures(memory(view), roofline(view)),
        bases=bases(view),
        reasons=reasons(view),
        lines=lines(view, found),
        language=language(view.source),
        entries=list(entries(view, marks, found)),
        version=__version__,
        rules=view.rules,
        sha256=sha256(view.source.encode()).hexdigest(),
    )


def _sentence(view: View) -> str:
    left = f"{counted(view.coverage.open, 'claim')} could not be decided from what is stated."
    if view.findings.all and view.findings.verdict is not DocumentVerdict.REFUTED:
        return f"No number is refuted, but see the {tally(view.findings)} below; {left}"
    return {
        DocumentVerdict.REFUTED: "At least one of its numbers cannot be true, however it is rounded and read.",
        DocumentVerdict.SUPPORTED: "Everything that it claims was worked out again and agrees.",
        DocumentVerdict.SUPPORTED_WITH_GAPS: f"Nothing that could be worked out disagrees; {left}",
        DocumentVerdict.NOT_ENOUGH_INFO: f"Nothing in it could be worked out; {left}",
    }[view.findings.verdict]


def _shares(view: View) -> list[Share]:
    coverage = view.coverage
    parts = [
        ("supported", coverage.supported, "supported"),
        ("refuted", coverage.refuted, "refuted"),
        ("open", coverage.open, "open"),
        ("silent", coverage.silent, f"{'claims' if coverage.silent == 1 else 'claim'} nothing"),
    ]
    total = max(sum(number for _, number, _ in parts), 1)
    found, at = [], 0
    for state, number, words in parts:
        found.append(Share(state, number, words, round(100 * at / total, 2), round(100 * number / total, 2)))
        at += number
    return found
