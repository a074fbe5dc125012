"""Whether a claim is still true when one quantity of it has changed: the proof is worked out again with the new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.derivations import Basis, Claim, Derivation, Input, Step
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.verify.certificate import may_stand
from auditor.verify.program import run
from auditor.verify.ranges import MINUS, PLUS, Range, has_whole

_ROUNDED = 100
"""From here on a bare whole number may be what an amount was rounded to."""
_FACTORS = 2
"""Factors of a product of which one may be a rounded amount."""
_PHYSICAL = frozenset({"byte", "second", "flop", "watt", "dollar"})
OPPOSITE = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}


def holds(derivation: Derivation, old: Quantity, new: Quantity | None, relation: str | None = None) -> bool:
    """Whether the derivation holds with its head's quantity exchanged, under its own relation unless one is given.

    A quantity that is None stays what it was.
    """
    head = derivation.head
    results: list[Range] = []
    for step in derivation.steps:
        results.append(_step(step, head, old, new or old, results))
    follows = results[-1] if results else _range(derivation.interval)
    relation = relation or derivation.relation
    if relation == "whole":
        return has_whole(follows)
    if derivation.compared is not None:
        stated = _step(derivation.compared, head, old, new or old, results)
    else:
        stated = _range((new or old).hull)
    return may_stand(stated, relation, follows)


def loosened(derivation: Derivation, claims: Sequence[Claim]) -> Derivation:
    """The proof of a written calculation of an amount, its bare whole numbers taken as what amounts were rounded to.

    "810 / 8 = 101.2 GB" is no slip: 810 may be 809.7.
    """
    written = derivation.basis is Basis.ARITHMETIC and len(derivation.steps) == 1
    if not written or not _is_amount(claims[derivation.head]):
        return derivation
    step = derivation.steps[0]
    signs = set(step.expression.split()) - {given.name for given in step.inputs}
    if not signs <= {"+", "-"} and (len(step.inputs) > _FACTORS or len(step.expression.split()) > 2 * _FACTORS - 1):
        return derivation
    inputs = tuple(_loose(given, claims) for given in step.inputs)
    result = run(step.expression.split(), {given.name: _range(given.interval) for given in inputs})
    wide = replace(step, inputs=inputs, result=_interval(result))
    return replace(derivation, steps=(wide,), interval=wide.result)


def _is_amount(claim: Claim) -> bool:
    quantity = claim.quantity
    amount = quantity is not None and any(name in _PHYSICAL for name, _ in quantity.unit.dimensions)
    return amount and quantity is not None and not quantity.whole


def _loose(given: Input, claims: Sequence[Claim]) -> Input:
    quantity = claims[given.claim].quantity if given.claim is not None else None
    if quantity is None or quantity.unit.symbol or not quantity.whole or (quantity.value or 0) < _ROUNDED:
        return given
    return replace(given, interval=given.interval + Interval(-1, 1, low_open=True, high_open=True))


def speaks_of_numbers_alone(derivation: Derivation, claims: Sequence[Claim]) -> bool:
    """Whether no number that a written calculation starts from has a unit, so that it proves none of its result."""
    used = [given.claim for step in derivation.steps for given in step.inputs]
    stated = [claims[claim].quantity for claim in used if claim is not None and claim != derivation.head]
    bare = all(quantity is None or not quantity.unit.symbol for quantity in stated)
    return derivation.basis is Basis.ARITHMETIC and bool(stated) and bare


def _step(step: Step, head: int, old: Quantity, new: Quantity, earlier: list[Range]) -> Range:
    inputs, changed = {}, False
    for given in step.inputs:
        value = _range(given.interval)
        if given.claim == head:
            value = _range(_same_sense(given.interval, old, new))
        elif given.step is not None:
            value = earlier[given.step]
        inputs[given.name] = value
        changed = changed or value != _range(given.interval)
    return run(step.expression.split(), inputs) if changed and step.expression else _range(step.result)


def _same_sense(interval: Interval, old: Quantity, new: Quantity) -> Interval:
    """The new quantity, taken as the old one was: as printed, in one reading, exactly, or in all readings."""
    if interval == old.interval and interval != old.readings[0].interval:
        return new.interval
    for place, reading in enumerate(old.readings):
        if reading.interval == interval and (len(old.readings) == 1 or interval != old.hull):
            return new.readings[min(place, len(new.readings) - 1)].interval
    return new.nominal() if interval == old.nominal() and interval != old.hull else new.hull


def _interval(result: Range) -> Interval:
    low, high = result.low, result.high
    return Interval(
        None if low == MINUS else low[1],
        None if high == PLUS else high[1],
        low_open=result.low_open and low != MINUS,
        high_open=result.high_open and high != PLUS,
    )


def _range(interval: Interval) -> Range:
    """An interval as the checker of proofs writes it."""
    return Range(
        MINUS if interval.low is None else (0, interval.low),
        PLUS if interval.high is None else (0, interval.high),
        interval.low_open or interval.low is None,
        interval.high_open or interval.high is None,
    )
