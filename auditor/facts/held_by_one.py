"""Amounts that are the memory of some accelerator by what it can hold: "28 GB does not fit on one 24 GB GPU"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.fact import Fact, Stance
from auditor.quantity import Modality

_DEVICE = r"(?:GPU|card|device|accelerator)"
_CAN = r"can(?:not|'t|’t| not)?|will not|won['’]t|does not|doesn['’]t"
_HOLDS = rf"(?:{_CAN}) (?:even )?(?:hold|fit|take|store)|is (?:not enough|too small)"
_WAYS = tuple(
    (re.compile(before + r"\Z", re.IGNORECASE), re.compile(after, re.IGNORECASE))
    for before, after in (
        (r"\b(?:on|onto|in|into|to) (?:an?|one|a single|each|every|any)(?: single)? ", rf"[ -]?{_DEVICE}\b"),
        (rf"\b(?:an?|one|single|each|every) {_DEVICE}(?:,? with| has| of)? (?:only |just |its )?", rf"\s?(?:{_HOLDS})"),
        (r"\b(?:an?|one|single|each|every|the) ", rf"[ -]?{_DEVICE}s? (?:{_HOLDS})"),
        (
            r"(?:单卡|单张卡?|一张卡?|每张卡|单个? ?GPU|一块(?:卡|GPU))(?:显存)?(?:只有|仅有?|有|为)? ?",
            r" ?(?:的?(?:卡|显存|GPU))? ?(?:也|都|根本|完全)?(?:[放装存塞容](?:不下|得下)|不够|不足)",
        ),
        (r"\b(?:một|mỗi) (?:GPU|card) ", r" (?:không (?:đủ|chứa|vừa|thể)|chứa (?:được|đủ|vừa))"),
    )
)
_REACH = 40
_HELD = "what one card holds"
_BYTES = (("byte", 1),)


def held_by_one(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, with what one accelerator is said to hold, or not to hold, as nothing that is weighed.

    It need not be one that the plan has: "TP=4, for a single 24 GB card cannot hold them".
    """
    return tuple(
        replace(fact, concept=_HELD, known=False, scope="gpu") if _is_held(fact, blocks) else fact for fact in facts
    )


def _is_held(fact: Fact, blocks: Sequence[Block]) -> bool:
    plain = fact.quantity.modality is Modality.EXACT and fact.stance is Stance.ASSERTED
    if not plain or fact.concept == "gpu_memory" or fact.quantity.unit.dimensions != _BYTES:
        return False
    text, claim = blocks[fact.claim.block].text, fact.claim
    start = max(claim.start - _REACH, 0)
    return any(
        before.search(text, start, claim.start) is not None and after.match(text, claim.end) is not None
        for before, after in _WAYS
    )
