"""Pairs that tell between which settings something changes, and are not what changes: "8.5% cheaper (1 → 2)"."""

from __future__ import annotations

from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Claim, Facts, Link

_FEW = 100
"""Below it a bare number may be any setting, above it a power of two may."""
_REACH = 80
"""Characters before a percentage that say of what it is."""


def names_settings(facts: Facts, link: Link) -> bool:
    """Whether a pair behind the percentage of a change may be of settings: bare, or of things not spoken of before."""
    claims = facts.claims.all
    used = [claims[claim] for claim in (*operands(link.first), *operands(link.second))]
    if link.form != "change" or link.result is None or claims[link.result].span.start > used[0].span.start:
        return False
    result = claims[link.result]
    text = facts.claims.document.blocks[result.block].text
    before = text[max(0, result.start - _REACH) : result.start].lower().rpartition(")")[2]
    return all(_may_be_setting(claim, before) for claim in used)


def _may_be_setting(claim: Claim, before: str) -> bool:
    quantity = claim.quantity
    value = quantity.value if quantity is not None else None
    if quantity is None or value is None or value.denominator != 1 or quantity.unit.factor != 1:
        return False
    things = [name for name, _ in quantity.unit.dimensions]
    if any(name in PHYSICAL or name in before for name in things):
        return False
    return 0 < value < _FEW or int(value).bit_count() == 1
