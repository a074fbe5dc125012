"""A row, or a column, that gives the mean of what stands above it, or before it, in a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce

from auditor import show
from auditor.derivations.checks.additive import is_total
from auditor.derivations.checks.columns import lone_quantities
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Quantity

_MEANS = frozenset({"mean", "average", "avg", "avg.", "arithmetic mean", "平均", "平均值", "trung bình"})
_FEWEST, _MOST = 3, 100
_CHANCE = 0.02

_Mean = tuple[Claim, list[Claim]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each mean that its parts give; for one that they do not, if others of the table come out, or
    if it lies beyond all of them.

    That others do says that the mean is of these parts, and no weight changes it. Down a table a report may as well
    give the ratio of the means as the mean of ratios. Whatever the weights, no mean lies beyond all that it is of.
    """
    for table in _tables(facts):
        rows = _rows(table)
        told = {each.head: each for each in _judged(rows, rule, enough=1, ratios=False)}
        yield from told.values()
        beyond = (each for each in rows if each[0].index not in told and _is_beyond(facts, *each))
        yield from (_derivation(*each, rule) for each in beyond)
        yield from _judged(_columns(table), rule, enough=2, ratios=True)


def _judged(found: Sequence[_Mean], rule: str, *, enough: int, ratios: bool) -> Iterator[Derivation]:
    """Those of a table that hold, and where there are enough of these the others; `ratios`: percentages too."""
    made = [(mean, _derivation(mean, parts, rule)) for mean, parts in found if _is_alike(mean, parts)]
    sure = sum(each.holds for _, each in made) >= enough
    for mean, each in made:
        if each.holds or (sure and (ratios or not _is_ratio(mean))):
            yield each


def _is_beyond(facts: Facts, mean: Claim, parts: Sequence[Claim]) -> bool:
    """Whether a mean lies above or below every row of its table before it, none of which is a statistic itself."""
    own = facts.claims.document.blocks[mean.block].cell
    if mean.quantity is None or own is None or len(parts) != own.row - 1 or not _is_alike(mean, parts):
        return False
    known = [facts.by_claim[part.index] for part in parts]
    if any(fact is None or fact.role or not fact.quantity.is_plain for fact in known):
        return False
    hulls = [part.quantity.hull for part in parts if part.quantity is not None]
    return is_own_statement(facts, mean.index) and not reduce(Interval.hull, hulls).meets(_rounded(mean.quantity))


def _tables(facts: Facts) -> Sequence[Mapping[tuple[int, int], Claim]]:
    """By table its numbers that stand alone in their cells, by row and column."""
    tables: dict[int, dict[tuple[int, int], Claim]] = defaultdict(dict)
    for claim, _ in lone_quantities(facts):
        cell = facts.claims.document.blocks[claim.block].cell
        if cell is not None and cell.row and cell.column:
            tables[cell.table][cell.row, cell.column] = claim
    return list(tables.values())


def _rows(table: Mapping[tuple[int, int], Claim]) -> Sequence[_Mean]:
    """The first mean of each column, and the numbers above it."""
    found: dict[int, _Mean] = {}
    for (row, column), claim in sorted(table.items()):
        if column not in found and _is_mean(claim.label.row):
            above = (table[at] for at in sorted(table) if at[1] == column and at[0] < row)
            found[column] = claim, [each for each in above if not is_total(each.label.row)]
    return list(found.values())


def _columns(table: Mapping[tuple[int, int], Claim]) -> Sequence[_Mean]:
    """The first mean of each row, and the numbers before it."""
    found: dict[int, _Mean] = {}
    for (row, column), claim in sorted(table.items()):
        if row not in found and _is_mean(claim.label.column) and not _is_mean(claim.label.row):
            before = (table[at] for at in sorted(table) if at[0] == row and at[1] < column)
            found[row] = claim, [each for each in before if not is_total(each.label.column)]
    return list(found.values())


def _is_mean(name: str) -> bool:
    return name.lower().strip("*_ :") in _MEANS


def _is_ratio(mean: Claim) -> bool:
    return mean.quantity is not None and mean.quantity.unit.symbol in ("%", "×")


def _is_alike(mean: Claim, parts: Sequence[Claim]) -> bool:
    """Whether there are parts enough, all in the unit of the mean."""
    units = {part.quantity.unit.symbol for part in parts if part.quantity is not None}
    return _FEWEST <= len(parts) <= _MOST and mean.quantity is not None and units == {mean.quantity.unit.symbol}


def _rounded(quantity: Quantity) -> Interval:
    """What a mean admits: a whole one may be rounded too."""
    if not quantity.hull.is_point:
        return quantity.hull
    return quantity.hull + Interval(-1, 1, low_open=True, high_open=True).scale(quantity.readings[0].unit.factor)


def _derivation(mean: Claim, parts: Sequence[Claim], rule: str) -> Derivation:
    assert mean.quantity is not None
    hulls = [part.quantity.hull for part in parts if part.quantity is not None]
    plain = [part.quantity.nominal() for part in parts if part.quantity is not None]
    share = Fraction(1, len(parts))
    result = reduce(Interval.__add__, hulls).scale(share)
    names = [part.name for part in parts]
    program = names[0] + "".join(f" {name} +" for name in names[1:]) + f" {len(parts)} /"
    given = tuple(Input(name, hull, part.index) for name, hull, part in zip(names, hulls, parts, strict=True))
    unit = mean.quantity.readings[0].unit
    working = f"({' + '.join(part.text for part in parts)}) / {len(parts)}"
    return one_step(
        mean,
        Step("mean of the parts", working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(reduce(Interval.__add__, plain).scale(share), unit),
        holds=result.meets(_rounded(mean.quantity)),
        basis=Basis.ARITHMETIC,
        power=_CHANCE,
    )
