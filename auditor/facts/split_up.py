"""Numbers that split up the one before them, which a key or their unit names like it: "61, of which 58 are MoE"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import OF_THE_MODEL, Draft
from auditor.facts.sense import NOTHING

_OF_WHICH = re.compile(
    r"\d[^\d.;；。|\n]{0,40}(?:\b(?:of (?:which|these|those|them)|trong đó)\b|其中)[^.;；。|\n]{0,60}\Z"
)
_BEHIND = re.compile(r"[^\d.,;:()|\n]{0,12}\b(?:of (?:which|these|those|them)|in số đó)\b")
_BRACKET = re.compile(r"\d[^\d()（）|\n]{0,24}[(（][^()（）|\n]{0,40}\Z")
_KIND = re.compile(
    r" ?(?:are |is |个|层)?(?:dense|sparse|moe|routed|shared|linear|full|local|global|sliding|稠密|共享|路由)",
    re.IGNORECASE,
)
"""What tells one kind of a model's layers or experts from the others."""
_FAR = 100
_STEP = "global_batch_size"


def split_up(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    """The counts that are parts of one before them in their block, and share its name only by standing there.

    Elsewhere the same number with nothing but a unit is that part again.
    """
    given = [draft for draft in drafts if draft.concept is not None and draft.named is not None]
    parts = list(_parts(given, blocks))
    known = {(_name(part), part.quantity.interval) for part in parts if _name(part) in OF_THE_MODEL}
    yield from parts
    for draft in given if known else ():
        alone = draft.named is not None and (draft.named.sense is NOTHING or draft.named.sense is draft.around.text)
        if alone and (_name(draft), draft.quantity.interval) in known:
            yield draft


def _parts(drafts: Iterable[Draft], blocks: Sequence[Block]) -> Iterator[Draft]:
    first: dict[tuple[int, str], Draft] = {}
    for draft in drafts:
        whole = first.setdefault((draft.claim.block, _name(draft)), draft)
        if whole is draft or not draft.quantity.whole or not _is_less(draft, whole):
            continue
        if draft.named is not None and any(draft.named.sense is sense for sense in draft.around.near):
            continue
        if _name(draft) == _STEP or _is_part(draft, blocks[draft.claim.block].text):
            yield draft


def _name(draft: Draft) -> str:
    return draft.concept.id if draft.concept is not None else ""


def _is_part(draft: Draft, text: str) -> bool:
    start, end = draft.claim.start, draft.claim.end
    before = text[max(0, start - _FAR) : start]
    if _OF_WHICH.search(before) or _BEHIND.match(text, end):
        return True
    return _name(draft) in OF_THE_MODEL and _KIND.match(text, end) is not None and _BRACKET.search(before) is not None


def _is_less(draft: Draft, whole: Draft) -> bool:
    low, high = whole.quantity.interval.low, draft.quantity.interval.high
    return low is not None and high is not None and high < low
