"""Whether an amount is too far from what follows to be a slip: then it is another thing's."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations import (
    COUNTED,
    FAR,
    LAYOUT,
    MEMORY,
    Basis,
    Bound,
    Derivation,
    Facts,
    is_by_factor,
    limit,
    miswriting,
)
from auditor.interval import Interval

_BESIDE = Fraction(2, 5)
"""The share by which one may differ beside a prefix that is mistaken or not written: dollars for a million tokens."""
_PREFIXES = frozenset(Fraction(base**power) for base in (1000, 1024) for power in (1, 2, 3, 4))
_USUAL = frozenset(map(Fraction, (4, 8, 10, 16, 32, 64, 100)))
"""Other factors by which writers are mistaken: bytes of a format, bits, places, usual degrees."""
_COUNTS = LAYOUT | frozenset(COUNTED.values())
"""Of what a writer divides by, or forgets to."""
_OF_PARTS = MEMORY | {"parameters", "experts_per_gpu"}
"""What is told of a part, of one device and of all in the same words."""


class FarOff:
    """The counts of a report by which a number may be mistaken, and whether one is further off."""

    remark = "the difference is larger than any usual slip explains, so the number may refer to something else"

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        values = {fact.quantity.value for fact in facts.all if fact.known and fact.concept in _COUNTS}
        self._counts = frozenset(value for value in values if value is not None and value > 1)

    def explains(self, derivation: Derivation) -> bool:
        """Whether an amount that does not follow from other lines is rather misread than mistaken: no slip of the hand,
        no usual factor and no count of the report leads from the one to the other. What exceeds all that is possible,
        and what a document beside the report decides, is mistaken all the same.
        """
        if derivation.relation != "=" or derivation.near_miss or derivation.outside:
            return False
        return self._is_guessed(derivation) and self._is_far(derivation)

    def _is_guessed(self, derivation: Derivation) -> bool:
        if derivation.basis is not Basis.DERIVATION or derivation.bound is Bound.UPPER:
            return False
        fact = self._facts.by_claim[derivation.head]
        return fact is not None and fact.concept in _OF_PARTS and self._rests_elsewhere(derivation)

    def _rests_elsewhere(self, derivation: Derivation) -> bool:
        claims = self._facts.claims.all
        return all(claims[each].block != claims[derivation.head].block for each in derivation.premises)

    def _is_far(self, derivation: Derivation) -> bool:
        quantity = self._facts.claims.all[derivation.head].quantity
        if quantity is None:
            return False
        stated, expected = quantity.hull, limit(derivation.interval)
        if not _are_apart(stated, expected) or miswriting(quantity, expected, anywhere=True, fewest=2):
            return False
        if is_by_factor(stated, expected, _PREFIXES, _BESIDE):
            return False
        return not is_by_factor(stated, expected, _USUAL | self._counts | _worked_with(derivation))


def _worked_with(derivation: Derivation) -> frozenset[Fraction]:
    """The numbers of the working, of which one may be forgotten, or taken twice."""
    given = (each.interval.single for step in derivation.steps for each in step.inputs)
    return frozenset(Fraction(value) for value in given if value is not None and value > 1)


def _are_apart(stated: Interval, expected: Interval) -> bool:
    """Whether one lies beyond the other, both above zero, by more than a slip."""
    low, high = stated.low, stated.high
    least, most = expected.low, expected.high
    if low is None or least is None or low <= 0 or least <= 0:
        return False
    return (most is not None and low > most * FAR) or (high is not None and high * FAR < least)
