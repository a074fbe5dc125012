"""Counts that repeat the number of a share which was told before: "20 experts per GPU ... 20 experts × 30 layers"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.companions import unnamed
from auditor.facts.fact import Fact

_SHARES: Mapping[str, frozenset[str]] = {
    "experts": frozenset({"experts_per_gpu", "experts_per_token"}),
    "layers": frozenset({"layers_per_stage", "layers_per_gpu"}),
    "attention_heads": frozenset({"heads_per_gpu"}),
}
"""By count of the model what is counted of it per something."""
_ROUTED = "experts_per_token"
_PLAIN = frozenset({"", "layer"})
_BYTES = (("byte", 1),)
_BRACKET = re.compile(r"[^()（）\d\n.;,，。；]{0,16}[(（][^()（）\d\n]{0,12}")
"""What stands between the memory of a GPU and the experts that take it: "40 GB per GPU (16 experts per layer)"."""


def share_counts(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where a count that was told as a share's is no count of the model, for which another was told.

    Nor is one of experts in brackets behind the memory that they take on a GPU.
    """
    told: dict[tuple[str, Fraction], str] = {}
    most: dict[str, Fraction] = {}
    found: list[Fact] = []
    for at, fact in enumerate(facts):
        value = fact.quantity.value if fact.known and fact.quantity.whole else None
        if value is None:
            found.append(fact)
            continue
        share = told.get((fact.concept, value)) if fact.scope in _PLAIN else None
        part = share is not None and (share == _ROUTED or most.get(fact.concept, value) > value)
        part = part or (fact.concept == "experts" and at > 0 and _is_of_gpu(fact, facts[at - 1], blocks))
        found.append(unnamed(fact) if part else fact)
        if fact.concept in _SHARES and fact.scope in _PLAIN and not part:
            most[fact.concept] = max(value, most.get(fact.concept, value))
        for whole, shares in _SHARES.items():
            if fact.concept in shares:
                told.setdefault((whole, value), fact.concept)
    return tuple(found)


def _is_of_gpu(fact: Fact, before: Fact, blocks: Sequence[Block]) -> bool:
    units = before.quantity.readings[0].unit.dimensions
    held = before.scope == "gpu" or ("gpu", -1) in units
    if not held or before.claim.block != fact.claim.block or not {*_BYTES} <= {*units}:
        return False
    text = blocks[fact.claim.block].text
    return _BRACKET.fullmatch(text, before.claim.end, fact.claim.start) is not None
