"""The facts that stand in one line of a document."""

from __future__ import annotations

from auditor.facts import Fact, Facts

_WITHIN = 16
"""Numbers to either side that are looked at, so that the cost stays linear."""


def facts_of_line(fact: Fact, facts: Facts) -> list[Fact]:
    """The facts in the line of a block that a fact stands in, itself among them, in source order."""
    claim = fact.claim
    text = facts.claims.document.blocks[claim.block].text
    near = facts.by_claim[max(claim.index - _WITHIN, 0) : claim.index + _WITHIN + 1]
    return [
        each
        for each in near
        if each is not None
        and each.claim.block == claim.block
        and "\n" not in text[min(each.claim.start, claim.start) : max(each.claim.start, claim.start)]
    ]
