"""What every number of the source is marked with: its verdict in a sign, a word and a link to its proof."""

from __future__ import annotations

from functools import cached_property

from auditor.findings import Severity, Verdict
from auditor.frozen import dataclass
from auditor.report.account import reason
from auditor.report.view import View
from auditor.span import Span
from auditor.text import visible

SIGNS = {"supported": "✓", "refuted": "✗", "questioned": "!", "open": "?", "silent": "·"}
"""The sign of each state; `questioned` is an open claim that a finding touches."""

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Mark:
    """One number, mark or verdict word in the source."""

    span: Span
    state: str
    """A key of SIGNS."""
    title: str
    """The state in words, and how it was decided."""
    claim: int | None
    """None for a numeral that claims nothing."""
    target: str
    """Id of the element that says more; empty for a silent numeral."""

    @property
    def sign(self) -> str:
        """The state as a sign."""
        return SIGNS[self.state]


class Marks:
    """The marks of one document."""

    def __init__(self, view: View) -> None:
        self._view = view

    @cached_property
    def accused(self) -> dict[int, int]:
        """By claim, the number of the finding that it is the culprit of."""
        found: dict[int, int] = {}
        for number, finding in enumerate(self._view.findings.all, 1):
            for claim in finding.claims[:1]:
                found.setdefault(claim, number)
        return found

    @cached_property
    def touched(self) -> dict[int, tuple[int, ...]]:
        """By claim, the numbers of the findings that it has a part in, in order."""
        found: dict[int, list[int]] = {}
        for number, finding in enumerate(self._view.findings.all, 1):
            for claim in dict.fromkeys((*finding.claims, *finding.consequences, *finding.overturns)):
                found.setdefault(claim, []).append(number)
        return {claim: tuple(numbers) for claim, numbers in found.items()}

    def state(self, claim: int) -> str:
        """The state of a claim, a key of SIGNS."""
        verdict = self._view.findings.judgements[claim].verdict
        if verdict is not Verdict.NOT_ENOUGH_INFO:
            return verdict.value
        return "questioned" if self._questioned(claim) else "open"

    def all(self) -> list[Mark]:
        """Every claim, and every numeral that no claim's own stretch covers, in source order."""
        claims = [self._claim(index) for index in range(len(self._view.findings.judgements))]
        covered = _Cover([mark.span for mark in claims])
        numerals = self._view.findings.derivations.facts.claims.ledger
        rest = [self._numeral(n.span, n.why, n.claim) for n in numerals if not covered.holds(n.span)]
        return sorted([*claims, *rest], key=lambda mark: (mark.span.start, -mark.span.end))

    def _questioned(self, claim: int) -> bool:
        findings = self._view.findings.all
        return any(
            finding.severity is not Severity.NOTE
            and claim in (*finding.claims[:1], *finding.consequences, *finding.overturns)
            for finding in (findings[number - 1] for number in self.touched.get(claim, ()))
        )

    def _claim(self, index: int) -> Mark:
        state = self.state(index)
        why = reason(self._view, index)
        number = self.accused.get(index)
        title = f"{state}: {why}" if why else state
        return Mark(
            self._view.span(index),
            state,
            title if len(title) <= _LONGEST else title[:_LONGEST] + "…",
            index,
            f"f{number}" if number else f"c{index}",
        )

    def _numeral(self, span: Span, why: str, claim: int | None) -> Mark:
        if claim is None:
            return Mark(span, "silent", visible(f"claims nothing: {why}"), None, "")
        state = self.state(claim)
        return Mark(span, state, visible(f"{state}: part of {self._view.text(claim)}"), None, f"c{claim}")


class _Cover:
    """Whether a stretch lies inside one of some sorted stretches."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._at = 0
        self._reach: Span | None = None

    def holds(self, span: Span) -> bool:
        """Asked in source order: whether one of the stretches covers this one."""
        while self._at < len(self._spans) and self._spans[self._at].start <= span.start:
            if self._reach is None or self._spans[self._at].end > self._reach.end:
                self._reach = self._spans[self._at]
            self._at += 1
        return self._reach is not None and self._reach.covers(span)
