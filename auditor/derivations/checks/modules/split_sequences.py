"""Sequences that a line splits over the replicas, and what each GPU has of them further on: "96 sequences distributed
across DP replicas", "batch 24 per GPU" where DP is 4."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.degrees import confirmed, count, quotient, stated, together
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Derivation
from auditor.facts import Facts, Stance

_SPLIT = re.compile(
    r"[\d,]+(?: sequences| requests| samples)? (?:are |is )?(?:distributed|split|divided|spread) (?:evenly )?"
    r"(?:across|over|among|between) (?:the |all )?(?:\d+ )?(?:DP|data[- ]parallel|replicas)\b",
    re.IGNORECASE,
)
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of sequences of a GPU that such a line and the one degree give."""
    blocks = facts.claims.document.blocks
    shares = [fact for fact in exact_counts(facts) if fact.known and fact.concept == "sequences_per_gpu"]
    wholes = [
        fact
        for fact in exact_counts(facts)
        if shares and fact.stance is Stance.ASSERTED and _SPLIT.match(blocks[fact.claim.block].text, fact.claim.start)
    ]
    if len({count(whole) for whole in wholes}) != 1:
        return
    for share in shares:
        told = together(share, stated(facts).get("data_parallel", ()))
        if share.stance is not Stance.ASSERTED or len(told) != 1:
            continue
        if count(wholes[0]) == count(share) * count(told[0]):
            yield confirmed(share, quotient(wholes[0], told[0], "sequences of a replica"), rule, _CHANCE)
