"""From a judged document to the flat records of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256

from auditor.check.hit import Case, Checked, Hit, Mark
from auditor.check.repair import repairs
from auditor.findings import Finding, Findings
from auditor.report import View
from auditor.report.account import account, reason
from auditor.report.fingerprint import Fingerprints
from auditor.span import Span

PREFIX = "auditor-"
"""How a comment begins that speaks to the auditor."""


def flat(view: View, judge: Callable[[str], Findings]) -> Checked:
    """The document with its findings; `judge` audits a changed text, by which a repair is proven."""
    found = view.findings
    coverage = view.coverage
    mended = repairs(view, judge)
    fingerprints = Fingerprints(view)
    hits = (_hit(view, finding, fingerprints.next(finding)) for finding in found.all)
    return Checked(
        path=view.path,
        source=view.source,
        sha256=sha256(view.source.encode()).hexdigest(),
        verdict=found.verdict.value,
        supported=coverage.supported,
        refuted=coverage.refuted,
        open=coverage.open,
        silent=coverage.silent,
        hits=tuple(replace(hit, repair=mended.get(index)) for index, hit in enumerate(hits)),
        cases=tuple(_cases(view)),
        comments=tuple(_comments(view)),
    )


def mark(view: View, span: Span) -> Mark:
    """A stretch of the source with its place."""
    place = view.place(span)
    text = view.source[span.start : span.end]
    return Mark(span.start, span.end, text, place.line, place.column, place.end_line, place.end_column)


def _hit(view: View, finding: Finding, fingerprint: str) -> Hit:
    marks = tuple(mark(view, view.span(claim)) for claim in finding.claims)
    return Hit(
        code=finding.code,
        kind=finding.kind,
        severity=finding.severity.value,
        message=finding.message,
        place=marks[0] if marks else None,
        related=marks[1:],
        stated=finding.stated,
        expected=finding.expected,
        account=tuple((entry.heading, entry.lines) for entry in account(view, finding)),
        fingerprint=fingerprint,
    )


def _cases(view: View) -> Iterator[Case]:
    for index, judgement in enumerate(view.findings.judgements):
        where, verdict = view.span(index).start, judgement.verdict.value
        yield Case(f"c{index}", view.text(index), where, view.line(index), verdict, reason(view, index))


def _comments(view: View) -> Iterator[Mark]:
    for block in view.findings.derivations.facts.claims.document.blocks:
        if block.kind.value == "comment" and block.text.lstrip().startswith(PREFIX):
            yield mark(view, block.span)
