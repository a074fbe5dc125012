"""Limits on memory that a report sets itself, below what its accelerators have: "39 GB < 68 GB limit" beside 80 GB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor.claims import Claims
from auditor.facts.fact import Fact
from auditor.facts.wholes import factors, results
from auditor.interval import Interval
from auditor.rulebook.vocabulary import Vocabulary

_CAPACITY = "gpu_memory"
_USED = "memory_used"
_CACHE = "kv_cache"
_BYTES = (("byte", 1),)

_HELD = frozenset({"limit", "available"})
"""Roles of what a use is held against."""


def budgets(facts: Sequence[Fact], claims: Claims, vocabulary: Vocabulary) -> tuple[Fact, ...]:
    """The facts, where a limit below the capacity that is stated elsewhere is one on the use, not a second capacity;
    where what is available, what a percentage is of, or what the capacity is multiplied to, is the capacity; and where
    what stays "within" a capacity is the use.
    """
    if not {_USED, _CAPACITY} <= vocabulary.concepts.keys():
        return tuple(facts)
    stated = (fact for fact in facts if fact.concept == _CAPACITY and fact.role != "limit")
    capacities = list({(fact.quantity.hull, fact.scope): fact for fact in stated}.values())
    held, wholes, multiplied = _within(facts), _wholes(facts), _multiplied(facts, claims)
    found: list[Fact] = []
    for fact in facts:
        if _is_budget(fact, capacities) or fact.index in held:
            fact = replace(fact, concept=_USED)
        elif fact.concept == _USED and fact.claim.index in multiplied and fact.scope in ("", "total"):
            fact = replace(fact, concept=_CAPACITY, scope="total")
        elif fact.index in wholes or _is_capacity(fact, capacities):
            fact = replace(fact, concept=_CAPACITY)
        found.append(fact)
    return tuple(found)


def _within(facts: Sequence[Fact]) -> frozenset[int]:
    """Capacities by their label that the next number of the line is the limit of: "16 GB per GPU within 64 GB"."""
    pairs = (
        (first, second)
        for first, second in pairwise(facts)
        if first.claim.block == second.claim.block and first.concept == second.concept == _CAPACITY
    )
    return frozenset(
        first.index
        for first, second in pairs
        if first.role in ("", "limit") and second.role == "limit" and _is_less(first, second)
    )


def _wholes(facts: Sequence[Fact]) -> frozenset[int]:
    """Amounts by their label used that the percentage before them is of: "Used: 12% of 80 GB" has 80 GB; those of a
    cache by their heading where what stands before is that share of them: "46 GB, 57.5% of 80 GB"."""
    pairs = ((first, second) for first, second in pairwise(facts) if first.claim.block == second.claim.block)
    return frozenset(
        second.index
        for first, second in pairs
        if first.quantity.unit.symbol == "%" and second.scope in ("", "gpu")
        if second.concept == _USED or (second.concept == _CACHE and _is_share(facts, first, second))
        if second.claim.label.before.lower().split()[-1:] == ["of"]
    )


def _multiplied(facts: Sequence[Fact], claims: Claims) -> frozenset[int]:
    """The results of products of a capacity that is stated: the "Memory" of "8 × 80 GB = 640 GB" is what there is."""
    stated = {fact.quantity.interval for fact in facts if fact.concept == _CAPACITY and fact.scope in ("", "gpu")}
    return frozenset(
        result
        for equation in claims.equations
        for product, result in results(equation.sides)
        for factor in factors(product)
        if (quantity := claims.all[factor].quantity) is not None
        and quantity.unit.dimensions == _BYTES
        and quantity.interval in stated
    )


def _is_share(facts: Sequence[Fact], share: Fact, whole: Fact) -> bool:
    """Whether the amount before a percentage is that share of the amount behind it."""
    part = facts[share.index - 1] if share.index else share
    near = part.claim.block == whole.claim.block and part.quantity.unit.dimensions == whole.quantity.unit.dimensions
    return near and part.quantity.hull.meets(share.quantity.hull * whole.quantity.hull)


def _is_less(first: Fact, second: Fact) -> bool:
    low, high = first.quantity.hull.low, second.quantity.hull.high
    return low is not None and high is not None and low < high and not first.quantity.hull.meets(Interval.point(high))


def _is_capacity(fact: Fact, capacities: Sequence[Fact]) -> bool:
    """Whether it is the capacity itself by its role and value, whatever else its line speaks of."""
    if fact.concept != _USED or fact.role not in _HELD or fact.scope not in ("", "gpu"):
        return False
    high = fact.quantity.hull.high
    return high is not None and any(
        other.quantity.hull.meets(Interval.point(high)) for other in capacities if other.scope in ("", "gpu")
    )


def _is_budget(fact: Fact, capacities: Sequence[Fact]) -> bool:
    if fact.concept != _CAPACITY or fact.role != "limit":
        return False
    high = fact.quantity.hull.high
    lows = [other.quantity.hull.low for other in capacities if fact.scope in ("", other.scope)]
    return high is not None and any(low is not None and low > high for low in lows)
