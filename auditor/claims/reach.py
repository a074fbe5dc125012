"""What a mark or verdict word speaks of: its line, its table row, its section, or the whole document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditor.claims.claim import Claim
from auditor.document import Document, Kind


class Extent(StrEnum):
    """How far a mark reaches."""

    LINE = "line"
    ROW = "row"
    SECTION = "section"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Reach:
    """The part of a document that a mark speaks of."""

    extent: Extent
    first: int
    """Index of the first block."""
    last: int
    """Index of the last block."""
    start: int = 0
    """For a line: where it begins in the text of its block."""
    end: int | None = None
    """For a line: where it ends; None at the end of the block."""

    def holds(self, claim: Claim) -> bool:
        """Whether a claim lies in it."""
        if not self.first <= claim.block <= self.last:
            return False
        return self.start <= claim.start and (self.end is None or claim.end <= self.end)


def reach(document: Document, mark: Claim) -> Reach:
    """How far a mark or verdict word reaches."""
    block = document.blocks[mark.block]
    if block.cell is not None:
        return _row(document, mark.block)
    if block.kind is Kind.HEADING:
        return _section(document, mark.block)
    start = block.text.rfind("\n", 0, mark.start) + 1
    end = block.text.find("\n", mark.end)
    return Reach(Extent.LINE, block.index, block.index, start, None if end < 0 else end)


def reached(document: Document, claims: Sequence[Claim], mark: Claim) -> tuple[int, ...]:
    """Indices of the other claims that a mark speaks of, in source order."""
    area = reach(document, mark)
    return tuple(claim.index for claim in claims if claim.index != mark.index and area.holds(claim))


def _row(document: Document, index: int) -> Reach:
    first = last = index
    while first and _same_row(document, first - 1, index):
        first -= 1
    while last + 1 < len(document.blocks) and _same_row(document, last + 1, index):
        last += 1
    return Reach(Extent.ROW, first, last)


def _same_row(document: Document, first: int, second: int) -> bool:
    a, b = document.blocks[first].cell, document.blocks[second].cell
    return a is not None and b is not None and (a.table, a.row) == (b.table, b.row)


def _section(document: Document, index: int) -> Reach:
    heading = document.blocks[index]
    last = len(document.blocks) - 1
    for block in document.blocks[index + 1 :]:
        if block.kind is Kind.HEADING and block.level <= heading.level:
            last = block.index - 1
            break
    title = heading.level == 1 and not any(b.kind is Kind.HEADING for b in document.blocks[:index])
    return Reach(Extent.DOCUMENT if title else Extent.SECTION, 0 if title else index, last)
