"""Two columns of percentages that make up the whole in every row: "Bubble | Efficiency", "Used | Free"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from auditor import show
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_MOST_COLUMNS = 6
_MOST_ROWS = 40
_SURE = 3
"""Rows that have to make up the whole before one that does not is wrong."""
_ALL = Interval.point(1)
_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class _Row:
    """A cell, and the one that has to be the rest of it."""

    cell: Claim
    rest: Claim

    @property
    def follows(self) -> Interval:
        """What the second must be."""
        return _ALL - _share(self.cell)

    @property
    def holds(self) -> bool:
        """Whether the two come to the whole."""
        return self.follows.meets(_share(self.rest))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell of two columns that are each other's rest in all rows, or in all but one."""
    for table in columns(facts).values():
        shares = {at: column for at, column in table.items() if len(column) <= _MOST_ROWS and _is_of_shares(column)}
        for first, second in combinations(sorted(shares)[:_MOST_COLUMNS], 2):
            yield from _pair(facts, shares[first], shares[second], rule)


def _is_of_shares(column: Column) -> bool:
    return all(claim.quantity is not None and claim.quantity.unit.symbol == "%" for claim in column.values())


def _pair(facts: Facts, first: Mapping[int, Claim], second: Mapping[int, Claim], rule: str) -> Iterator[Derivation]:
    if first.keys() != second.keys():
        return
    rows = [_Row(first[row], second[row]) for row in sorted(first)]
    holding = {_share(each.cell) for each in rows if each.holds}
    wrong = sum(not each.holds for each in rows)
    if len(holding) < _SURE or wrong > 1:
        return
    for row in rows:
        if row.holds:
            yield _derivation(row, rule)
            yield _derivation(_Row(row.rest, row.cell), rule)
        else:
            again = _is_stated_again(facts, row.rest) and not _is_stated_again(facts, row.cell)
            yield _derivation(_Row(row.rest, row.cell) if again else row, rule)


def _is_stated_again(facts: Facts, claim: Claim) -> bool:
    """Whether a percentage stands elsewhere in the report too, and so is what it means to say."""
    same = (each for each in facts.claims.all if each.block != claim.block and each.quantity is not None)
    return any(each.quantity is not None and each.quantity.hull == _share(claim) for each in same)


def _share(claim: Claim) -> Interval:
    return _ALL if claim.quantity is None else claim.quantity.hull


def _derivation(row: _Row, rule: str) -> Derivation:
    name = row.cell.name
    unit = row.rest.quantity.unit if row.rest.quantity is not None else None
    assert unit is not None
    working = f"100% − {row.cell.text}"
    given = (Input(name, _share(row.cell), row.cell.index),)
    plain = _ALL - (row.cell.quantity.nominal() if row.cell.quantity is not None else _ALL)
    return one_step(
        row.rest,
        Step("rest of the whole", working, row.follows, unit.symbol, f"1 {name} -", given),
        rule,
        expected=show.interval(plain, unit),
        holds=row.holds,
        basis=Basis.ARITHMETIC,
        power=_CHANCE,
    )
