"""Blocks of a design that the report itself gives up: "Wait, this is too many"."""

from __future__ import annotations

from auditor.claims import Block, Document, Kind
from auditor.facts.words import Part, reading
from auditor.rulebook.vocabulary import Vocabulary

_OPENING = 60
"""Characters at the start of a line in which a report takes itself back."""


def rejected(document: Document, vocabulary: Vocabulary) -> frozenset[int]:
    """Indices of the blocks between a heading and the line that takes them back."""
    found: set[int] = set()
    done = 0
    for block in document.blocks:
        if _takes_back(block, vocabulary):
            start = max(done, (block.headings[-1] + 1) if block.headings else 0)
            found.update(range(start, block.index))
            done = block.index
    return frozenset(found)


def _takes_back(block: Block, vocabulary: Vocabulary) -> bool:
    if block.item is not None or block.kind not in (Kind.PARAGRAPH, Kind.CODE, Kind.COMMENT):
        return False
    for item in reading(block.text[:_OPENING], vocabulary):
        if item.part is Part.BREAK:
            return False
        if item.term is not None and item.term.stance == "rejected":
            return True
    return False
