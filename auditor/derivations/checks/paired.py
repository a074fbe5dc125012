"""A percentage or multiplier derived from two quantities that do not stand beside it."""

from __future__ import annotations

from dataclasses import replace

from auditor import show
from auditor.derivations.checks.relations import Standard
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.values import spread
from auditor.facts import Fact
from auditor.interval import Interval
from auditor.quantity import Quantity


def width(quantity: Quantity) -> float:
    """The share of random numbers of its size that would agree with a printed one; 1 where it has no ends."""
    hull = quantity.hull
    hull = -hull if hull.high is not None and hull.high < 0 else hull
    return spread(hull) if hull.high_over > 0 else 1.0


def chance(quantity: Quantity) -> float:
    """The power of a proof that a printed number agrees with: its width, and never none at all."""
    return round(max(width(quantity), 0.001), 3)


def printed(fact: Fact) -> Interval:
    """What print admits of a number; of a bound the number itself."""
    quantity = fact.quantity
    if quantity.value is None or quantity.is_plain:
        return quantity.readings[0].interval
    return Interval.point(quantity.value * quantity.readings[0].unit.factor)


def paired(
    fact: Fact, pair: tuple[Fact, Fact], standard: Standard, result: Interval, power: float, rule: str
) -> Derivation:
    """The derivation of a percentage or multiplier by a relation between two stated quantities; it holds."""
    names = tuple(each.claim.name for each in pair)
    sides = dict(zip(("a", "b"), names, strict=True))
    texts = dict(zip(("first", "second"), (each.claim.text for each in pair), strict=True))
    used = {each.claim.index: each for each in pair}
    given = tuple(Input(each.claim.name, printed(each), index) for index, each in used.items())
    program = " ".join(sides.get(step, step) for step in standard.program.split())
    working = " ".join(texts.get(word, word) for word in standard.formula.split())
    unit = fact.quantity.readings[0].unit
    return one_step(
        fact.claim,
        Step(standard.formula, working, result, fact.quantity.unit.symbol, program, given),
        rule,
        expected=show.interval(result, unit),
        holds=True,
        power=round(power, 3),
    )


def unpaired(fact: Fact, pair: tuple[Fact, Fact], standard: Standard, rule: str) -> Derivation | None:
    """The same where it does not hold, by the relation that is meant; None where that is none of the two."""
    result = standard.value(*(each.quantity.readings[0].interval for each in pair))
    shown = standard.value(*(each.quantity.nominal() for each in pair))
    if result is None or shown is None:
        return None
    made = paired(fact, pair, standard, result, 0, rule)
    expected = show.interval(shown, fact.quantity.readings[0].unit)
    return replace(made, holds=False, expected=expected, basis=Basis.ARITHMETIC, power=None)
