"""Numbers that are told roughly, held against another statement of the same."""

from __future__ import annotations

from fractions import Fraction

from auditor.facts import Fact
from auditor.quantity import Modality

_ROUGH = Fraction(1, 20)


def meet_between(fact: Fact, other: Fact) -> bool:
    """Whether two rough numbers are the same only as one that is neither: "~1.38 GB" and "~1.15 GB" as 1.25 GB."""
    if not fact.quantity.modality is other.quantity.modality is Modality.ABOUT:
        return False
    own, others = fact.quantity, other.quantity
    return not (own.nominal().meets(others.hull) or others.nominal().meets(own.hull))


def is_near(fact: Fact, other: Fact) -> bool:
    """Whether a bound is a rough statement of the number: "$59.6K" of "below $60K"."""
    values = sorted(each.quantity.readings[0].unit.factor * (each.quantity.value or 0) for each in (fact, other))
    return values[0] > 0 and values[1] - values[0] <= _ROUGH * values[1]
