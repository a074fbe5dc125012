"""What a mark or verdict word speaks of: its line, its table row, its list, its section, or the whole document."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

from auditor.claims.claim import Claim, Extent, Form, Ground
from auditor.document import Document, Kind
from auditor.frozen import dataclass
from auditor.text import line_start

_NAMING = frozenset({"indices", "words"})
"""Qualifiers of claims that are no printed numbers."""


@dataclass(frozen=True, slots=True)
class _Area:
    """A stretch of blocks; of a single one perhaps only a line."""

    extent: Extent
    first: int
    last: int
    start: int = 0
    end: int | None = None
    heading: int | None = None
    """For a list: the heading above, which belongs to it."""


def grounds(document: Document, claims: Sequence[Claim]) -> tuple[Ground, ...]:
    """What each mark and verdict word speaks of, in the order of the first of each.

    One in an item without numbers ("Status: ✅ MET") speaks of its list and the heading above it, if it is the only
    such item there.
    """
    reader = _Reader(document, claims)
    areas: dict[_Area, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.form is not Form.QUANTITY:
            areas[reader.area(claim)].append(claim)
    bare: dict[int, set[int]] = defaultdict(set)
    for area in areas:
        item = document.blocks[area.first].item
        if item is not None and area.extent is Extent.LINE and not reader.numbers(area):
            bare[item.list].add(area.first)
    found = []
    for area, marks in areas.items():
        item = document.blocks[area.first].item
        alone = item is not None and area.extent is Extent.LINE and bare[item.list] == {area.first}
        wide = reader.list(area.first) if alone else area
        found.append(Ground(wide.extent, tuple(marks), reader.numbers(wide)))
    return tuple(found)


class _Reader:
    """The areas of one document and the numbers in them."""

    def __init__(self, document: Document, claims: Sequence[Claim]) -> None:
        self._blocks = document.blocks
        self._numbers = [c for c in claims if c.form is Form.QUANTITY and c.qualifier not in _NAMING]
        self._at = [claim.block for claim in self._numbers]
        self._rows: dict[tuple[int, int], tuple[int, int]] = {}
        self._lists: dict[int, tuple[int, int]] = {}
        for block in document.blocks:
            if block.cell is not None:
                row = (block.cell.table, block.cell.row)
                self._rows[row] = self._rows.get(row, (block.index, 0))[0], block.index
            if block.item is not None:
                first, _ = self._lists.get(block.item.list, (block.index, 0))
                self._lists[block.item.list] = first, block.index

    def area(self, mark: Claim) -> _Area:
        """How far a mark reaches by its own place."""
        block = self._blocks[mark.block]
        if block.cell is not None:
            return _Area(Extent.ROW, *self._rows[block.cell.table, block.cell.row])
        if block.kind is Kind.HEADING:
            return self._section(mark.block)
        start = line_start(block.text, mark.start)
        end = block.text.find("\n", mark.end)
        return _Area(Extent.LINE, block.index, block.index, start, None if end < 0 else end)

    def list(self, block: int) -> _Area:
        """The list of an item, with the heading above."""
        item, headings = self._blocks[block].item, self._blocks[block].headings
        assert item is not None
        return _Area(Extent.LIST, *self._lists[item.list], heading=headings[-1] if headings else None)

    def numbers(self, area: _Area) -> tuple[int, ...]:
        """Indices of the numbers in an area, in source order."""
        above = () if area.heading is None else self.numbers(_Area(Extent.LINE, area.heading, area.heading))
        found = self._numbers[bisect_left(self._at, area.first) : bisect_left(self._at, area.last + 1)]
        return (
            *above,
            *(c.index for c in found if area.start <= c.start and (area.end is None or c.end <= area.end)),
        )

    def _section(self, index: int) -> _Area:
        heading = self._blocks[index]
        last = len(self._blocks) - 1
        for at in range(index + 1, len(self._blocks)):
            block = self._blocks[at]
            if block.kind is Kind.HEADING and block.level <= heading.level:
                last = block.index - 1
                break
        title = heading.level == 1 and not heading.headings and last == len(self._blocks) - 1
        first = next(block.index for block in self._blocks if block.kind is Kind.HEADING)
        if title and first == index:
            return _Area(Extent.DOCUMENT, 0, last)
        return _Area(Extent.SECTION, index, last)
