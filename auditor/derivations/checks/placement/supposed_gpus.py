"""GPUs that another degree would take, told to show why it is not taken: "PP=6 would require 24 GPUs" where TP is 4."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import prod

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, confirmed, count, name_of, stated
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Derivation
from auditor.derivations.once import once
from auditor.facts import Fact, Facts
from auditor.quantity import Modality

_TAKES = re.compile(r"\W{0,3}(?:alone )?(?:would|will)(?: then)? (?:require|need|take)(?: at least)? ", re.IGNORECASE)
"""What stands between a degree and the GPUs that it would take."""
_SHARED = frozenset({"sequence_parallel", "virtual_stages", "expert_tensor_parallel"})
"""Degrees that take no ranks of their own."""
_CHANCE = 0.15


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such number that the degree gives with one of the stated ones, or with all of them."""
    blocks = facts.claims.document.blocks
    for degree, gpus in pairwise(facts.all):
        if degree.concept not in DEGREES - _SHARED or gpus.quantity.unit.symbol != "GPU" or not _is_plain(degree, gpus):
            continue
        if not _TAKES.fullmatch(blocks[gpus.claim.block].text, degree.claim.end, gpus.claim.start):
            continue
        for others in _others(degree, facts):
            if count(degree) * prod(map(count, others)) == gpus.quantity.value:
                yield confirmed(gpus, _product([degree, *others]), rule, _CHANCE)
                break


def _is_plain(degree: Fact, gpus: Fact) -> bool:
    exact = all(each.quantity.whole and each.quantity.modality is Modality.EXACT for each in (degree, gpus))
    return exact and degree.claim.block == gpus.claim.block


def _others(degree: Fact, facts: Facts) -> Iterator[Sequence[Fact]]:
    """The degrees with one value that are stated of the plan: each, then all."""
    several = [each for each in _single(facts) if each.concept != degree.concept]
    yield from ([each] for each in several)
    if len(several) > 1:
        yield several


@once
def _single(facts: Facts) -> Sequence[Fact]:
    """The degrees beyond one that have one value in the whole report."""
    known = stated(facts)
    told = (known.get(concept, []) for concept in sorted(DEGREES - _SHARED))
    return [each[0] for each in told if len({fact.quantity.value for fact in each}) == 1 and count(each[0]) > 1]


def _product(factors: Sequence[Fact]) -> Reading:
    program = name_of(factors[0]) + "".join(f" {name_of(each)} *" for each in factors[1:])
    working = " × ".join(each.claim.text for each in factors)
    value = prod((count(each) for each in factors), start=count(factors[0]) / count(factors[0]))
    return Reading("product of the degrees", value, program, working, tuple(factors))
