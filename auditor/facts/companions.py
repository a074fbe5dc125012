"""Numbers that go on with what the number right before them says: "35 GB of weights per stage, 17.5 GB per GPU"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from auditor import patterns as re
from auditor.claims import Block
from auditor.facts.draft import STORES
from auditor.facts.fact import Fact
from auditor.facts.naming import own_words

_JOINED = (",", ", and", " and")
_FREE, _FREE_SHARE = "memory_free", "memory_free_share"
_STAGES = "pipeline_parallel"
_PLACES = frozenset({_STAGES, "gpus", "nodes", "tensor_parallel"})
_DEGREE = "_parallel"
_TIME = (("second", 1),)
_BYTES = (("byte", 1),)
_AGAIN = re.compile(
    r"(?: in (?:total|all))?[\s,;]*[=≈(（]?\s*(?:i\.e\.|or|that is|which is|equal to|about|即|tức là)?[\s,~≈]*",
    re.IGNORECASE,
)
"""What stands between an amount and the same in another unit."""
_PERCENTILE = re.compile(r"\b(?:p\d\d(?:\.\d)?|median|mean|average)\b", re.IGNORECASE)
_NEXT = re.compile(r"\W{1,3}(?:and (?:an? )?)?p\d\d(?:\.\d)?(?: (?:of|is|=|at))?\W{0,2}", re.IGNORECASE)
"""What stands between two percentiles of one distribution."""
_GPUS = (("gpu", 1),)
_OF_PLAN = re.compile(
    r"(?:[ -](?:ways?|stages?|replicas?|tensor|pipeline|data|expert|context|model|parallel\w*|[TPDEC]P))*\W*"
    r"(?:(?:distributed|deployed|spread|running|runs) )?(?:(?:across|over|on) )?(?:(?:all|a total of) )?",
    re.IGNORECASE,
)
"""What stands between the degrees of a plan and the number of its GPUs."""
_AGAINST = re.compile(
    r"\W{0,3}(?:required|needed)?\W{0,3}(?:but|while|whereas|when|yet|though|and|with|only) "
    r"(?:there (?:are|were) )?(?:only |just )?"
)
_THERE = re.compile(r"(?:(?:is|are|were|was) )?(?:available|present|on hand|there)\b")
"""What stands before and behind a number of GPUs that leaves them out: "requires 96 GPUs but only 24 are available"."""


def companions(facts: Sequence[Fact], blocks: Sequence[Block]) -> tuple[Fact, ...]:
    """The facts, where one that a key or heading named in general means what the number before it means."""
    found = list(facts)
    for earlier, fact in pairwise(facts):
        if earlier.claim.block == fact.claim.block:
            between = blocks[fact.claim.block].text[earlier.claim.end : fact.claim.start].rstrip()
            found[fact.index] = _companion(found[earlier.index], fact, between)
            if _is_next_percentile(found[earlier.index], fact, between):
                told = found[earlier.index]
                found[fact.index] = replace(fact, concept=told.concept, known=True, scope=told.scope)
            if _is_elided(found[earlier.index], fact, blocks):
                found[fact.index] = replace(fact, concept="gpus", known=True, scope="", role="available")
            if _is_of_plan(found[max(earlier.index - 1, 0)], earlier, fact, blocks):
                found[fact.index] = replace(fact, concept="gpus", known=True, scope="")
    return tuple(found)


def _is_next_percentile(earlier: Fact, fact: Fact, between: str) -> bool:
    """Whether a time is a further percentile of what the one before it is one of: "p50 TTFT 90 ms, p99 200"."""
    alike = earlier.quantity.readings[0].unit.dimensions == fact.quantity.readings[0].unit.dimensions == _TIME
    told = earlier.known and not fact.known and bool(_PERCENTILE.search(earlier.claim.label.before))
    return alike and told and _NEXT.fullmatch(between) is not None


def _is_of_plan(first: Fact, second: Fact, fact: Fact, blocks: Sequence[Block]) -> bool:
    """Whether a number is that of the GPUs of a plan whose degrees stand before it: "8-way TP, 2-way PP: 16 GPUs"."""
    if fact.quantity.unit.dimensions != _GPUS or fact.concept == "gpus" or first.claim.block != fact.claim.block:
        return False
    both = first.concept.endswith(_DEGREE) or first.concept == "replicas", second.concept.endswith(_DEGREE)
    if first.concept == second.concept or not (all(both) or (both[0] and second.concept == "replicas")):
        return False
    return _OF_PLAN.fullmatch(blocks[fact.claim.block].text, second.claim.end, fact.claim.start) is not None


def _is_elided(earlier: Fact, fact: Fact, blocks: Sequence[Block]) -> bool:
    """Whether a number is that of the GPUs there are, held against those before it that are needed."""
    quantity = fact.quantity
    if fact.known or quantity.unit.symbol or not quantity.whole or earlier.quantity.unit.dimensions != _GPUS:
        return False
    text = blocks[fact.claim.block].text
    against = _AGAINST.fullmatch(text, earlier.claim.end, fact.claim.start) is not None
    return against and _THERE.match(fact.claim.label.after) is not None


def _companion(earlier: Fact, fact: Fact, between: str) -> Fact:
    if fact.concept == "layers" and earlier.concept == "experts_per_gpu" and between in _JOINED:
        # "Each GPU handles 1 expert, 4 layers": they are a GPU's too.
        return unnamed(fact)
    if fact.concept == "layers" and earlier.concept in _PLACES and "each" in between.split():
        # "6 stages, each with 8 layers"
        return replace(fact, concept="layers_per_stage") if earlier.concept == _STAGES else unnamed(fact)
    if earlier.concept == _FREE and between in ("(", " (") and fact.quantity.unit.symbol == "%" and _is_of_it(fact):
        # "Headroom: 42 GB (52.5%)"
        return replace(fact, concept=_FREE_SHARE, known=True, scope="")
    if fact.concept == _FREE and earlier.concept == "memory_used" and fact.scope == "total":
        # "Total memory: 22 GB, leaving 42 GB free": it is left of what the total is of.
        return replace(fact, scope=earlier.scope)
    if earlier.known and _is_restated(earlier, fact, between):
        return replace(fact, concept=earlier.concept, known=True, scope=earlier.scope)
    own = fact.claim.label.after.strip()
    if fact.concept == "memory_used" and earlier.concept in STORES and between.endswith(",") and not own:
        return replace(fact, concept=earlier.concept) if fact.scope != earlier.scope else fact
    return fact


def _is_restated(earlier: Fact, fact: Fact, between: str) -> bool:
    """Whether an amount is the one before it in another unit: "504 KiB per token in total = 516,096 B"."""
    one, other = earlier.quantity.readings[0].unit, fact.quantity.readings[0].unit
    if (
        one.symbol == other.symbol
        or one.dimensions[:1] != other.dimensions[:1]
        or other.dimensions not in (_BYTES, _TIME)
    ):
        return False
    return _AGAIN.fullmatch(between) is not None and earlier.quantity.hull.meets(fact.quantity.hull)


def _is_of_it(fact: Fact) -> bool:
    """Whether a bracket's percentage has no name of its own."""
    return not fact.known or fact.concept == "memory_utilisation"


def unnamed(fact: Fact) -> Fact:
    """A fact under the report's own words."""
    return replace(fact, concept=own_words(fact.claim.label), known=False)
