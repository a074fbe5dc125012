"""More than there is, in one breath: "requires ~16 GB of 15 GB available"."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_OF = re.compile(r"[ *]*(?:/|(?:out )?of|from)[ *]*(?:the |an? )?", re.IGNORECASE)
_THERE = re.compile(
    r"[ *]*(?:(?:GPU|HBM|VRAM|device|usable|total|of|memory|that|is) ){0,3}(?:available|capacity|limit|budget|VRAM\b)",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:not|no|cannot|exceed\w*|insufficient|OOM|too|short\w*|fail\w*|violat\w*|over\w*|lacks?|issue|problem|infeasible"
    r"|impossible|error|wrong|incorrect|if|would|unless|offload\w*|swap\w*|spill\w*|host|NVMe|disk|without|before|original)\b"
    r"|n't|❌|✗|✘|⚠",
    re.IGNORECASE,
)
"""Words of a report that sees it, or means to put the rest elsewhere."""
_FOR_SEVERAL = re.compile(
    r"[=→≈]|->|\b(?:TP\d*|GPUs|two|three|four|eight|cards|devices|nodes?|ranks?|tensor|split|shards?|parts)\b",
    re.IGNORECASE,
)
"""What follows where the one is divided by the other."""
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_BYTES = ((("byte", 1),), (("byte", 1), ("gpu", -1)))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that is more than the available one right behind it, in the same unit."""
    blocks = facts.claims.document.blocks
    for need, there in pairwise(facts.all):
        if need.claim.block != there.claim.block or not (_is_plain(need) and _is_plain(there)):
            continue
        block = blocks[need.claim.block]
        text = block.text
        if not _OF.fullmatch(text, need.claim.end, there.claim.start) or not _THERE.match(text, there.claim.end):
            continue
        if _FOR_SEVERAL.search(text, there.claim.end):
            continue
        headings = " ".join(blocks[index].text for index in block.headings)
        if _KNOWN.search(text) or _KNOWN.search(headings) or not _is_more(need, there):
            continue
        yield _derivation(need, there, rule)


def _is_plain(fact: Fact) -> bool:
    quantity = fact.quantity
    plain = quantity.modality in _PLAIN and fact.stance is Stance.ASSERTED and not fact.scenario
    return plain and quantity.readings[0].unit.dimensions in _BYTES


def _is_more(need: Fact, there: Fact) -> bool:
    """Whether one is more as both are printed, in units that are read alike."""
    stated, most = need.quantity.nominal(), there.quantity.readings[0].interval.downwards()
    alike = {each.name for each in need.quantity.readings} == {each.name for each in there.quantity.readings}
    return alike and not stated.meets(most)


def _derivation(need: Fact, there: Fact, rule: str) -> Derivation:
    interval, name = there.quantity.readings[0].interval, f"c{there.claim.index}"
    own, unit = f"c{need.claim.index}", need.quantity.readings[0].unit
    stated = need.quantity.nominal()
    given = (Input(name, interval, there.claim.index),)
    most = interval.downwards()
    return Derivation(
        rule=rule,
        head=need.claim.index,
        premises=(there.claim.index,),
        holds=False,
        stated=need.claim.text,
        expected=f"≤ {there.claim.text}",
        interval=most,
        relation="≤",
        basis=Basis.COMPARISON,
        severity="" if need.quantity.modality is Modality.EXACT else "warning",
        steps=(Step("what is available", there.claim.text, most, unit.symbol, f"{name} ≤", given),),
        compared=Step(
            need.claim.text, need.claim.text, stated, unit.symbol, own, (Input(own, stated, need.claim.index),)
        ),
    )
