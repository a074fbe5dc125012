"""Numbers in words, "one expert per GPU": the counts and degrees of the plan give them, and they give those. They are
only confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.derivations.checks.degrees import (
    Reading,
    Stated,
    confirmed,
    count,
    itself,
    product,
    quotient,
    stated,
    together,
)
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Worded
from auditor.quantity import Modality

_DIVIDED: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("expert", "gpu"): ("experts", ("expert_parallel", "gpus")),
    ("layer", "gpu"): ("layers", ("pipeline_parallel", "gpus")),
    ("layer", "stage"): ("layers", ("pipeline_parallel",)),
    ("head", "gpu"): ("attention_heads", ("tensor_parallel",)),
}
"""What there is of a thing in all, and what divides it among its holders: the first that is stated."""
_SHARE = {
    ("expert", "gpu"): "experts_per_gpu",
    ("layer", "gpu"): "layers_per_gpu",
    ("layer", "stage"): "layers_per_stage",
}
"""The concept of the same in digits."""
_CHANCE, _AGAIN = 0.1, 0.25


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number in words that every statement of the whole and of its parts gives, or that is said
    again, and for each whole and number of parts that go with one."""
    if not facts.claims.worded:
        return
    known = stated(facts, "gpus", "layers", "experts", "attention_heads", *_SHARE.values())
    known = {concept: [each for each in some if _is_exact(each)] for concept, some in known.items()}
    asked: set[int] = set()
    for one in facts.claims.worded:
        fact = facts.by_claim[one.claim]
        if fact is None or (one.thing, one.holder) not in _DIVIDED:
            continue
        whole, divisors = _DIVIDED[one.thing, one.holder]
        readings = list(_readings(fact, whole, divisors, known))
        again = list(_again(fact, one, facts)) if not readings else []
        if _all_give(fact, readings):
            yield confirmed(fact, readings[0], rule, _CHANCE)
        elif _all_give(fact, again):
            yield confirmed(fact, again[0], rule, _AGAIN)
        for found, reading in _reverse(fact, one, known):
            if found.index not in asked:
                asked.add(found.index)
                yield confirmed(found, reading, rule, _CHANCE)


def _is_exact(fact: Fact) -> bool:
    return fact.quantity.modality is Modality.EXACT


def _all_give(fact: Fact, readings: list[Reading]) -> bool:
    return bool(readings) and all(fact.quantity.hull.contains(each.value) for each in readings)


def _readings(fact: Fact, whole: str, divisors: tuple[str, ...], known: Stated) -> Iterator[Reading]:
    for divisor in divisors:
        parts = together(fact, known.get(divisor, ()))
        if parts:
            for all_of_them in together(fact, known.get(whole, ())):
                yield from (quotient(all_of_them, each, "the share of each") for each in parts)
            return


def _again(fact: Fact, one: Worded, facts: Facts) -> Iterator[Reading]:
    """The same share in other blocks, in words."""
    for other in facts.claims.worded:
        said = facts.by_claim[other.claim]
        same = (other.thing, other.holder) == (one.thing, one.holder)
        if same and said is not None and _is_exact(said) and said.claim.block != fact.claim.block:
            yield itself(said, "stated elsewhere")


def _reverse(fact: Fact, one: Worded, known: Stated) -> Iterator[tuple[Fact, Reading]]:
    """The wholes and numbers of parts that go with a share, and the share in digits."""
    whole, divisors = _DIVIDED[one.thing, one.holder]
    for share in known.get(_SHARE.get((one.thing, one.holder), ""), ()):
        if share.claim.block != fact.claim.block and fact.quantity.hull.contains(count(share)):
            yield share, itself(fact, "stated in words")
    wholes = together(fact, known.get(whole, ()))
    parts = next((found for each in divisors if (found := together(fact, known.get(each, ())))), [])
    if not _is_exact(fact) or len(wholes) != 1 or len(parts) != 1:
        # What belongs together is plain only where there is one of each.
        return
    if count(wholes[0]) == count(fact) * count(parts[0]) and wholes[0].claim.block != parts[0].claim.block:
        for each in known.get(whole, ()):
            if count(each) == count(wholes[0]):
                yield each, product(fact, parts[0], "what all hold")
        for each in known.get(parts[0].concept, ()):
            if count(each) == count(parts[0]):
                yield each, quotient(wholes[0], fact, "those that hold it")
