"""The columns of numbers of a table, its totals left out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.arithmetic.total import lone_quantities
from auditor.derivations.once import once
from auditor.facts import Claim, Facts
from auditor.quantity import Modality

NUMBERS = (Modality.EXACT, Modality.ABOUT)
"""A bound or a range agrees with too much to show how a column comes about."""
Column = Mapping[int, Claim]
"""By row the one number of the cell."""


@once
def columns(facts: Facts) -> Collection[Mapping[int, Column]]:
    """For each table its columns, by their place."""
    tables: dict[int, dict[int, dict[int, Claim]]] = defaultdict(lambda: defaultdict(dict))
    for claim, quantity in lone_quantities(facts):
        if quantity.modality not in NUMBERS:
            continue
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row > 0 and not is_total(claim.label.row):
            tables[cell.table][cell.column][cell.row] = claim
    return tables.values()
