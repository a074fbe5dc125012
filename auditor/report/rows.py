"""What the summary of many audits keeps of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.findings import Severity
from auditor.frozen import dataclass
from auditor.report.view import Coverage, View
from auditor.text import counted


@dataclass(frozen=True, slots=True)
class Row:
    """One audited document in one line."""

    path: str
    verdict: str
    """In capitals."""
    declared: str
    """What the report says of itself; empty if it does not."""
    errors: int
    warnings: int
    coverage: Coverage
    worst: str
    """The message of the first finding; empty if there is none."""
    found: tuple[tuple[str, str], ...] = ()
    """Rule and kind of each finding."""


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often a rule or a kind of finding came up."""

    name: str
    findings: int
    documents: int


def row(view: View) -> Row:
    """The line of one audit."""
    count = Counter(finding.severity for finding in view.findings.all)
    return Row(
        path=view.path,
        verdict=view.verdict,
        declared=view.findings.declared,
        errors=count[Severity.ERROR],
        warnings=count[Severity.WARNING],
        coverage=view.coverage,
        worst=view.findings.all[0].message if view.findings.all else "",
        found=tuple((finding.code, finding.kind) for finding in view.findings.all),
    )


def frequencies(rows: Sequence[Row]) -> tuple[list[Frequency], list[Frequency]]:
    """How often each kind and each rule came up, the commonest first."""
    return _frequencies(rows, 1), _frequencies(rows, 0)


def _frequencies(rows: Sequence[Row], place: int) -> list[Frequency]:
    findings = Counter(pair[place] for row in rows for pair in row.found)
    documents = Counter(name for row in rows for name in {pair[place] for pair in row.found})
    order = sorted(findings, key=lambda name: (-findings[name], name))
    return [Frequency(name, findings[name], documents[name]) for name in order]


def closing(rows: Sequence[Row]) -> str:
    """All documents in one sentence: "15 documents: 9 refuted, 6 supported with gaps"."""
    count = Counter(row.verdict.lower() for row in rows)
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(count.items()))
    return f"{counted(len(rows), 'document')}: {verdicts or 'none audited'}"
