"""Hours of the day that head the rows of a table, "08–12" to "20–24": they count nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import Draft

_HOUR = r"(?:[01]?\d|2[0-4])(?::[0-5]\d| ?h| ?点| ?时| giờ)?"
_HOURS = re.compile(rf"{_HOUR}\s*(?:[-–—~至到]|to|bis|đến)\s*{_HOUR}")
_LEADING_ZERO = re.compile(r"0\d")
_SEVERAL = 2


def hours(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The numbers of a column of spans of which one is written as hours are, with a zero in front."""
    spans: dict[tuple[int, int], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.cell is not None and _HOURS.fullmatch(block.text.strip()):
            spans[block.cell.table, block.cell.column].append(block)
    found = {
        block.index
        for column in spans.values()
        if len(column) >= _SEVERAL and any(_LEADING_ZERO.match(block.text.strip()) for block in column)
        for block in column
    }
    return (draft for draft in drafts if draft.claim.block in found)
