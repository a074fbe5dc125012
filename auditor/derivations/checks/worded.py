"""Numbers in words, "one expert per GPU": the counts and degrees of the plan give them. They are only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.derivations.checks.degrees import Reading, Stated, confirmed, quotient, stated, together
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts

_DIVIDED: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("expert", "gpu"): ("experts", ("expert_parallel", "gpus")),
    ("layer", "gpu"): ("layers", ("pipeline_parallel", "gpus")),
    ("layer", "stage"): ("layers", ("pipeline_parallel",)),
    ("head", "gpu"): ("attention_heads", ("tensor_parallel",)),
}
"""What there is of a thing in all, and what divides it among its holders: the first that is stated."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number in words that every statement of the whole and of its parts gives."""
    if not facts.claims.worded:
        return
    known = stated(facts, "gpus", "layers", "experts", "attention_heads")
    for one in facts.claims.worded:
        fact = facts.by_claim[one.claim]
        if fact is None or (one.thing, one.holder) not in _DIVIDED:
            continue
        readings = list(_readings(fact, *_DIVIDED[one.thing, one.holder], known))
        if readings and all(fact.quantity.hull.contains(each.value) for each in readings):
            yield confirmed(fact, readings[0], rule, _CHANCE)


def _readings(fact: Fact, whole: str, divisors: tuple[str, ...], known: Stated) -> Iterator[Reading]:
    for divisor in divisors:
        parts = together(fact, known.get(divisor, ()))
        if parts:
            for all_of_them in together(fact, known.get(whole, ())):
                yield from (quotient(all_of_them, each, "the share of each") for each in parts)
            return
