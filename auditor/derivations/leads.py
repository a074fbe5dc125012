"""The line that a list stands under: the item that it is nested in, or the paragraph right before it."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.derivations.once import once
from auditor.facts import Block, Facts


def lead(facts: Facts, block: Block) -> int | None:
    """Index of the block that leads in to the list of an item; None outside of lists, and where none does."""
    if block.item is None:
        return None
    return block.item.parent if block.item.parent is not None else _before(facts).get(block.item.list)


@once
def _before(facts: Facts) -> Mapping[int, int]:
    """By list the paragraph that ends right before it, under the same headings."""
    found: dict[int, int] = {}
    seen: set[int] = set()
    last: Block | None = None
    for block in facts.claims.document.blocks:
        first = block.item is not None and block.item.list not in seen
        if block.item is not None:
            seen.add(block.item.list)
        if first and block.item is not None and last is not None and _is_paragraph(last, block):
            found[block.item.list] = last.index
        last = block
    return found


def _is_paragraph(last: Block, block: Block) -> bool:
    plain = last.item is None and last.cell is None and last.code is None
    return plain and last.headings == block.headings
