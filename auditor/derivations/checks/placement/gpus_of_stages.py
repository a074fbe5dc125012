"""GPUs beside the number of those that each stage has, where the stages are counted too: "a 3-stage pipeline across 12
GPUs (4 GPUs per stage)"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from auditor.derivations.checks.degrees import confirmed, one_situation, product, quotient, stated, together
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts, Stance

_MOST = 4
"""Numbers of GPUs of one block that are looked at."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each of the two that the number of stages makes of the other."""
    stages = stated(facts).get("pipeline_parallel", ())
    shares = [fact for fact in exact_counts(facts) if fact.concept == "gpus_per_stage"] if stages else []
    beside = _gpus(facts, {share.claim.block for share in shares})
    for share in shares:
        told = together(share, stages)
        gpus = next((each for each in beside[share.claim.block] if one_situation(each, share)), None)
        if len(told) != 1 or gpus is None or share.stance is not Stance.ASSERTED:
            continue
        whole, part = product(told[0], share, "GPUs of all stages"), quotient(gpus, told[0], "GPUs of a stage")
        if whole.value == gpus.quantity.value:
            yield confirmed(gpus, whole, rule, _CHANCE)
            yield confirmed(share, part, rule, _CHANCE)


def _gpus(facts: Facts, places: set[int]) -> dict[int, Sequence[Fact]]:
    """The plain numbers of GPUs in some blocks."""
    found: dict[int, list[Fact]] = defaultdict(list)
    for fact in exact_counts(facts) if places else ():
        plain = fact.quantity.unit.symbol == "GPU" and fact.stance is Stance.ASSERTED and not fact.scope
        if fact.claim.block in places and plain and len(found[fact.claim.block]) < _MOST:
            found[fact.claim.block].append(fact)
    return defaultdict(list, found)
