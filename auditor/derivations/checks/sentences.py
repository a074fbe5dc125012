"""The counts that one sentence tells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from auditor import patterns as re
from auditor.derivations.counts import exact_counts
from auditor.derivations.once import once
from auditor.facts import Block, Fact, Facts, Stance

_ENDS = re.compile(r"(?<!\bi\.e)(?<!\be\.g)[.!?](?=\s|\Z)|。|\n")
_PIECE = 2000
"""Characters of a block that are looked at in one go, so that the cost stays linear."""


@once
def sentences(facts: Facts, *, degrees: bool = False) -> Sequence[tuple[list[Fact], str]]:
    """The counts of each sentence, or line of code, and its text; without `degrees` those other than degrees."""
    here: dict[tuple[int, int], list[Fact]] = {}
    ends: dict[int, Sequence[int]] = {}
    blocks = facts.claims.document.blocks
    for fact in exact_counts(facts):
        counts = fact.claim.qualifier in ("", "product") and (degrees or not fact.claim.degree)
        if fact.stance is Stance.ASSERTED and counts:
            block = blocks[fact.claim.block]
            if block.index not in ends:
                ends[block.index] = _ends(block)
            start = bisect_right(ends[block.index], fact.claim.start) - 1
            here.setdefault((block.index, ends[block.index][start]), []).append(fact)
    return [(some, _text(blocks[index], start)) for (index, start), some in here.items()]


def _ends(block: Block) -> Sequence[int]:
    """Where the sentences of a block begin; a line of code is one."""
    return [0, *(found.end() for found in _ENDS.finditer(block.text) if block.code is None)]


def _text(block: Block, start: int) -> str:
    found = _ENDS.search(block.text, start + 1, start + _PIECE) if block.code is None else None
    return block.text[start : found.start() if found is not None else start + _PIECE]
