"""Shares of the model that one of the degrees leaves, on the way to what a GPU holds: "per TP rank", "before EP"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.facts import Fact, Facts

_SHARED = frozenset({"weight_memory", "parameters", "expert_weight_memory"})
_ONE_DEGREE = re.compile(
    r"\b(?:before|after|without|prior to|excluding|not counting|ignoring|by|only) "
    r"(?:EP|TP|PP|DP|expert|tensor|pipeline|data|shard\w*)\b"
    r"|\b(?:per|each|every|one|an?) (?:EP|TP|PP|DP|tensor[- ]parallel|pipeline|expert[- ]parallel)[- ]"
    r"(?:rank|group|slice|shard|stage)\b",
    re.IGNORECASE,
)


def is_of_one_degree(fact: Fact, facts: Facts) -> bool:
    """Whether the line of a GPU's share says that not all degrees have divided it yet."""
    if fact.concept not in _SHARED or fact.scope != "gpu":
        return False
    return _ONE_DEGREE.search(facts.claims.document.blocks[fact.claim.block].text) is not None
