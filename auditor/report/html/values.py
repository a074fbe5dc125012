"""Intervals as a page shows them: in the unit of the claim they belong to, with their ends."""

from __future__ import annotations

from fractions import Fraction

from auditor import show
from auditor.findings import Derivation
from auditor.interval import WHOLE, Interval
from auditor.report.view import View
from auditor.units import NUMBER, Unit

_DIGITS = 6
_BASE = {"byte": "B", "second": "s", "FLOP": "FLOP", "byte/second": "B/s", "FLOP/second": "FLOP/s"}
_PREFIXES = ((12, "T"), (9, "G"), (6, "M"), (3, "k"), (0, ""), (-3, "m"), (-6, "µ"))


def unit_of(view: View, claim: int) -> Unit:
    """The unit in which a claim is written; no unit for a mark."""
    quantity = view.findings.derivations.facts.claims.all[claim].quantity
    return NUMBER if quantity is None else quantity.readings[0].unit


def admitted(view: View, claim: int) -> Interval | None:
    """What a claim admits, in base units, over all readings; None for a mark."""
    quantity = view.findings.derivations.facts.claims.all[claim].quantity
    return None if quantity is None else quantity.hull


def head_unit(view: View, derivation: Derivation) -> Unit | None:
    """The unit in which the derivation's own words show what follows; None if they show it in none of the claim's.

    Numbers that were compared as printed have the claim's unit with factor 1.
    """
    quantity = view.findings.derivations.facts.claims.all[derivation.head].quantity
    if quantity is None or derivation.interval == WHOLE:
        return None
    units = [reading.unit for reading in quantity.readings]
    if any(derivation.expected.endswith(view.text(premise)) for premise in derivation.premises):
        return units[0]
    units += [Unit(unit.symbol, NUMBER.factor, unit.dimensions) for unit in units]
    shown = (unit for unit in units if derivation.expected.endswith(show.interval(derivation.interval, unit)))
    return next(shown, None)


def stated(view: View, derivation: Derivation, unit: Unit) -> Interval | None:
    """What the head claim admits, in the same terms as the derivation's interval."""
    quantity = view.findings.derivations.facts.claims.all[derivation.head].quantity
    if quantity is None:
        return None
    printed = unit.factor == 1 and all(reading.unit.factor != 1 for reading in quantity.readings)
    return quantity.interval if printed else quantity.hull


def result(view: View, derivation: Derivation, index: int) -> str:
    """What a step gives, for people."""
    step = derivation.steps[index]
    last = index == len(derivation.steps) - 1
    if last and derivation.relation == "=" and step.result == derivation.interval:
        return derivation.expected
    return scaled(step.result, _step_unit(view, derivation, step.unit))


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
    units = (unit_of(view, claim) for claim in (derivation.head, *derivation.premises))
    return next((unit for unit in units if unit.symbol == symbol), Unit(symbol, NUMBER.factor, ()))
