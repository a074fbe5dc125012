"""Results in full that were rounded to their thousands, or farther: "128 × 48 × 24 = 147,000"."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.values import evaluate
from auditor.facts import Claim, Expression, Operand, Operation
from auditor.interval import Interval

_THOUSAND = 1000


def is_rounded_off(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
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
