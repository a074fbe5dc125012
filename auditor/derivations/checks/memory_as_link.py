"""The bandwidth of the memory in the place of that between accelerators: "All-to-all: 1.6 TB/s ÷ 8 GPUs", where 1.6
TB/s is what the memory delivers. No link is as fast as the memory that it is fed from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor import show
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality

_LINKED = re.compile(
    r"\b(?:all-?to-?all|all-?reduce|all-?gather|inter-?(?:node|gpu|connect)\w*|cross-node|node-to-node|gpu-to-gpu"
    r"|network|links?|p2p|point-to-point|communications?)\b",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"\b(?:v?ram|hbm\w*|memory|dram|gddr\w*|local|on-device|cache)\b", re.IGNORECASE)
_OF_MANY = re.compile(
    r"\b(?:aggregat\w+|total|bisection|fabric|switch\w*|nvswitch|combined|altogether|whole|sum|nvlink\w*|per node)\b",
    re.IGNORECASE,
)
"""What several links have together, and links that are named: they may be as fast as any number says."""
_RATE = (("byte", 1), ("second", -1))
_OF_MEMORY = frozenset({"memory_bandwidth", "effective_bandwidth"})
_AROUND = 40
"""Characters of a line around a number that tell what it is of."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each bandwidth of communication that is just that of the memory, given elsewhere."""
    memory = {fact.quantity.nominal(): fact for fact in reversed(facts.all) if _is_of_memory(fact, facts)}
    places = {place for fact in memory.values() for place in _places(fact)}
    for fact in facts.all if memory else ():
        own = memory.get(fact.quantity.nominal())
        if own is not None and places.isdisjoint(_places(fact)) and _is_of_a_link(fact, facts):
            yield _derivation(fact, own, rule)


def _places(fact: Fact) -> Iterator[object]:
    """The block of a number and its section: hardware that is listed with both bandwidths is meant to have both."""
    yield fact.claim.block
    if fact.claim.label.headings:
        yield fact.claim.label.headings


def _is_plain(fact: Fact) -> bool:
    rate = fact.quantity.unit.dimensions == _RATE and fact.quantity.modality in (Modality.EXACT, Modality.ABOUT)
    return rate and fact.stance in (Stance.ASSERTED, Stance.QUOTED)


def _is_of_memory(fact: Fact, facts: Facts) -> bool:
    """Whether a bandwidth is said to be the memory's, by its name or in its line."""
    text = facts.claims.document.blocks[fact.claim.block].text
    named = fact.concept == "memory_bandwidth" or _MEMORY.search(text) is not None
    return _is_plain(fact) and fact.concept in _OF_MEMORY and named and not _LINKED.search(text)


def _is_of_a_link(fact: Fact, facts: Facts) -> bool:
    """Whether the words of a bandwidth speak of communication, and of no memory."""
    if not _is_plain(fact):
        return False
    claim, label = fact.claim, fact.claim.label
    text = facts.claims.document.blocks[claim.block].text
    near = text[max(claim.start - _AROUND, 0) : claim.end + _AROUND]
    own = " ".join((label.key, label.row, label.column, text[max(claim.start - _AROUND, 0) : claim.start]))
    said = f"{own} {near}"
    return _LINKED.search(own) is not None and not _MEMORY.search(said) and not _OF_MANY.search(said)


def _derivation(fact: Fact, memory: Fact, rule: str) -> Derivation:
    name, own, value = f"c{memory.claim.index}", f"c{fact.claim.index}", memory.quantity.nominal()
    unit = fact.quantity.readings[0].unit
    stated = fact.quantity.nominal()
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(memory.claim.index,),
        holds=False,
        stated=fact.claim.text,
        expected=show.interval(value, unit),
        interval=value,
        relation="<",
        bound=Bound.UPPER,
        basis=Basis.COMPARISON,
        steps=(
            Step(
                "bandwidth of the memory",
                memory.claim.text,
                value,
                unit.symbol,
                name,
                (Input(name, value, memory.claim.index),),
            ),
        ),
        compared=Step(
            "bandwidth of the link", fact.claim.text, stated, "", own, (Input(own, stated, fact.claim.index),)
        ),
    )
