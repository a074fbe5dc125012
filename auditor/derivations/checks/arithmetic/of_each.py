"""Counts with what each part has of them: "24 instances (6 per pipeline stage)" where there are 4 stages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from auditor import patterns as re
from auditor.derivations.checks.degrees import Reading, Stated, confirmed, count, product, quotient, stated, together
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts

_PARTS = {
    "gpu": ("gpus",),
    "stage": ("pipeline_parallel",),
    "ep_group": ("expert_parallel",),
    "dp_group": ("data_parallel",),
    "replica": ("data_parallel", "replicas"),
    "layer": ("layers",),
    "expert": ("experts",),
    "node": ("nodes",),
}
"""By scope, what counts the parts."""
_OPENS = re.compile(r"[^().;:\n\d]{0,60}\(\W{0,3}")
_CHANCE = 0.1
_MOST = 4
"""Values of one count that are tried."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """Two derivations for each such pair that fits: what all have, and what each has."""
    pairs = [pair for pair in pairwise(facts.all) if _is_divided(*pair, facts)]
    counts = stated(facts, *(concept for concepts in _PARTS.values() for concept in concepts)) if pairs else {}
    for whole, each in pairs:
        for parts in _parts(each, counts):
            if count(whole) == count(each) * count(parts):
                yield confirmed(whole, _all(each, parts), rule, _CHANCE)
                yield confirmed(each, quotient(whole, parts, "of each part"), rule, _CHANCE)
                break


def _is_divided(whole: Fact, each: Fact, facts: Facts) -> bool:
    """Whether the second stands in parentheses right behind the first, and is counted per part."""
    if each.scope not in _PARTS or whole.claim.block != each.claim.block or whole.scope == each.scope:
        return False
    if not (whole.quantity.whole and each.quantity.whole and whole.quantity.value and each.quantity.value):
        return False
    text = facts.claims.document.blocks[whole.claim.block].text
    return _OPENS.fullmatch(text, whole.claim.end, each.claim.start) is not None


def _parts(each: Fact, counts: Stated) -> Iterator[Fact]:
    for concept in _PARTS[each.scope]:
        yield from together(each, counts.get(concept, ()))[:_MOST]


def _all(each: Fact, parts: Fact) -> Reading:
    return product(each, parts, "of all parts")
