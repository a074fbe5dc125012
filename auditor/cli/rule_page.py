"""A rule for readers, in plain text."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from auditor.examples import said
from auditor.rulebook import Rule, Rulebook
from auditor.rulebook.rule import MustConfirm, MustFind
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
        lines += ["", f"found: {said(rulebook, rule_id, find)}", *_excerpt(find)]
    for confirm in told.must_confirm:
        lines += ["", f"confirmed: {confirm.quote}: {confirm.because}", *_excerpt(confirm)]
    return "\n".join(_safe(line) for line in lines) + "\n"


def _excerpt(example: MustFind | MustConfirm) -> Iterator[str]:
    for name, text in (("brief", example.brief), ("", example.text)):
        yield from [f"  {name}:"] if name and text else []
        yield from (f"  | {line}".rstrip() for line in text.strip().splitlines())


def _relations(rule: Rule) -> Iterator[str]:
    if rule.check:
        yield f"carried out by the check {rule.check}"
    if rule.mentions:
        told = f"only where a report mentions: {', '.join(rule.mentions)}"
        yield from wrap(told, _WIDTH, subsequent_indent="  ")
    for convention in rule.conventions:
        told = ": ".join(part for part in (convention.name, convention.says) if part)
        name = f"  ({told})" if told else ""
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
