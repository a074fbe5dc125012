"""Results in full that were rounded to their thousands, or farther, "128 × 48 × 24 = 147,000"; or worked out before a
measured factor was rounded, "2 × 2,115 = 4,231" beside a table with 2,115 tokens/s."""

from __future__ import annotations

from collections.abc import Set
from fractions import Fraction
from math import prod

from auditor.derivations.once import once
from auditor.derivations.values import evaluate
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval

_THOUSAND = 1000
_MEASURED = 100
"""From here on a whole number of a table may be a rounded measurement."""
_HALF = Interval(Fraction(-1, 2), Fraction(1, 2))


def is_rounded_off(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a result may be right but for what was rounded: the result itself, or a factor that was measured."""
    return _is_in_thousands(facts.claims.all, left, right) or _is_of_measured(facts, left, right)


def _is_of_measured(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether a product comes out with more digits of the one factor that a table states as a rate or a time."""
    if not isinstance(left, Operation) or left.operator != "*" or not isinstance(right, Operand):
        return False
    stated = facts.claims.all[right.claim].quantity
    factors = [facts.claims.all[side.claim].quantity for side in left.operands if isinstance(side, Operand)]
    values = [each.value for each in factors if each is not None and each.whole and each.value is not None]
    if stated is None or len(values) != len(left.operands):
        return False
    largest, measured = max(values), _measured(facts)
    others = prod(values, start=Fraction(1)) / largest if largest else Fraction(0)
    return largest in measured and (_HALF + Interval.point(largest)).scale(others).meets(stated.interval)


@once
def _measured(facts: Facts) -> Set[Fraction]:
    """The whole numbers of tables that are rates or times."""
    blocks = facts.claims.document.blocks
    return {
        fact.quantity.value
        for fact in facts.all
        if fact.quantity.value is not None and fact.quantity.value >= _MEASURED
        if blocks[fact.claim.block].cell is not None
        if any(name == "second" for name, _ in fact.quantity.readings[0].unit.dimensions)
    }


def _is_in_thousands(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a whole result ends in three zeros or more, and two digits at least of the true one are left."""
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    done = evaluate(left, claims, {}) if isinstance(left, Operation) else None
    if stated is None or done is None or not stated.whole or stated.value is None or stated.value % _THOUSAND:
        return False
    value, step = stated.value, _THOUSAND
    while value % (step * 10) == 0 and value >= step * 100:
        step *= 10
    if value < step * 10:
        return False
    half = Fraction(step, 2)
    return done.printed.meets(stated.interval + Interval(-half, half))
