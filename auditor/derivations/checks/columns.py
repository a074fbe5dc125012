"""The columns of numbers of a table, its totals left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from auditor.derivations.checks.total import is_total, lone_quantities
from auditor.facts import Claim, Facts

Column = Mapping[int, Claim]
"""By row the one number of the cell."""


def columns(facts: Facts) -> Collection[Mapping[int, Column]]:
    """For each table its columns, by their place."""
    tables: dict[int, dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim, _ in lone_quantities(facts.claims):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row > 0 and not is_total(claim.label.row):
            tables[cell.table][cell.column][cell.row] = claim
    return tables.values()
