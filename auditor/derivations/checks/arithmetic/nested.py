"""Lists of which some items only head a list of their own: "Static", with weights and buffers below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor import patterns as re
from auditor.derivations.checks.additive import Entry, is_plain_total, is_total
from auditor.facts import Fact, Facts, Stance

_NO_PART = re.compile(
    r"\b(?:per|each|every|peak|max\w*|min\w*|average|mean|before|after|without|prefill|decode|available|capacity|limit"
    r"|budget|used|usage|free|remaining|headroom|saved|saving\w*|original|baseline|previous|of which|shared|same)\b",
    re.IGNORECASE,
)
"""Words of an item that make its amount no part beside its neighbours."""


def nested(facts: Facts, lists: Sequence[list[Entry]]) -> Iterator[list[Entry]]:
    """Each list with a plain total, the items that have no amount replaced by those of the lists below them."""
    blocks = facts.claims.document.blocks
    below: dict[int, list[Entry]] = {}
    for entries in lists:
        item = blocks[entries[0].claim.block].item
        if item is not None and item.parent is not None:
            below[item.parent] = entries
    for entries in lists if below else ():
        total = entries[-1]
        own = blocks[total.claim.block].item
        if own is None or not is_plain_total(total):
            continue
        stated = {entry.claim.block for entry in entries}
        heads = [at for at in below if (item := blocks[at].item) is not None and item.list == own.list]
        added = [entry for at in heads if at not in stated for entry in below[at]]
        parts = sorted((*entries[:-1], *added), key=lambda entry: entry.claim.block)
        told = [at for at in stated if at in heads]
        if added and not told and parts[-1].claim.block < total.claim.block and add_up(parts, facts):
            yield [*parts, total]


def add_up(parts: Sequence[Entry], facts: Facts) -> bool:
    """Whether all are plain amounts of one situation, each of another thing."""
    named = [facts.by_claim[part.claim.index] for part in parts]
    stated = [fact for fact in named if fact is not None and _is_plain(fact)]
    things = {part.name.lower() for part in parts}
    apart = len({fact.concept for fact in stated}) == len(things) == len(parts)
    return len(stated) == len(parts) and apart and not any(is_total(p.name) or _NO_PART.search(p.name) for p in parts)


def _is_plain(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and not fact.role and not fact.scenario
    return told and fact.quantity.is_plain
