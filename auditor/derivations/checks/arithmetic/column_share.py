"""A column of percentages beside a column of amounts: each the row's share of the total."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import show
from auditor.derivations.chained import chained
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, Step, one_step
from auditor.facts import Claim, Facts
from auditor.quantity import Quantity

_Entry = tuple[Claim, Quantity]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share in a table whose shares follow from its own total row, or all but one do."""
    tables: dict[int, dict[int, dict[int, _Entry]]] = defaultdict(lambda: defaultdict(dict))
    for claim, quantity in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row > 0 and cell.column > 0:
            tables[cell.table][cell.column][cell.row] = (claim, quantity)
    for columns in tables.values():
        shares = [column for column in columns.values() if _is_share(column)]
        amounts = [column for column in columns.values() if not _is_share(column)]
        for share in shares:
            for amount in amounts:
                yield from _column(amount, share, rule)


def _is_share(column: dict[int, _Entry]) -> bool:
    return all(quantity.unit.symbol == "%" for _, quantity in column.values())


def _column(amounts: dict[int, _Entry], shares: dict[int, _Entry], rule: str) -> Iterator[Derivation]:
    totals = [row for row, (claim, _) in amounts.items() if is_total(claim.label.row)]
    if len(totals) != 1:
        return
    whole = amounts[totals[0]]
    for part in (None, shares.get(totals[0])):
        rows = [row for row in amounts if row in shares and row != totals[0]]
        made = [_derivation(amounts[row], shares[row], whole, part, rule) for row in rows]
        wrong = sum(not derivation.holds for derivation in made)
        if len(made) >= 2 and (wrong == 0 or (wrong == 1 and len(made) >= 3)):
            yield from made
            return


def _derivation(amount: _Entry, share: _Entry, whole: _Entry, of: _Entry | None, rule: str) -> Derivation:
    """One row's share; where the total is itself a share `of` something, of that."""
    (_, quantity), (head, stated) = amount, share
    plain = quantity.nominal() / whole[1].nominal()
    step = chained("÷", [(claim, each.readings[0].interval) for claim, each in (amount, whole)], "part ÷ total", "%")
    if of is not None:
        scale = claim_step(of[0], of[1].readings[0].interval, "the total's own share")
        plain *= of[1].nominal()
        step = Step(
            "part ÷ total × the total's own share",
            f"{step.values} × {scale.values}",
            step.result * scale.result,
            "%",
            f"{step.expression} {scale.expression} *",
            (*step.inputs, *scale.inputs),
        )
    return one_step(
        head,
        step,
        rule,
        expected=show.interval(plain, stated.readings[0].unit),
        holds=step.result.meets(stated.hull),
        basis=Basis.ARITHMETIC,
    )
