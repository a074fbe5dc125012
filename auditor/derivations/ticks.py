"""The ticks and words of judgement that stand with a number."""

from __future__ import annotations

from collections import defaultdict

from auditor.facts import Claim, Extent, Facts, Form, Polarity

_CLEAR = (Polarity.GOOD, Polarity.BAD)


class Ticks:
    """What the marks of a document say of the numbers beside them."""

    def __init__(self, facts: Facts) -> None:
        self._near: dict[int, tuple[Claim, ...]] = defaultdict(tuple)
        self._status: dict[int, tuple[Claim, ...]] = defaultdict(tuple)
        for ground in facts.claims.grounds:
            if ground.extent in (Extent.LINE, Extent.ROW):
                self._near.update((number, ground.marks) for number in ground.numbers)
            elif ground.extent is Extent.LIST:
                self._status.update((number, ground.marks) for number in ground.numbers)

    def verdict(self, claim: int) -> Claim | None:
        """The first tick, cross or verdict word of the number's own line or row; None if they disagree."""
        clear = [mark for mark in self._near[claim] if mark.polarity in _CLEAR]
        return clear[0] if clear and len({mark.polarity for mark in clear}) == 1 else None

    def favourable(self, claim: int) -> Claim | None:
        """The first tick or favourable word of its line, row or list, if none there is unfavourable."""
        marks = (*self._near[claim], *self._status[claim])
        if any(mark.polarity is Polarity.BAD for mark in marks):
            return None
        return next((mark for mark in marks if mark.polarity is Polarity.GOOD), None)

    def failing(self, claim: int) -> Claim | None:
        """The first cross or word of failure ("FAIL", "not met") of its line, row or list, if none is favourable."""
        marks = (*self._near[claim], *self._status[claim])
        if any(mark.polarity is not Polarity.BAD for mark in marks):
            return None
        return next((mark for mark in marks if mark.form is Form.VERDICT), next(iter(marks), None))
