"""What the summary of many audits keeps of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.findings import Severity
from auditor.report.view import Coverage, View, counted


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
    )


def closing(rows: Sequence[Row]) -> str:
    """All documents in one sentence: "15 documents: 9 refuted, 6 supported with gaps"."""
    count = Counter(row.verdict.lower() for row in rows)
    verdicts = ", ".join(f"{number} {verdict}" for verdict, number in sorted(count.items()))
    return f"{counted(len(rows), 'document')}: {verdicts or 'none audited'}"
