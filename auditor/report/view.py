"""A judged document as every form of report looks at it: places, counts, and what stands behind an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property

from auditor.findings import DocumentVerdict, Finding, Findings, Severity, Verdict
from auditor.frozen import dataclass
from auditor.report.excerpt import Excerpt, excerpt
from auditor.rulebook import Rulebook
from auditor.span import Span
from auditor.text import counted
from auditor.units import NUMBER, Unit

_VERDICTS = {
    DocumentVerdict.REFUTED: "REFUTED",
    DocumentVerdict.SUPPORTED: "SUPPORTED",
    DocumentVerdict.SUPPORTED_WITH_GAPS: "SUPPORTED WITH GAPS",
    DocumentVerdict.NOT_ENOUGH_INFO: "NOT ENOUGH INFO",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A span as people count: lines and columns from 1, columns in code points, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the document was read, and how much of that was decided."""

    claims: int
    supported: int
    refuted: int
    open: int
    silent: int
    """Numerals that claim nothing."""

    def __str__(self) -> str:
        if not self.claims + self.silent:
            return "There is nothing to audit: no numeral stands in it"
        claims, silent = counted(self.claims, "claim"), counted(self.silent, "numeral")
        decided = f"{self.supported} supported, {self.refuted} refuted, {self.open} open"
        return f"{claims}: {decided}; {silent} {'claims' if self.silent == 1 else 'claim'} nothing"


@dataclass(frozen=True)
class View:
    """One judged document under its name."""

    findings: Findings
    path: str = ""
    """What the document is called; empty for a text without a name."""
    rules: str = ""
    """Content hash of the rulebook."""
    config: str = ""
    """Digest of the options that differ from the default; empty if none does."""
    book: Rulebook | None = None
    """What it was judged by, for the pages of its rules; None takes the shipped rules."""

    @property
    def source(self) -> str:
        """The document's text."""
        return self.findings.derivations.facts.claims.document.source

    @property
    def verdict(self) -> str:
        """The document's verdict in capitals."""
        return _VERDICTS[self.findings.verdict]

    @property
    def declared(self) -> tuple[str, str]:
        """What the report says of itself and where (" (line 3)"); empty if it does not."""
        claim = self.findings.declared_claim
        return self.findings.declared, "" if claim is None else f" (line {self.line(claim)})"

    @cached_property
    def coverage(self) -> Coverage:
        """The counts of the headline."""
        count = Counter(judgement.verdict for judgement in self.findings.judgements)
        silent = sum(numeral.claim is None for numeral in self.findings.derivations.facts.claims.ledger)
        return Coverage(
            claims=count.total(),
            supported=count[Verdict.SUPPORTED],
            refuted=count[Verdict.REFUTED],
            open=count[Verdict.NOT_ENOUGH_INFO],
            silent=silent,
        )

    def place(self, span: Span) -> Place:
        """Where a span stands."""
        position = self.findings.derivations.facts.claims.document.lines.position
        return Place(*position(span.start), *position(span.end))

    def span(self, claim: int) -> Span:
        """Where a claim stands, in offsets."""
        return self.findings.derivations.facts.claims.all[claim].span

    def text(self, claim: int) -> str:
        """A claim as written."""
        return self.findings.derivations.facts.claims.all[claim].text

    def unit(self, claim: int) -> Unit:
        """The unit in which a claim is written; no unit for a mark."""
        quantity = self.findings.derivations.facts.claims.all[claim].quantity
        return NUMBER if quantity is None else quantity.readings[0].unit

    def excerpt(self, claim: int, width: int) -> Excerpt:
        """The line that a claim begins on, with the claim marked, in about `width` columns."""
        document = self.findings.derivations.facts.claims.document
        return excerpt(document.source, document.lines, self.span(claim), width)

    def line(self, claim: int) -> int:
        """The line that a claim begins on."""
        return self.place(self.span(claim)).line

    def at(self, finding: Finding) -> str:
        """`path:line:column` of a finding; the path alone for one about the whole document."""
        if not finding.claims:
            return self.path
        place = self.place(self.span(finding.claims[0]))
        return f"{self.path}:{place.line}:{place.column}" if self.path else f"{place.line}:{place.column}"

    def of(self, severity: Severity) -> Iterator[Finding]:
        """The findings of one severity, in order."""
        return (finding for finding in self.findings.all if finding.severity is severity)


def tally(findings: Findings) -> str:
    """The findings by severity: "2 errors, 1 warning"; "nothing found" if there is none."""
    count = Counter(finding.severity for finding in findings.all)
    parts = [counted(count[severity], severity.value) for severity in Severity if count[severity]]
    return ", ".join(parts) or "nothing found"
