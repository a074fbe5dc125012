"""Totals at the end of what a heading or the line above calls a breakdown: "TTFT breakdown", "TTFT: 385 ms"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.derivations.checks.additive import TOTAL, Entry
from auditor.facts import Block

_TITLE = re.compile(
    r"\W*(?P<of>[^\W\d][\w /-]{1,40}?)[ :]+(?:breakdown|components|composition|decomposition|parts|split|budget)\b"
    r"|\W*(?:breakdown|components|composition|decomposition|parts) of (?:the |our )?(?P<thing>[^\W\d][\w /-]{1,40}?)"
    r"(?=[^\w /-]|\Z)",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"(?:(?:{'|'.join(TOTAL)}) )?(?P<of>.+?)(?: (?:{'|'.join(TOTAL)}))?", re.IGNORECASE)
_FEWEST = 3


def broken_down(entries: Sequence[Entry], blocks: Sequence[Block]) -> list[Entry]:
    """The entries, the last of which is named a plain total where it is what the title says is broken down."""
    if len(entries) <= _FEWEST:
        return list(entries)
    first, last = blocks[entries[0].claim.block], entries[-1]
    thing = next((found for text in _titles(first, blocks) if (found := _thing(text))), "")
    named = _NAMED.fullmatch(last.name.lower().strip("*_ :"))
    if not thing or named is None or named["of"].strip() != thing:
        return list(entries)
    return [*entries[:-1], replace(last, name=TOTAL[0])]


def _titles(first: Block, blocks: Sequence[Block]) -> list[str]:
    """The nearest heading, and what stands right above a list or table."""
    at = first.index
    while at > 0 and _is_same(blocks[at - 1], first):
        at -= 1
    above = blocks[at - 1] if at else None
    plain = above is not None and above.cell is None and above.item is None and above.code is None
    lead = [above.text] if above is not None and plain else []
    return [*lead, *(blocks[index].text for index in first.headings[-1:])]


def _is_same(block: Block, first: Block) -> bool:
    if first.cell is not None:
        return block.cell is not None and block.cell.table == first.cell.table
    return first.item is not None and block.item is not None and block.item.list == first.item.list


def _thing(text: str) -> str:
    found = _TITLE.match(text)
    return (found["of"] or found["thing"]).strip().lower() if found is not None else ""
