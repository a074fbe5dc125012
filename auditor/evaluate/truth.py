"""Whether a claim is still true when one quantity of it has changed: the proof is worked out again with the new one."""

from __future__ import annotations

from auditor.derivations import Derivation, Step
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.verify.certificate import may_stand
from auditor.verify.program import run
from auditor.verify.ranges import MINUS, PLUS, Range, has_whole

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


def _range(interval: Interval) -> Range:
    """An interval as the checker of proofs writes it."""
    return Range(
        MINUS if interval.low is None else (0, interval.low),
        PLUS if interval.high is None else (0, interval.high),
        interval.low_open or interval.low is None,
        interval.high_open or interval.high is None,
    )
