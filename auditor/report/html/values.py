"""Intervals as a page shows them: in the unit of the claim they belong to, with their ends."""

from __future__ import annotations

import re
from fractions import Fraction

from auditor import show
from auditor.findings import Derivation
from auditor.interval import WHOLE, Interval
from auditor.report.printed import printed
from auditor.report.view import View
from auditor.units import NUMBER, Unit

_DIGITS = 6
_PRINT = Fraction(1, 500)
"""How far a number of four digits may be from the value that it shows."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_BASE = {"byte": "B", "second": "s", "FLOP": "FLOP", "byte/second": "B/s", "FLOP/second": "FLOP/s"}
_PREFIXES = ((12, "T"), (9, "G"), (6, "M"), (3, "k"), (0, ""), (-3, "m"), (-6, "µ"))


def head_unit(view: View, derivation: Derivation) -> Unit | None:
    """The unit that the derivation's interval is to be shown in; None where it is nothing that the head could be.

    Numbers that were compared as printed have the claim's unit with factor 1.
    """
    quantity = view.findings.derivations.facts.claims.all[derivation.head].quantity
    if quantity is None or derivation.interval == WHOLE or derivation.relation == "whole":
        return None
    unit = quantity.readings[0].unit
    return Unit(unit.symbol, NUMBER.factor, unit.dimensions) if _as_printed(view, derivation) else unit


def stated(view: View, derivation: Derivation) -> Interval | None:
    """What was held against the derivation's interval, in the same terms."""
    if derivation.compared is not None:
        return derivation.compared.result
    quantity = view.findings.derivations.facts.claims.all[derivation.head].quantity
    return None if quantity is None else quantity.hull


def result(view: View, derivation: Derivation, index: int) -> str:
    """What a step gives, for people: in the derivation's own words where they say the same."""
    step = derivation.steps[index]
    unit = head_unit(view, derivation) or NUMBER
    if (
        index == len(derivation.steps) - 1
        and derivation.relation == "="
        and tells(derivation.expected, step.result, unit)
    ):
        return derivation.expected
    return scaled(printed(view, derivation, index), _step_unit(view, derivation, step.unit))


def tells(words: str, interval: Interval, unit: Unit) -> bool:
    """Whether words such as "256 GPUs" name a value of an interval; words without a number do not say otherwise."""
    found = _NUMBER.search(words)
    if found is None:
        return True
    value = Fraction(found.group().replace(",", "")) * unit.factor
    return interval.meets(Interval(value * (1 - _PRINT), value * (1 + _PRINT)))


def _as_printed(view: View, derivation: Derivation) -> bool:
    """Whether the numbers of a derivation went in without their units."""
    claims = view.findings.derivations.facts.claims.all
    steps = (*derivation.steps, *([derivation.compared] if derivation.compared else []))
    for given in (given for step in steps for given in step.inputs if given.claim is not None):
        quantity = claims[given.claim or 0].quantity
        if quantity and all(reading.interval != given.interval for reading in quantity.readings):
            return given.interval == quantity.interval
    return False


def bracket(interval: Interval, unit: Unit) -> str:
    """Both ends of an interval, "[15.15, 15.25) GB"; empty for a single value and for the whole line."""
    if interval.is_point or interval == WHOLE:
        return ""
    left = "(" if interval.low is None or interval.low_open else "["
    right = ")" if interval.high is None or interval.high_open else "]"
    low = "−∞" if interval.low is None else show.number(interval.low / unit.factor, _DIGITS)
    high = "∞" if interval.high is None else show.number(interval.high / unit.factor, _DIGITS)
    return show.with_unit(f"{left}{low}, {high}{right}", unit.symbol)


def scaled(interval: Interval, unit: Unit) -> str:
    """An interval in its unit; base units with the prefix that suits the size."""
    middle = interval.middle
    if unit.symbol not in _BASE or unit.factor != 1 or not middle:
        return show.interval(interval, unit)
    power, prefix = next((p for p in _PREFIXES if abs(middle) >= Fraction(10) ** p[0]), _PREFIXES[-1])
    if unit.symbol == "byte" and power < 0:
        return show.interval(interval, unit)
    return show.interval(interval, Unit(prefix + _BASE[unit.symbol], Fraction(10) ** power, unit.dimensions))


def _step_unit(view: View, derivation: Derivation, symbol: str) -> Unit:
    units = (view.unit(claim) for claim in (derivation.head, *derivation.premises))
    return next((unit for unit in units if unit.symbol == symbol), Unit(symbol, NUMBER.factor, ()))
