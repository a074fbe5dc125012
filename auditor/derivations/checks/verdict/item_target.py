"""Ticked lines that only name what is asked, behind the line that says what is reached: "- TPOT: 10.8 ms", "- Target
10 ms: ✅ MET"; or both in one sentence: "this is $216,700; the budget is $200,000, so we are within budget ✅"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.verdict.supply import ADMITTED
from auditor.derivations.cited import is_own_statement
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import VOID, Basis, Derivation, one_step
from auditor.derivations.ticks import Ticks
from auditor.facts import Block, Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_ASKED = re.compile(
    r"\b(?:targets?|limit|goal|SL[AO]|requirement|quota|budget|allowance)(?: is| of| was)?\W{0,4}\Z"
    r"|(?:上限|目标|指标|预算|要求)(?:为|是)?\W{0,3}\Z|(?:mục tiêu|ngân sách|giới hạn)(?: là)?\W{0,3}\Z",
    re.IGNORECASE,
)
"""What stands right before what is asked."""
_BUDGET = re.compile(r"budget|quota|allowance|预算|ngân sách", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(?:TTFT|TPOT|ITL|TBT|E2E|latency|throughput|token|prefill|decode|step|p\d\d)\b|延迟|时延|吞吐|độ trễ",
    re.IGNORECASE,
)
"""What says which of several values a target is for."""
_WORDS = 3
"""Words before a target that names none."""
_ROOM = re.compile(r"budget|quota|allowance|limit|预算|上限", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:headroom|margin|spare|left|free|saved?|without|excluding|if|unless|would|baseline|previous\w*|before|p\d\d"
    r"|worst|best|max\w*|peak)\b|余量|剩余|之前",
    re.IGNORECASE,
)
"""Words beside a value that make it another thing than what is asked for."""
_BYTES: Dimensions = (("byte", 1),)
_LESS: tuple[Dimensions, ...] = ((("second", 1),), _BYTES, (("dollar", 1),))
_BACK = 60
"""Numbers before a target that are looked back over."""
_ITEMS = 3
"""Items before that of the target among which what is reached stands."""


def check_later(facts: Facts, rule: str, found: Sequence[Derivation]) -> Iterator[Derivation]:
    """One derivation for each target that is ticked by itself, with the value right before it, where nothing else has
    been held against the one or the other."""
    told = {claim for each in found if not each.holds for claim in (each.head, *each.premises)}
    ticks, blocks = Ticks(facts), facts.claims.document.blocks
    for claim in facts.claims.all:
        text = blocks[claim.block].text if claim.quantity is not None else ""
        asked = _ASKED.search(text, max(claim.start - 24, 0), claim.start) if text else None
        mark = ticks.favourable(claim.index) if asked is not None and _is_upper(claim, text) else None
        if mark is None or mark.block != claim.block or mark.start < claim.end:
            continue
        value = _value(facts, claim) if told.isdisjoint((claim.index, mark.index)) else None
        if (
            value is not None
            and value.index not in told
            and is_own_statement(facts, value.index)
            and not _OTHER.search(_line(blocks, value))
        ):
            yield _derivation(claim, value, mark, rule)


def _is_upper(claim: Claim, text: str) -> bool:
    """Whether what is asked is a most: of time and money, and of bytes where a limit or quota is spoken of.

    A rate may be that of one GPU, and its target that of all.
    """
    assert claim.quantity is not None
    dimensions = claim.quantity.readings[0].unit.dimensions
    if dimensions == _BYTES and not _ROOM.search(text):
        return False
    return dimensions in _LESS and claim.quantity.modality not in (Modality.AT_LEAST, Modality.MORE_THAN)


def _value(facts: Facts, asked: Claim) -> Claim | None:
    """The number of its unit before a target: of the same sentence for a budget, or what an item before comes to."""
    blocks = facts.claims.document.blocks
    block = blocks[asked.block]
    before = facts.claims.all[asked.index - 1] if asked.index else None
    if before is not None and before.block == asked.block:
        between = block.text[before.end : asked.start]
        money = _BUDGET.search(between) is not None and not ADMITTED.search(between)
        return before if money and _is_alike(before, asked) else None
    if block.item is None or _NAMED.search(block.text) or len(block.text[: asked.start].split()) > _WORDS:
        return None
    seen: set[int] = set()
    for index in range(asked.index - 1, max(asked.index - _BACK, 0) - 1, -1):
        other = facts.claims.all[index]
        item = blocks[other.block].item
        if item is None or item.list != block.item.list or item.parent != block.item.parent:
            return None
        if other.block in seen:
            continue
        seen.add(other.block)
        if other.quantity is not None and _is_alike(other, asked):
            return other
        if len(seen) == _ITEMS:
            return None
    return None


def _is_alike(one: Claim, other: Claim) -> bool:
    """Whether a plain number has the unit of another one."""
    if one.quantity is None or other.quantity is None or not one.quantity.is_plain:
        return False
    return one.quantity.readings[0].unit.dimensions == other.quantity.readings[0].unit.dimensions


def _line(blocks: tuple[Block, ...], claim: Claim) -> str:
    return blocks[claim.block].text[: claim.end]


def _derivation(asked: Claim, value: Claim, mark: Claim, rule: str) -> Derivation:
    assert asked.quantity is not None
    assert value.quantity is not None
    hull = asked.quantity.nominal() if asked.quantity.modality is Modality.EXACT else asked.quantity.hull
    bound = Interval(None, hull.high)
    own = value.quantity.hull
    holds = bound.meets(own)
    return one_step(
        value,
        claim_step(asked, hull, "what is asked"),
        rule,
        expected=f"≤ {asked.text.lstrip('<>≤≥ ')}",
        holds=holds,
        beside=(mark.index,),
        relation="≤",
        basis=Basis.COMPARISON,
        compared=claim_step(value, own, value.text),
        power=VOID,
    )
