"""The ledger of a page: every claim and every silent numeral, each with its proof in one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from auditor.frozen import dataclass
from auditor.report.account import reason
from auditor.report.html.marks import Mark, Marks
from auditor.report.html.references import Reference, references
from auditor.report.numerals import reading
from auditor.report.view import View
from auditor.text import visible

_PREMISES = 8
_REASONS = 6
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, safe to print."""

    mark: Mark
    line: int
    column: int
    text: str
    reading: str
    verdict: str
    """The state in words."""
    basis: str
    """The kind of proof of a supported claim."""
    why: str
    rule: str
    premises: tuple[Reference, ...]
    findings: tuple[int, ...]
    """Numbers of the findings that it has a part in."""


def entries(view: View, marks: Marks, found: Sequence[Mark]) -> Iterator[Entry]:
    """The ledger in source order."""
    for mark in found:
        place = view.place(mark.span)
        text = visible(view.source[mark.span.start : mark.span.end])
        if mark.claim is None:
            verdict, _, why = mark.title.partition(": ")
            yield Entry(mark, place.line, place.column, text, "", verdict, "", why, "", (), ())
        else:
            yield _claim(view, marks, mark, text)


def _claim(view: View, marks: Marks, mark: Mark, text: str) -> Entry:
    assert mark.claim is not None
    place = view.place(mark.span)
    judgement = view.findings.judgements[mark.claim]
    derivation = judgement.derivation
    why = reason(view, mark.claim)
    return Entry(
        mark=mark,
        line=place.line,
        column=place.column,
        text=text,
        reading=visible(reading(view, mark.claim).replace("_", " ")),
        verdict=mark.state,
        basis=judgement.basis,
        why=why if len(why) <= _LONGEST else why[:_LONGEST] + "…",
        rule=derivation.rule if derivation else "",
        premises=references(view, derivation.premises[:_PREMISES]) if derivation else (),
        findings=marks.touched.get(mark.claim, ()),
    )


def reasons(view: View) -> list[tuple[str, int]]:
    """Why claims stay open, the commonest first."""
    count = Counter(visible(judgement.reason) for judgement in view.findings.judgements if judgement.reason)
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))[:_REASONS]


def bases(view: View) -> list[tuple[str, int]]:
    """What kind of proof supports how many claims, the commonest first."""
    count = Counter(judgement.basis for judgement in view.findings.judgements if judgement.basis)
    return sorted(count.items(), key=lambda item: (-item[1], item[0]))
