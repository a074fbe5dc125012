"""Which marks and verdict words do not stand once a number is refuted."""

from __future__ import annotations

from collections import defaultdict

from auditor.derivations import Derivations, Extent, Ground, Polarity


class Approvals:
    """The favourable marks and verdict words of a document, and the numbers that they speak of."""

    def __init__(self, derivations: Derivations) -> None:
        claims = derivations.facts.claims
        declared = None if claims.declared is None else claims.all[claims.declared]
        self._overall = () if declared is None or declared.polarity is not Polarity.GOOD else (declared.index,)
        self._grounds: dict[int, list[Ground]] = defaultdict(list)
        for ground in claims.grounds:
            if ground.extent is not Extent.DOCUMENT:
                for number in ground.numbers:
                    self._grounds[number].append(ground)

    def of(self, claim: int) -> tuple[int, ...]:
        """Those of the claim's line, row or list and of the headings above, and the report's own overall verdict."""
        near = {
            mark.index
            for ground in self._grounds[claim]
            for mark in ground.marks
            if mark.polarity is Polarity.GOOD and mark.index != claim
        }
        return tuple(sorted({*near, *self._overall}))
