"""Shares of an accelerator's memory that may be used, below a heading that names what is left of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import USED_OR_CAPACITY, Draft

_SHARE = r"(?:0?\.[5-9]\d*|[5-9]\d(?:\.\d+)? ?%)"
_MEMORY = r"\d{2,3}(?:\.\d+)? ?(?:Gi?B?)?"
_OF_MEMORY = re.compile(
    rf"(?:{_SHARE}\s*(?:[×x*·]|of)\s*{_MEMORY}|{_MEMORY}\s*[×x*·]\s*{_SHARE})\s*\)?\s*(?:[=≈→:]|->)\s*\Z"
)
"""What is worked out is a fraction times the bytes that an accelerator has: "0.90 × 80 GB ="."""
_FAR = 60
_BYTES = (("byte", 1),)


def usable(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The results of "0.90 × 80 GB = 72 GB" that only a heading, "KV pool", calls a part of the memory."""
    for draft in drafts:
        if draft.concept is None or draft.named is None or draft.concept.id in USED_OR_CAPACITY:
            continue
        if draft.quantity.readings[0].unit.dimensions[:1] != _BYTES:
            continue
        if not any(draft.named.sense is sense for sense in draft.around.above):
            continue
        text = blocks[draft.claim.block].text
        if _OF_MEMORY.search(text[max(0, draft.claim.start - _FAR) : draft.claim.start]):
            yield draft
