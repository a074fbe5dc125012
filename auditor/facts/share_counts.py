"""Counts that repeat the number of a share which was told before: "20 experts per GPU ... 20 experts × 30 layers"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

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


def share_counts(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """The facts, where a count that was told as a share's is no count of the model, for which another was told."""
    told: dict[tuple[str, Fraction], str] = {}
    most: dict[str, Fraction] = {}
    found: list[Fact] = []
    for fact in facts:
        value = fact.quantity.value if fact.known and fact.quantity.whole else None
        if value is None:
            found.append(fact)
            continue
        share = told.get((fact.concept, value)) if fact.scope in _PLAIN else None
        part = share is not None and (share == _ROUTED or most.get(fact.concept, value) > value)
        found.append(unnamed(fact) if part else fact)
        if fact.concept in _SHARES and fact.scope in _PLAIN and not part:
            most[fact.concept] = max(value, most.get(fact.concept, value))
        for whole, shares in _SHARES.items():
            if fact.concept in shares:
                told.setdefault((whole, value), fact.concept)
    return tuple(found)
