"""Whether a line says itself what a number in it should be: then it is cited to be corrected, or another case's."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from auditor.derivations import Basis, Bound, Claim, Derivation, Facts, limit, physical
from auditor.interval import Interval

_MOST = 400
"""Characters beside a number in which that is looked for."""
_CLAIMS = 64
"""How many on each side are looked at."""
_VERDICTS = "verdict/"


class Corrected:
    """The claims of a report in their lines."""

    remark = "the expected value stands right beside it, so the number may be quoted only to be corrected"

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._source = facts.claims.document.source

    def explains(self, derivation: Derivation) -> bool:
        """Whether what follows stands behind the number in its line, or anywhere in its row, under no other name.

        A count has to stand under the same name in another cell of the row, since of two small ones in a line one is
        easily what follows from three others; and a result of written arithmetic in a cell of its own.
        """
        decides = derivation.relation == "=" and derivation.bound is not Bound.LOWER and _is_of_values(derivation)
        if not decides or derivation.outside:
            return False
        head, expected = self._facts.claims.all[derivation.head], limit(derivation.interval)
        written = derivation.basis is Basis.ARITHMETIC
        return any(
            self._is_alone(claim, head) if written else self._is_named_alike(claim, head)
            for claim in self._beside(head)
            if claim.index not in derivation.premises and _is_like(claim, head, expected)
        )

    def _beside(self, head: Claim) -> Iterator[Claim]:
        claims, source, place = self._facts.claims.all, self._source, head.index
        end = source.find("\n", head.span.end, head.span.end + _MOST)
        end = end if end >= 0 else head.span.end + _MOST
        yield from takewhile(lambda claim: claim.span.start < end, claims[place + 1 : place + 1 + _CLAIMS])
        if head.label.column:
            start = source.rfind("\n", max(head.span.start - _MOST, 0), head.span.start)
            before = reversed(claims[max(place - _CLAIMS, 0) : place])
            yield from takewhile(lambda claim: claim.span.start > start, before)

    def _is_alone(self, claim: Claim, head: Claim) -> bool:
        """Whether it is all that a later cell says, or what its calculation gives."""
        block = self._facts.claims.document.blocks[claim.block]
        if block.cell is None or claim.block <= head.block:
            return False
        return block.text.strip() == claim.text or block.text[: claim.start].rstrip().endswith("=")

    def _is_named_alike(self, claim: Claim, head: Claim) -> bool:
        own, other = (self._facts.by_claim[each.index] for each in (head, claim))
        if head.quantity is not None and physical(head.quantity):
            return other is None or not other.known or (own is not None and own.concept == other.concept)
        cells = claim.block != head.block and claim.label.row == head.label.row != ""
        return cells and own is not None and own.known and other is not None and own.concept == other.concept


def _is_of_values(derivation: Derivation) -> bool:
    """Whether one value speaks against the other: no limit, no earlier statement."""
    return derivation.basis is not Basis.RESTATEMENT and not derivation.rule.startswith(_VERDICTS)


def _is_like(claim: Claim, head: Claim, expected: Interval) -> bool:
    if claim.quantity is None or head.quantity is None or not claim.quantity.is_plain:
        return False
    return physical(claim.quantity) == physical(head.quantity) and claim.quantity.hull.meets(expected)
