"""Whether a value fits only if one unit of a document is read in two ways: its GB here as 10^9 bytes, there as 2^30."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.trials import Trial
from auditor.facts import Fact, Facts

_NEAR = Fraction(1, 25)
"""How far rounding may set the numbers as printed apart; the two readings of a GB differ by nearly twice as much."""


def needs_both_readings(fact: Fact, chosen: Trial, facts: Facts) -> bool:
    """Whether what a trial gives agrees with a number by the readings of its unit alone, and not as printed.

    Every document has one reading of its unit. Where nobody says which, such a number cannot be called wrong, but this
    does not make it right either.
    """
    unit, form = fact.quantity.unit, chosen.plan.form
    if len(fact.quantity.readings) < 2 or form is None:
        return False
    premises = [facts.by_claim[claim] for claim in chosen.fork.claims]
    ambiguous = [each for each in premises if each is not None and len(each.quantity.readings) > 1]
    if not ambiguous or any(_prefix(each.quantity.unit.symbol) != _prefix(unit.symbol) for each in ambiguous):
        return False
    plain, stated = form(chosen.fork.nominal), fact.quantity.nominal()
    if plain.low is None or plain.high is None or not stated.low or not stated.high:
        return False
    return plain.low > stated.high * (1 + _NEAR) or plain.high < stated.low * (1 - _NEAR)


def _prefix(symbol: str) -> str:
    """The unit itself, whatever it is counted per."""
    return symbol.partition("/")[0]
