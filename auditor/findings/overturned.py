"""Which marks and verdict words do not stand once a number is refuted."""

from __future__ import annotations

from collections import defaultdict

from auditor.derivations import Derivations, Extent, Ground, Polarity, speaking_of


class Approvals:
    """The favourable marks and verdict words of a document, and the numbers that they speak of."""

    def __init__(self, derivations: Derivations) -> None:
        claims, self._facts = derivations.facts.claims, derivations.facts
        declared = None if claims.declared is None else claims.all[claims.declared]
        self._overall = () if declared is None or declared.polarity is not Polarity.GOOD else (declared.index,)
        self._grounds: dict[int, list[Ground]] = defaultdict(list)
        for ground in claims.grounds:
            if ground.extent is not Extent.DOCUMENT:
                for number in ground.numbers:
                    self._grounds[number].append(ground)

    def of(self, claim: int, *, limit: bool = False) -> tuple[int, ...]:
        """Those of the claim's line, row or list and of the headings above, and the report's own overall verdict.

        `limit`: whether the claim breaks what it has to keep; then those on requirements in general, too.
        """
        near = {
            mark.index
            for ground in self._grounds[claim]
            for mark in ground.marks
            if mark.polarity is Polarity.GOOD and mark.index != claim
        }
        general = {mark.index for mark in speaking_of(self._facts, claim) if mark.index != claim} if limit else set()
        return tuple(sorted({*near, *general, *self._overall}))
