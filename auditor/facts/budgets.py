"""Limits on memory that a report sets itself, below what its accelerators have: "39 GB < 68 GB limit" beside 80 GB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from auditor.facts.fact import Fact
from auditor.rulebook.vocabulary import Vocabulary

_CAPACITY = "gpu_memory"
_USED = "memory_used"


def budgets(facts: Sequence[Fact], vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """The facts, where a limit below the capacity that is stated elsewhere is one on the use, not a second capacity."""
    capacities = [fact for fact in facts if fact.concept == _CAPACITY and fact.role != "limit"]
    return tuple(
        replace(fact, concept=_USED) if _USED in vocabulary.concepts and _is_budget(fact, capacities) else fact
        for fact in facts
    )


def _is_budget(fact: Fact, capacities: Sequence[Fact]) -> bool:
    if fact.concept != _CAPACITY or fact.role != "limit":
        return False
    high = fact.quantity.hull.high
    lows = [other.quantity.hull.low for other in capacities if fact.scope in ("", other.scope)]
    return high is not None and any(low is not None and low > high for low in lows)
