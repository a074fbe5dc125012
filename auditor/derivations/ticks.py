"""The ticks and words of judgement that stand with a number."""

from __future__ import annotations

from collections import defaultdict

from auditor import patterns as re
from auditor.facts import Claim, Extent, Facts, Form, Polarity

_KEPT = re.compile(r"\b(?:meets?|met|satisf\w+|within|achieved|fulfil\w*|under|below)\b", re.IGNORECASE)
_MENDED = re.compile(
    r"[ ]?(?:(?:fixed|corrected|resolved|addressed|updated|revised|implemented|added|removed|done)\b"
    r"|已?(?:修正|修复|更正|更新|解决)|đã sửa)",
    re.IGNORECASE,
)
"""Words behind a tick that say of what it speaks: a mistake that was mended, not a limit that is kept."""
_CLEAR = (Polarity.GOOD, Polarity.BAD)


_List = tuple[tuple[int, ...], int | None]
"""The headings above a list, and the item that it is nested in."""


class Ticks:
    """What the marks of a document say of the numbers beside them."""

    def __init__(self, facts: Facts) -> None:
        self._claims = facts.claims.all
        self._blocks = facts.claims.document.blocks
        self._near: dict[int, tuple[Claim, ...]] = defaultdict(tuple)
        self._status: dict[int, tuple[Claim, ...]] = defaultdict(tuple)
        for ground in facts.claims.grounds:
            if ground.extent in (Extent.LINE, Extent.ROW):
                marks = tuple(mark for mark in ground.marks if not self._is_of_mending(mark))
                self._near.update((number, marks) for number in ground.numbers)
            elif ground.extent is Extent.LIST:
                self._status.update((number, ground.marks) for number in ground.numbers)
        self._lists: dict[_List, list[Claim]] = defaultdict(list)
        self._sections: dict[tuple[int, ...], list[Claim]] = defaultdict(list)
        for mark in self._claims:
            if mark.form not in (Form.MARK, Form.VERDICT):
                continue
            self._sections[self._blocks[mark.block].headings].append(mark)
            own = self._list(mark)
            if own is not None:
                self._lists[own].append(mark)

    def verdict(self, claim: int) -> Claim | None:
        """The first tick, cross or verdict word of the number's own line or row; None if they disagree."""
        clear = [mark for mark in self._near[claim] if mark.polarity in _CLEAR]
        return clear[0] if clear and len({mark.polarity for mark in clear}) == 1 else None

    def kept(self, claim: int) -> Claim | None:
        """The one verdict of its list that something is met or kept ("within limits"), if none there is another."""
        marks = self._status[claim]
        said = [mark for mark in marks if mark.form is Form.VERDICT and _KEPT.search(mark.text)]
        clear = bool(said) and not self._near[claim] and all(mark.polarity is Polarity.GOOD for mark in marks)
        return said[0] if clear else None

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

    def concedes(self, claim: int) -> bool:
        """Whether the report says itself that what a number stands for fails: on its line, or in its list and nowhere
        there that it holds, or in the section of its block of code.
        """
        own, block = self._list(self._claims[claim]), self._blocks[self._claims[claim].block]
        if self._near[claim] or self._status[claim] or (own is None and block.code is None):
            return self.failing(claim) is not None
        marks = self._sections[block.headings] if own is None else self._lists[own]
        return bool(marks) and all(mark.polarity is Polarity.BAD for mark in marks)

    def _is_of_mending(self, mark: Claim) -> bool:
        return mark.form is Form.MARK and _MENDED.match(self._blocks[mark.block].text, mark.end) is not None

    def _list(self, claim: Claim) -> _List | None:
        """The list that a number or mark stands in; None outside of lists."""
        block = self._blocks[claim.block]
        return None if block.item is None else (block.headings, block.item.parent)
