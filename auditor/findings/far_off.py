"""Whether an amount is too far from what follows to be a slip: then it is another thing's."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations import COUNTED, LAYOUT, MEMORY, Basis, Bound, Derivation, Facts, miswriting
from auditor.interval import Interval

REMARK = "it is off by more than a usual slip, and may be another thing's"
_FAR = 3
"""Times as much, or as little, as follows: what is nearer is mistaken rather than misread."""
_PRINTED = Fraction(1, 50)
"""The share by which a number that is worked out again with a slip may differ, since its inputs are printed rounded."""
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

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        values = {fact.quantity.value for fact in facts.all if fact.known and fact.concept in _COUNTS}
        self._counts = frozenset(value for value in values if value is not None and value > 1)

    def may_be_another(self, derivation: Derivation) -> bool:
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
        stated, expected = quantity.hull, _nearest(derivation)
        if not _are_apart(stated, expected) or miswriting(quantity, expected, anywhere=True, fewest=2):
            return False
        factors = _USUAL | self._counts | _worked_with(derivation)
        by_prefix = _leads(stated, expected, _PREFIXES, _BESIDE)
        return not by_prefix and not _leads(stated, expected, factors, _PRINTED)


def _leads(stated: Interval, expected: Interval, factors: frozenset[Fraction], share: Fraction) -> bool:
    """Whether a factor makes the one number about the other."""
    about = stated.scale(1 - share).hull(stated.scale(1 + share))
    return any(about.scale(each).meets(expected) or about.scale_down(each).meets(expected) for each in factors)


def _worked_with(derivation: Derivation) -> frozenset[Fraction]:
    """The numbers of the working, of which one may be forgotten, or taken twice."""
    given = (each.interval.single for step in derivation.steps for each in step.inputs)
    return frozenset(Fraction(value) for value in given if value is not None and value > 1)


def _nearest(derivation: Derivation) -> Interval:
    """What follows; of all that is possible the least, to which a factor may lead."""
    low, high = derivation.interval.low, derivation.interval.high
    return derivation.interval if low is None or high is not None else Interval.point(low)


def _are_apart(stated: Interval, expected: Interval) -> bool:
    """Whether one lies beyond the other, both above zero, by more than a slip."""
    low, high = stated.low, stated.high
    least, most = expected.low, expected.high
    if low is None or least is None or low <= 0 or least <= 0:
        return False
    return (most is not None and low > most * _FAR) or (high is not None and high * _FAR < least)
