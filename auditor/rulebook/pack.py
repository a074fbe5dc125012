"""Rules as JSON values and back: what the compiled rulebook holds."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from auditor.rulebook.program import Form, packed, unpacked
from auditor.rulebook.rule import Convention, MustConfirm, MustFind, NearMiss, Page, Relation, Rule, Variable


def pack_rule(rule: Rule) -> list[Any]:
    """The rule as a JSON value."""
    return [
        rule.id,
        rule.kind,
        rule.severity,
        rule.bound,
        rule.message,
        rule.check,
        rule.subject,
        [_pack_variable(variable) for variable in rule.variables.values()],
        [_pack_convention(convention) for convention in rule.conventions],
        rule.applies,
        rule.unless,
        rule.assumes,
    ]


def unpack_rule(value: Sequence[Any]) -> Rule:
    """The rule that `pack_rule` wrote."""
    variables = [_unpack_variable(variable) for variable in value[7]]
    rule_id, kind, severity, bound, message, check, subject = value[:7]
    return Rule(
        id=rule_id,
        kind=kind,
        severity=severity,
        bound=bound,
        message=message,
        check=check,
        subject=subject,
        variables={variable.symbol: variable for variable in variables},
        conventions=tuple(_unpack_convention(convention) for convention in value[8]),
        applies=tuple((name, tuple(values)) for name, values in value[9]),
        unless=tuple((name, tuple(values)) for name, values in value[10]),
        assumes=tuple(value[11]),
    )


def pack_page(page: Page) -> list[Any]:
    """The page as a JSON value."""
    return [
        page.says,
        page.why,
        page.source,
        [[miss.says, _pack_relation(miss.relation)] for miss in page.near_misses],
        [[e.text, e.quote, e.expected, e.brief] for e in page.must_find],
        [[e.text, e.quote, e.because, e.brief] for e in page.must_confirm],
    ]


def unpack_page(value: Sequence[Any]) -> Page:
    """The page that `pack_page` wrote."""
    says, why, source, misses, find, confirm = value
    return Page(
        says,
        why,
        source,
        tuple(NearMiss(text, _unpack_relation(relation)) for text, relation in misses),
        tuple(MustFind(*example) for example in find),
        tuple(MustConfirm(*example) for example in confirm),
    )


def _pack_variable(v: Variable) -> list[Any]:
    numbers = [None if number is None else str(number) for number in (v.value, v.default)]
    return [v.symbol, v.concept, v.scope, v.role, v.scenario, v.unit, *numbers, v.free, v.whole, str(v.minimum), v.says]


def _unpack_variable(value: Sequence[Any]) -> Variable:
    symbol, concept, scope, role, scenario, unit, constant, default, free, whole, minimum, says = value
    numbers = _number(constant), _number(default)
    return Variable(symbol, concept, scope, role, scenario, unit, *numbers, free, whole, _fraction(minimum), says)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else _fraction(text)


@cache
def _fraction(text: str) -> Fraction:
    return Fraction(text)


def _pack_convention(c: Convention) -> list[Any]:
    whens = [_pack_relation(when) for when in c.when]
    return [c.name, c.says, _pack_relation(c.relation), whens, c.needs, c.absent, c.tier, c.source]


def _unpack_convention(value: Sequence[Any]) -> Convention:
    name, says, relation, when, needs, absent, tier, source = value
    whens = tuple(_unpack_relation(w) for w in when)
    return Convention(name, says, _unpack_relation(relation), whens, tuple(needs), tuple(absent), tier, source)


def _pack_relation(relation: Relation) -> list[Any]:
    sides = [packed(relation.left), packed(relation.right)]
    forms = [_pack_form(form) for form in relation.forms.values()]
    return [relation.text, relation.operator, *sides, relation.symbols, forms]


def _unpack_relation(value: Sequence[Any]) -> Relation:
    text, operator, left, right, symbols, forms = value
    solved = {form[0]: _unpack_form(form) for form in forms}
    return Relation(text, operator, unpacked(left), unpacked(right), tuple(symbols), solved)


def _pack_form(form: Form) -> list[Any]:
    minimums = {name: str(value) if value.denominator > 1 else int(value) for name, value in form.minimums.items()}
    return [form.symbol, form.direction, packed(form.steps), form.inputs, form.slopes, minimums]


def _unpack_form(value: Sequence[Any]) -> Form:
    symbol, direction, steps, inputs, slopes, minimums = value
    if any(isinstance(least, str) for least in minimums.values()):
        minimums = {name: Fraction(least) for name, least in minimums.items()}
    return Form(symbol, direction, unpacked(steps), tuple(inputs), slopes, minimums)
