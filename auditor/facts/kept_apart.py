"""Numbers whose nearest words make them those of a part, whatever the line is of: "Memory: 40 GB fixed, 20 GB of
cache", "two chunks of 6 layers per GPU", "6 × 100e9 FLOPs per token"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import STORES, Draft

_USED = "memory_used"
_PART = re.compile(
    r" (?:or \d{1,2}(?:\.\d{1,2})? ?% )?(?:is |are )?(?:remain(?:s|ing)?|left|free|spare|to spare|stays? free"
    r"|unused|unallocated|fixed|static|constant|baseline|resident|persistent|permanent|pinned|pre-?allocated|dynamic"
    r"|variable|transient|temporary|fragmented|shared|private|固定|静态|动态|常驻|cố định)\b",
    re.IGNORECASE,
)
_PIECES = re.compile(
    r"\b(?:\d{1,4}|both|two|three|four|five|six|eight|ten|twelve|sixteen)"
    r" (?:chunks|pieces|slices|shards|segments|virtual stages|model chunks|batches|rounds)"
    r" of \Z",
    re.IGNORECASE,
)
"""What stands before the number of each of several pieces; what it is counted per has so many pieces."""
_PER = re.compile(r"/|\bper\b|\bon (?:each|every|a)\b|\b(?:each|every)\b", re.IGNORECASE)
_SHARE = re.compile(r"\d ?(?:%\s?of (?:the |its |our |all |these )?|[GT]i?B of (?:its|the|our|their|these) )[~≈]?\Z")
_OF = re.compile(r"\s+of\b")
"""What names the whole of a share: "40% of the 20 GB of cache"; in "44% of the 640 GB is weights" that is the share."""
_DIFFERS = re.compile(
    r"\b(?:(?:give|gives|giving) away|pays?|sacrific\w+|frees?|freed|differ\w*|redundant|prefetch\w*)"
    r"\b[^.;:\d\n]*\Z",
    re.IGNORECASE,
)
"""What leads to an amount that is gained, lost or passed on."""
_HELD = ((("expert", 1),), (("layer", 1),))
"""What GPUs hold for good."""
_MOVED = re.compile(r"\b(?:gathers?|fetch(?:es)?|exchanges?|receives?|sends?) (?:all |the |up to )?\Z", re.IGNORECASE)
_FAR = 32
_OPERATIONS = re.compile(r"(?<![\d.])[2468] ?[×x*·] ?\Z")
"""Operations for each parameter, before the parameters: what the product is counted in stands behind them."""


def kept_apart(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The numbers that a key, heading or unit names, and their own words make those of a part or of something else."""
    for draft in drafts:
        text = blocks[draft.claim.block].text
        if draft.named is not None and any(tells(draft, text) for tells in _APART):
            yield draft
            continue
        if draft.concept is None or draft.concept.id != _USED or draft.named is None:
            continue
        if _PART.match(text, draft.claim.end):
            yield draft


def _is_of_piece(draft: Draft, text: str) -> bool:
    """Whether a number is what each of several pieces has: "two chunks of 6 layers per GPU"."""
    start, end = draft.claim.start, draft.claim.end
    if _PIECES.search(text, max(start - _FAR, 0), start) is None:
        return False
    return _PER.search(text, start, min(end + _FAR, len(text))) is not None


def _is_parameters(draft: Draft, text: str) -> bool:
    """Whether a number is the parameters of "6 × 100.2e9 FLOPs per token"."""
    counted = dict(draft.quantity.readings[0].unit.dimensions).get("flop") == 1
    return counted and _OPERATIONS.search(text, max(draft.claim.start - _FAR, 0), draft.claim.start) is not None


def _is_whole(draft: Draft, text: str) -> bool:
    """Whether a number is the whole of a share that only the share's own name stands by."""
    if draft.concept is None or draft.concept.id not in STORES or _OF.match(text, draft.claim.end):
        return False
    return _SHARE.search(text, max(draft.claim.start - _FAR, 0), draft.claim.start) is not None


def _is_moved(draft: Draft, text: str) -> bool:
    """Whether experts or layers are what a GPU gets from others for a while, and does not hold."""
    if draft.quantity.readings[0].unit.dimensions not in _HELD:
        return False
    return _MOVED.search(text, max(draft.claim.start - _FAR, 0), draft.claim.start) is not None


def _is_difference(draft: Draft, text: str) -> bool:
    """Whether an amount is by how much a part grows, or what is moved of it: "we give away 3 GB for weights"."""
    if draft.concept is None or draft.concept.id not in STORES:
        return False
    start = draft.claim.start
    return draft.claim.text.startswith("+") or _DIFFERS.search(text, max(start - _FAR, 0), start) is not None


_APART = (_is_of_piece, _is_parameters, _is_whole, _is_moved, _is_difference)
