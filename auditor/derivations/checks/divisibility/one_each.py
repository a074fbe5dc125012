"""Counts of things of which there is one for each of something: "64 modules (1 per GPU)", "8 gates, one per expert"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, Stated, confirmed, itself, quotient, stated, together
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance

_ONE = re.compile(
    r"\W{0,4}(?:[^\W\d_]+[ ,:;]{1,2}){0,2}\W{0,3}(?:exactly )?(?:one|1|a single)(?: \w+)? "
    r"(?:per|for each|for every|on each|on every|in each) (?P<of>(?:[^\W\d_]+ )?[^\W\d_]+)",
    re.IGNORECASE,
)
"""What stands behind such a count."""
_OF: Mapping[str, str] = {
    "gpu": "gpus",
    "device": "gpus",
    "rank": "gpus",
    "expert": "experts",
    "layer": "layers",
    "node": "nodes",
    "stage": "pipeline_parallel",
    "pipeline stage": "pipeline_parallel",
    "replica": "data_parallel",
    "tp rank": "tensor_parallel",
    "ep rank": "expert_parallel",
    "ep group": "expert_parallel",
    "expert group": "expert_parallel",
    "gpu group": "expert_parallel",
    "dp rank": "data_parallel",
}
"""The concept that counts a thing."""
_GROUPS = frozenset({"gpu group", "tp group", "tensor group", "gpu pair"})
"""Groups that share tensors, of which there are as many as GPUs over their degree."""
_REACH = 60
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count that is said to be one for each of a stated number of things."""
    known: Stated | None = None
    for fact in exact_counts(facts):
        quantity = fact.quantity
        if fact.stance is not Stance.ASSERTED or not quantity.value or quantity.value < 2:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        found = _ONE.match(text, fact.claim.end, fact.claim.end + _REACH)
        if found is None:
            continue
        known = known or stated(facts, "gpus", "experts", "layers", "nodes")
        reading = next(
            (each for each in _readings(fact, found["of"].lower(), known) if each.value == quantity.value), None
        )
        if reading is not None:
            yield confirmed(fact, reading, rule, _CHANCE)


def _readings(fact: Fact, of: str, known: Stated) -> Iterator[Reading]:
    of = of if of in _OF or of in _GROUPS else of.split()[0]
    yield from (itself(other, f"one for each {of}") for other in together(fact, known.get(_OF.get(of, ""), ())))
    if of in _GROUPS:
        for gpus in together(fact, known.get("gpus", ())):
            for degree in together(fact, known.get("tensor_parallel", ())):
                yield quotient(gpus, degree, f"one for each {of}")
