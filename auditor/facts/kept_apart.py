"""Amounts of memory of which a word right behind says which part they are: "Memory: 40 GB fixed, 20 GB of cache"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import Draft

_USED = "memory_used"
_PART = re.compile(
    r" (?:is |are )?(?:fixed|static|constant|baseline|resident|persistent|permanent|pinned|pre-?allocated|dynamic"
    r"|variable|transient|temporary|fragmented|shared|private|固定|静态|动态|常驻|cố định)\b",
    re.IGNORECASE,
)


def kept_apart(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The amounts that a key or heading calls the memory in use, and their own words a kind of it."""
    for draft in drafts:
        if draft.concept is None or draft.concept.id != _USED or draft.named is None:
            continue
        if _PART.match(blocks[draft.claim.block].text, draft.claim.end):
            yield draft
