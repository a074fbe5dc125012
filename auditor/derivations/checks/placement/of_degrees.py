"""A number of GPUs beside degrees that multiply to it, whatever else is left unsaid: "EP=8, TP=4: 32 GPUs"."""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from auditor.derivations.beside_degrees import BesideDegrees
from auditor.derivations.checks.degrees import Reading, confirmed, count
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts

_SHARED = frozenset({"sequence_parallel", "virtual_stages", "expert_tensor_parallel"})
"""Degrees that take no ranks of their own."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of GPUs that is the product of the degrees beside it."""
    beside = BesideDegrees(facts)
    for fact in facts.all:
        degrees = [each for each in beside.of(fact) if each.concept not in _SHARED]
        if len(degrees) > 1 and prod(map(count, degrees)) == fact.quantity.value:
            program = degrees[0].claim.name + "".join(f" {each.claim.name} *" for each in degrees[1:])
            working = " × ".join(each.claim.text for each in degrees)
            reading = Reading("product of the degrees", count(fact), program, working, tuple(degrees))
            yield confirmed(fact, reading, rule, _CHANCE)
