"""The report's own overall verdict, held against what the audit finds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.derivations import Derivations, Polarity
from auditor.findings.finding import Finding, Severity
from auditor.rulebook import Rulebook, fill

CHECK = "overall"
"""What a rule names as its check that is carried out here."""


def overall(findings: Sequence[Finding], derivations: Derivations, rulebook: Rulebook) -> Iterator[Finding]:
    """A note if the report judges itself favourably while numbers of it are refuted: it follows from those."""
    claims = derivations.facts.claims
    wrong = [finding.claims[0] for finding in findings if finding.severity is Severity.ERROR and finding.claims]
    declared = claims.all[claims.declared] if claims.declared is not None else None
    if declared is None or declared.polarity is not Polarity.GOOD or not wrong or declared.index in wrong:
        return
    counted = "1 number is refuted" if len(wrong) == 1 else f"{len(wrong)} numbers are refuted"
    for rule_id, check in rulebook.checks:
        if check == CHECK:
            rule = rulebook.rules[rule_id]
            yield Finding(
                code=rule_id,
                kind=rule.kind,
                severity=Severity.NOTE,
                message=fill(rule.message, {"stated": declared.text, "expected": counted}),
                claims=(declared.index, *wrong),
                stated=declared.text,
                expected=counted,
                derivation=None,
            )
