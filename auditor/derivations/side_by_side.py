"""Several values of one thing in one row of a table: each GPU's own, none of which is what each GPU has."""

from __future__ import annotations

from collections import defaultdict

from auditor.facts import Facts

_FEW = 2
"""As many values may be a claim and its correction."""


def side_by_side(facts: Facts) -> frozenset[int]:
    """Claims of rows that give more than two values of one concept, scope and role in one scenario."""
    blocks = facts.claims.document.blocks
    found: dict[tuple[object, ...], dict[object, list[int]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all:
        cell = blocks[fact.claim.block].cell
        if cell is not None and fact.known and fact.scope:
            key = cell.table, cell.row, fact.concept, fact.scope, fact.role, fact.stance, fact.scenario
            found[key][fact.quantity.hull].append(fact.claim.index)
    several = (values for values in found.values() if len(values) > _FEW)
    return frozenset(claim for values in several for claims in values.values() for claim in claims)
