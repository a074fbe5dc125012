"""Steps of a working with the numbers as they are printed, beside which rounding widens the result."""

from __future__ import annotations

from fractions import Fraction

from auditor.findings import Derivation, Input
from auditor.interval import Interval
from auditor.report.view import View
from auditor.rulebook import worked_out


def printed(view: View, derivation: Derivation, index: int) -> Interval:
    """What a step gives with every number as printed, in base units: 12,800 for 100 × 128.

    Where that is not one number that the step's own result admits, that result.
    """
    step = derivation.steps[index]
    value = _value(view, derivation, index)
    if value is None or step.result.least is None or step.result.most is None:
        return step.result
    point = Interval.point(value)
    return point if point.meets(step.result) else step.result


def _value(view: View, derivation: Derivation, index: int) -> Fraction | None:
    step = derivation.steps[index]
    given = {each.name: _given(view, derivation, each, index) for each in step.inputs}
    known = {name: Interval.point(value) for name, value in given.items() if value is not None}
    result = worked_out(step.expression, known)
    return result.low if result is not None and result.is_point else None


def _given(view: View, derivation: Derivation, given: Input, index: int) -> Fraction | None:
    if given.step is not None:
        return _value(view, derivation, given.step) if given.step < index else None
    if given.claim is None:
        return _only(given.interval)
    quantity = view.findings.derivations.facts.claims.all[given.claim].quantity
    if quantity is None or quantity.value is None:
        return _only(given.interval)
    factors = [reading.unit.factor for reading in quantity.readings if reading.interval == given.interval]
    factors += [quantity.unit.factor] if given.interval == quantity.hull else []
    return quantity.value * factors[0] if factors else None


def _only(interval: Interval) -> Fraction | None:
    return interval.low if interval.is_point else None
