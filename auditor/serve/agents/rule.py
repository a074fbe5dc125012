"""A rule as an agent gets it."""

from __future__ import annotations

from auditor.audit import own_rules
from auditor.cli import rule_page
from auditor.errors import UsageError
from auditor.report.proof import Model


class RulePage(Model):
    """A rule."""

    id: str
    kind: str
    severity: str
    says: str
    why: str
    relations: tuple[str, ...]
    source: str
    precision: float | None
    """The share of its findings that were right where it was measured; null where it was not."""


def page(code: str) -> tuple[str, RulePage]:
    """A rule's page as text and as a record. Raises UsageError with the nearest name for an id that is none."""
    book = own_rules()
    if code not in book.rules:
        found = book.select([code])
        raise UsageError(f"{code[:80]} holds {len(found)} rules, ask for one of them: {', '.join(found[:40])}")
    rule, told, record = book.rules[code], book.page(code), book.record.get(code)
    made = RulePage(
        id=rule.id,
        kind=rule.kind,
        severity=rule.severity,
        says=told.says,
        why=told.why,
        relations=tuple(convention.relation.text for convention in rule.conventions),
        source=told.source,
        precision=float(record.precision) if record and record.precision is not None else None,
    )
    return rule_page.page(book, code), made
