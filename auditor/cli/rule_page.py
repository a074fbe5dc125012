"""A rule for readers, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import indent, wrap

from auditor.rulebook import Rule, Rulebook
from auditor.text import visible

_WIDTH = 100


def page(rulebook: Rulebook, rule_id: str) -> str:
    """What `auditor explain` prints."""
    rule, told = rulebook.rules[rule_id], rulebook.page(rule_id)
    lines = [
        f"{rule.id}: {told.says}",
        "",
        *wrap(told.why, _WIDTH),
        "",
        f"kind {rule.kind}, severity {rule.severity}, bound {rule.bound}",
        *_relations(rule),
        *(f"assumes: {sentence}" for sentence in rule.assumes),
        *(f"near miss: {miss.says}" for miss in told.near_misses),
        *wrap(f"source: {told.source}", _WIDTH, subsequent_indent="  "),
        *_record(rulebook, rule_id),
    ]
    for find in told.must_find:
        lines += ["", f"found: {find.quote} should be {find.expected}", indent(find.text.strip(), "  | ")]
    for confirm in told.must_confirm:
        lines += ["", f"confirmed: {confirm.quote}, because {confirm.because}", indent(confirm.text.strip(), "  | ")]
    return "\n".join(_safe(line) for line in lines) + "\n"


def _relations(rule: Rule) -> Iterator[str]:
    if rule.check:
        yield f"carried out by the check {rule.check}"
    for convention in rule.conventions:
        name = f"  ({convention.name}: {convention.says})" if convention.name else ""
        yield f"relation: {convention.relation.text}{name}"
    for variable in rule.variables.values():
        context = " ".join(part for part in (variable.scope and f"per {variable.scope}", variable.role) if part)
        meaning = variable.concept or f"the constant {variable.value}"
        yield f"  {variable.symbol}: {meaning}{f' ({context})' if context else ''}"


def _record(rulebook: Rulebook, rule_id: str) -> Iterator[str]:
    record = rulebook.record.get(rule_id)
    if record is None or record.precision is None:
        yield "measured: not yet"
        return
    verdict = "" if record.trusted else "; below 80 %, so it reports notes until it is better"
    yield f"measured: right in {record.right} of {record.right + record.wrong} findings{verdict}"


def _safe(text: str) -> str:
    return "\n".join(visible(line) for line in text.split("\n"))
