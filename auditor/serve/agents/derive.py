"""One calculation with units and print tolerance, by the language of the rules: nothing of it is ever executed."""

from __future__ import annotations

import re
from collections.abc import Mapping

from auditor import claims, document, show
from auditor.errors import UsageError
from auditor.interval import WHOLE, Interval
from auditor.quantity import Quantity
from auditor.report.proof import Model
from auditor.rulebook.grammar import GrammarError, read_relation, read_term
from auditor.rulebook.program import evaluate, program
from auditor.rulebook.term import Name, Term, compared, names, replace
from auditor.rulebook.term import show as written
from auditor.serve.agents.dimension import roots, unit_of

_COMPARES = re.compile(r"[=≤≥<>]")
_LONGEST = 200
_MOST = 40


class Derived(Model):
    """What follows."""

    result: str
    """As people write it, with its unit; of a comparison both sides."""
    low: str | None
    """From where to where it may be, since the premises are rounded: exact, in the unit of the result."""
    high: str | None
    working: str
    """The expression with the numbers put in."""
    holds: bool | None
    """Whether a comparison can be true, print tolerance and ambiguous units considered; null without one."""
    other_readings: dict[str, str]
    """What ambiguous units give when read otherwise, by the name of the reading."""


def derive(expression: str, premises: Mapping[str, str]) -> Derived:
    """What an expression over named quantities gives, or whether a comparison holds.

    Raises UsageError for an expression that cannot be read, a name without a quantity, and units that do not fit.
    """
    if len(premises) > _MOST:
        raise UsageError(f"{len(premises)} premises are more than {_MOST}")
    quantities = {name: _quantity(name, text) for name, text in premises.items()}
    try:
        if _COMPARES.search(expression):
            return _compared(expression, quantities)
        term = read_term(expression)
    except GrammarError as error:
        raise UsageError(f"the expression cannot be read: {error}") from error
    _known(tuple(names(term)), quantities)
    unit = unit_of(term, {name: quantity.readings[0].unit for name, quantity in quantities.items()})
    shown = [show.interval(_nominal(term, quantities, index), unit) for index in _readings(quantities)]
    others = {_name(quantities, index): text for index, text in enumerate(shown) if text != shown[0]}
    admitted = _value(term, quantities, 0).scale(1 / unit.factor)
    low, high = (None if end is None else show.exact(end) for end in (admitted.low, admitted.high))
    working = f"{_told(written(term), _put_in(term, quantities))} = {shown[0]}"
    return Derived(result=shown[0], low=low, high=high, working=working, holds=None, other_readings=others)


def _compared(expression: str, quantities: Mapping[str, Quantity]) -> Derived:
    relation = read_relation(expression)
    _known(compared(relation), quantities)
    units = {name: quantity.readings[0].unit for name, quantity in quantities.items()}
    left, right = unit_of(relation.left, units), unit_of(relation.right, units)
    if left.dimensions != right.dimensions:
        raise UsageError(f"the sides have different units: {left.symbol or 'a number'}, {right.symbol or 'a number'}")
    shown = show.interval(_nominal(relation.left, quantities, 0), left)
    against = show.interval(_nominal(relation.right, quantities, 0), right)
    holds = any(
        _holds(_value(relation.left, quantities, a), relation.operator, _value(relation.right, quantities, b))
        for a in _readings(quantities)
        for b in _readings(quantities)
    )
    values = f"{_put_in(relation.left, quantities)} {relation.operator} {_put_in(relation.right, quantities)}"
    sides = _told(f"{written(relation.left)} {relation.operator} {written(relation.right)}", values)
    told = f"{shown} {relation.operator} {against}"
    working = f"{sides}: {told} {'can hold' if holds else 'cannot hold'}"
    return Derived(result=told, low=None, high=None, working=working, holds=holds, other_readings={})


def _holds(left: Interval, operator: str, right: Interval) -> bool:
    if operator == "<=":
        left = Interval(left.low, None, low_open=left.low_open)
    elif operator == ">=":
        left = Interval(None, left.high, high_open=left.high_open)
    return left.meets(right)


def _quantity(name: str, text: str) -> Quantity:
    """The one quantity that a text states, by the readers of reports."""
    found = claims.extract(document.read(f"- value: {text[:_LONGEST]}")).all if "\n" not in text else ()
    quantities = [claim.quantity for claim in found if claim.quantity is not None]
    if len(quantities) != 1:
        raise UsageError(f"{name}: {text[:60]!r} should be one number with its unit, as '80 GB' or '2.5 tokens/s'")
    return quantities[0]


def _known(wanted: tuple[str, ...], quantities: Mapping[str, Quantity]) -> None:
    missing = sorted({name for name in wanted if name not in quantities})
    if missing:
        raise UsageError(f"no premise gives {', '.join(missing)}; there are {', '.join(quantities) or 'none'}")


def _readings(quantities: Mapping[str, Quantity]) -> range:
    return range(max((len(quantity.readings) for quantity in quantities.values()), default=1))


def _name(quantities: Mapping[str, Quantity], index: int) -> str:
    named = {quantity.readings[min(index, len(quantity.readings) - 1)].name for quantity in quantities.values()}
    return ", ".join(sorted(named - {""}))


def _value(term: Term, quantities: Mapping[str, Quantity], reading: int) -> Interval:
    """All that a term may be, as its numbers are rounded."""
    values = {name: each.readings[min(reading, len(each.readings) - 1)].interval for name, each in quantities.items()}
    return _evaluated(term, values)


def _nominal(term: Term, quantities: Mapping[str, Quantity], reading: int) -> Interval:
    """What a term is with its numbers as they stand."""
    return _evaluated(term, {name: quantity.nominal(reading) for name, quantity in quantities.items()})


def _evaluated(term: Term, values: Mapping[str, Interval]) -> Interval:
    for root in roots(term):
        if (high := evaluate(program(root.operands[0]), values).high) is not None and high < 0:
            raise UsageError(f"{written(root)} is taken of a negative number")
    result = evaluate(program(term), values)
    if result == WHOLE:
        raise UsageError(f"{written(term)} has no value: it divides by what may be zero")
    return result


def _put_in(term: Term, quantities: Mapping[str, Quantity]) -> str:
    return written(replace(term, {name: Name(quantity.text) for name, quantity in quantities.items()}))


def _told(formula: str, values: str) -> str:
    """In names, and with the numbers put in: "weights / tp: 26GB / 2"."""
    return values if formula == values else f"{formula}: {values}"
