"""Whether a line says itself what a number in it should be: then it is cited to be corrected, or another case's."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations import Basis, Bound, Claim, Derivation, Facts, physical
from auditor.interval import Interval

REMARK = "what follows stands right behind it, so that it may be cited to be corrected"
_MOST = 400
"""Characters behind a number in which that is looked for."""


_WORKED = frozenset({Basis.DERIVATION, Basis.ARITHMETIC})


class Corrected:
    """The claims of a report in their lines."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._source = facts.claims.document.source

    def stands_beside(self, derivation: Derivation) -> bool:
        """Whether what follows stands behind the number in its line, under no other name, and is no premise.

        A count has to stand under the same name in another cell of the row, since of two small ones in a line one is
        easily what follows from three others; and a result of written arithmetic in a cell of its own.
        """
        decides = derivation.basis in _WORKED and derivation.relation == "=" and derivation.bound is not Bound.LOWER
        if not decides or derivation.outside:
            return False
        head, expected = self._facts.claims.all[derivation.head], _nearest(derivation)
        written = derivation.basis is Basis.ARITHMETIC
        return any(
            self._is_alone(claim, head) if written else self._is_named_alike(claim, head)
            for claim in self._behind(head)
            if claim.index not in derivation.premises and _is_like(claim, head, expected)
        )

    def _behind(self, head: Claim) -> Iterator[Claim]:
        end = self._source.find("\n", head.span.end, head.span.end + _MOST)
        end = end if end >= 0 else head.span.end + _MOST
        for claim in self._facts.claims.all[head.index + 1 :]:
            if claim.span.start >= end:
                return
            yield claim

    def _is_alone(self, claim: Claim, head: Claim) -> bool:
        block = self._facts.claims.document.blocks[claim.block]
        return block.cell is not None and claim.block != head.block and block.text.strip() == claim.text

    def _is_named_alike(self, claim: Claim, head: Claim) -> bool:
        own, other = (self._facts.by_claim[each.index] for each in (head, claim))
        if head.quantity is not None and physical(head.quantity):
            return other is None or not other.known or (own is not None and own.concept == other.concept)
        cells = claim.block != head.block and claim.label.row == head.label.row != ""
        return cells and own is not None and own.known and other is not None and own.concept == other.concept


def _is_like(claim: Claim, head: Claim, expected: Interval) -> bool:
    if claim.quantity is None or head.quantity is None or not claim.quantity.is_plain:
        return False
    bounded = expected.low is not None and expected.high is not None
    return bounded and physical(claim.quantity) == physical(head.quantity) and claim.quantity.hull.meets(expected)


def _nearest(derivation: Derivation) -> Interval:
    """What follows, or the most of what is possible."""
    high = derivation.interval.high
    return Interval.point(high) if derivation.bound is Bound.UPPER and high is not None else derivation.interval
