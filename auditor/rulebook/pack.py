"""Rules as JSON values and back: what the compiled rulebook holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from auditor.rulebook.form import Form
from auditor.rulebook.program import packed, unpacked
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
        rule.slips_only,
        rule.mentions,
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
        slips_only=value[12],
        mentions=tuple(value[13]),
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
    return [
        v.symbol,
        v.concept,
        v.scope,
        v.role,
        v.scenario,
        v.unit,
        *numbers,
        v.free,
        v.whole,
        str(v.minimum),
        v.says,
        v.tacit,
    ]


def _unpack_variable(value: Sequence[Any]) -> Variable:
    symbol, concept, scope, role, scenario, unit, constant, default, free, whole, minimum, says, tacit = value
    numbers = _number(constant), _number(default)
    return Variable(
        symbol, concept, scope, role, scenario, unit, *numbers, free, whole, _fraction(minimum), says, tacit
    )


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
    return Relation(text, operator, unpacked(left), unpacked(right), tuple(symbols), Forms(forms))


class Forms(Mapping[str, Form]):
    """The forms of a relation by symbol, each unpacked when it is first asked for: most are never needed."""

    __slots__ = ("_forms",)

    def __init__(self, packed_forms: Sequence[str]) -> None:
        self._forms: dict[str, Form | str] = {form[: form.index("|")]: form for form in packed_forms}

    def __getitem__(self, symbol: str) -> Form:
        form = self._forms[symbol]
        if isinstance(form, str):
            form = self._forms[symbol] = _unpack_form(form)
        return form

    def __iter__(self) -> Iterator[str]:
        return iter(self._forms)

    def __len__(self) -> int:
        return len(self._forms)

    def __contains__(self, symbol: object) -> bool:
        return symbol in self._forms


def _pack_form(form: Form) -> str:
    """One line, cheaper to skip than a JSON value: most forms are never unpacked."""
    slopes = "-" if form.slopes is None else " ".join(f"{name}:{slope}" for name, slope in form.slopes.items())
    minimums = " ".join(f"{name}:{least}" for name, least in form.minimums.items())
    return "|".join((form.symbol, form.direction, packed(form.steps), " ".join(form.inputs), slopes, minimums))


def _unpack_form(text: str) -> Form:
    symbol, direction, steps, inputs, slopes, minimums = text.split("|")
    rising = None if slopes == "-" else {name: int(slope) for name, slope in _pairs(slopes)}
    least = {name: _fraction(number) for name, number in _pairs(minimums)}
    return Form(symbol, direction, unpacked(steps), tuple(inputs.split()), rising, least)


def _pairs(text: str) -> list[list[str]]:
    return [pair.split(":") for pair in text.split()]
