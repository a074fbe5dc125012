"""Lists that may hold only some of the parts of the total below them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from fractions import Fraction
from functools import cached_property

from auditor.derivations.derivation import Derivation
from auditor.facts import Facts
from auditor.units import Dimensions


class Partial:
    """Looks for parts that a total has beside those of its list."""

    def __init__(self, facts: Facts) -> None:
        self._claims = facts.claims

    def has_other_parts(self, derivation: Derivation) -> bool:
        """Whether a sum that misses its total may miss a part: one that a line amends, or that stands elsewhere."""
        amended = not self._amended.isdisjoint(derivation.premises)
        return amended or self._has_part_above(derivation) or self._has_part_elsewhere(derivation)

    def _has_part_above(self, derivation: Derivation) -> bool:
        """Whether the line of code above the parts has less indent and an amount of their kind, and may be a part."""
        claims, blocks = self._claims.all, self._claims.document.blocks
        first = claims[derivation.premises[0]]
        above = claims[first.index - 1] if first.index else None
        while above is not None and above.block == first.block:
            above = claims[above.index - 1] if above.index else None
        code = blocks[first.block].code
        if code is None or above is None or above.quantity is None or first.quantity is None:
            return False
        own = blocks[above.block].code
        same = above.quantity.unit.dimensions == first.quantity.unit.dimensions
        return own is not None and own.fence == code.fence and own.indent < code.indent and same

    def _has_part_elsewhere(self, derivation: Derivation) -> bool:
        """Whether what the parts lack of the total is stated in another place: "Weights" under a heading of its own."""
        total = self._claims.all[derivation.head].quantity
        if total is None:
            return False
        stated = derivation.compared.result if derivation.compared else total.readings[0].interval
        rest = stated - derivation.interval
        if rest.low is None or rest.high is None or rest.low <= 0:
            return False
        values, own = self._values[total.readings[0].unit.dimensions], {derivation.head, *derivation.premises}
        at = bisect_left(values, (rest.low, -1))
        return any(value <= rest.high and claim not in own for value, claim in values[at : at + len(own) + 1])

    @cached_property
    def _amended(self) -> frozenset[int]:
        """Claims behind which their own line names another amount of the kind: "2 MB (halved by TP to 1 MB)"."""
        last: dict[tuple[int, Dimensions], int] = {}
        amended: set[int] = set()
        for claim in self._claims.all:
            if claim.quantity is not None:
                place = claim.block, claim.quantity.readings[0].unit.dimensions
                amended |= {last[place]} if place in last else set()
                last[place] = claim.index
        return frozenset(amended)

    @cached_property
    def _values(self) -> dict[Dimensions, list[tuple[Fraction, int]]]:
        """The values of each kind that the document states with their claims, from small to large."""
        found: dict[Dimensions, list[tuple[Fraction, int]]] = defaultdict(list)
        for claim in self._claims.all:
            if claim.quantity is not None and (value := claim.quantity.nominal().low) is not None:
                found[claim.quantity.readings[0].unit.dimensions].append((value, claim.index))
        return {kind: sorted(values) for kind, values in found.items()}
