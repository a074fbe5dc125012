"""A row that gives the mean of each column of a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce

from auditor import show
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.arithmetic.total import lone_quantities
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Facts
from auditor.interval import Interval

_MEANS = frozenset({"mean", "average", "avg", "avg.", "arithmetic mean", "平均", "平均值", "trung bình"})
_FEWEST, _MOST = 3, 100
_CHANCE = 0.02

Column = list[Claim]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each mean that its column gives; for one that it does not, if another column's mean comes out.

    That another column's does says that the mean is of these rows, and no weight changes it.
    """
    tables: dict[int, dict[int, Column]] = defaultdict(lambda: defaultdict(list))
    closed: set[tuple[int, int]] = set()
    means: dict[int, list[tuple[Claim, Column]]] = defaultdict(list)
    for claim, _ in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is None or not cell.row or not cell.column or (cell.table, cell.column) in closed:
            continue
        column = tables[cell.table][cell.column]
        if claim.label.row.lower().strip("*_ :") in _MEANS:
            closed.add((cell.table, cell.column))
            means[cell.table].append((claim, column))
        elif not is_total(claim.label.row):
            column.append(claim)
    for found in means.values():
        made = [_derivation(mean, rows, rule) for mean, rows in found if _is_alike(mean, rows)]
        sure = any(each.holds for each in made)
        yield from (each for each in made if each.holds or (sure and not _is_ratio(facts, each.head)))


def _is_ratio(facts: Facts, mean: int) -> bool:
    """Whether a mean is of ratios: a report may as well give the ratio of the means."""
    quantity = facts.claims.all[mean].quantity
    return quantity is not None and quantity.unit.symbol in ("%", "×")


def _is_alike(mean: Claim, rows: Sequence[Claim]) -> bool:
    """Whether there are rows enough, all in the unit of the mean."""
    units = {row.quantity.unit.symbol for row in rows if row.quantity is not None}
    return _FEWEST <= len(rows) <= _MOST and mean.quantity is not None and units == {mean.quantity.unit.symbol}


def _derivation(mean: Claim, rows: Sequence[Claim], rule: str) -> Derivation:
    assert mean.quantity is not None
    hulls = [row.quantity.hull for row in rows if row.quantity is not None]
    plain = [row.quantity.nominal() for row in rows if row.quantity is not None]
    share = Fraction(1, len(rows))
    result = reduce(Interval.__add__, hulls).scale(share)
    names = [f"c{row.index}" for row in rows]
    program = names[0] + "".join(f" {name} +" for name in names[1:]) + f" {len(rows)} /"
    given = tuple(Input(name, hull, row.index) for name, hull, row in zip(names, hulls, rows, strict=True))
    unit = mean.quantity.readings[0].unit
    working = f"({' + '.join(row.text for row in rows)}) / {len(rows)}"
    return Derivation(
        rule=rule,
        head=mean.index,
        premises=tuple(row.index for row in rows),
        holds=result.meets(mean.quantity.hull),
        stated=mean.text,
        expected=show.interval(reduce(Interval.__add__, plain).scale(share), unit),
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step("mean of the rows", working, result, unit.symbol, program, given),),
        power=_CHANCE,
    )
