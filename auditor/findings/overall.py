"""The report's own overall verdict, held against what the audit finds."""

from __future__ import annotations

from auditor.derivations import Derivations, Polarity
from auditor.findings.finding import Finding, Severity
from auditor.rulebook import Rulebook

_CHECK = "overall"


def overall(findings: list[Finding], derivations: Derivations, rulebook: Rulebook) -> list[Finding]:
    """One finding if the report judges itself favourably while an error stands; the claims that refute it behind it."""
    claims = derivations.facts.claims
    wrong = [finding.claims[0] for finding in findings if finding.severity is Severity.ERROR and finding.claims]
    declared = claims.all[claims.declared] if claims.declared is not None else None
    if declared is None or declared.polarity is not Polarity.GOOD or not wrong:
        return []
    counted = "1 number is refuted" if len(wrong) == 1 else f"{len(wrong)} numbers are refuted"
    return [
        Finding(
            code=rule.id,
            kind=rule.kind,
            severity=Severity(rule.severity),
            message=rule.message.replace("{stated}", declared.text).replace("{expected}", counted),
            claims=(declared.index, *wrong),
            stated=declared.text,
            expected=counted,
            derivation=None,
        )
        for rule in rulebook.checks()
        if rule.check == _CHECK
    ]
