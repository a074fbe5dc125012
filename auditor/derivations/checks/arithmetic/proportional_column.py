"""A row that leaves the proportion which all rows before and behind it keep: "| 64K | 12.9 GB |" between 32K with
8.6 GB and 128K with 34.4 GB. Where rows behind keep it again, no cap and no floor explains the one that does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise, permutations

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import spread
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Quantity
from auditor.units import Dimensions

_FEWEST, _MOST = 4, 40
"""Rows that keep the proportion, and rows of a table that is looked at."""
_FEW = 3
"""Rows that are enough where another column of the same kind keeps its own proportion in all of them."""
_COLUMNS = 8
_SHARP, _BLUNT = 0.02, 0.1
"""How wide what the other rows leave for the factor may be, of many rows and of few."""
_APART, _FAR = Fraction(11, 10), Fraction(3, 2)
"""How far the row must be from the proportion, of many rows and of few: nearer ones may be measured."""
_SHARPEST, _NEAR = 0.015, Fraction(3, 100)
"""How wide the factor is where nothing is measured, and how far the row must be then."""
_WHOLE = re.compile(r"\d{1,4} ?[KMBT]")
_SHARES = ("%", "×", "pp")
_WORK, _WIDE = frozenset({"flop", "operation", "byte"}), 10
"""What takes time in proportion, and how many times the least of it the most has to be."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the one row of two columns that are proportional in all others."""
    for table in columns(facts).values():
        for found in _of_table(list(table.values())[:_COLUMNS]):
            yield _derivation(*found, rule)


_Found = tuple[Claim, Claim, Claim, Claim]
"""The number that the row is worked out from, the one that is wrong, and the same two of a row that keeps to it."""


def _of_table(table: Sequence[Column]) -> Iterator[_Found]:
    """The first pair of columns that shows a number to be off."""
    found = (_outlier(base, column, table) for base, column in permutations(table, 2))
    yield from {one[1].index: one for one in found if one is not None}.values()


def _outlier(base: Column, column: Column, table: Sequence[Column]) -> _Found | None:
    rows = sorted(base.keys() & column.keys())
    counted = _grows(base, rows)
    if not _FEW < len(rows) <= _MOST or not _is_amount(column, rows) or not (counted or _is_work(base, column, rows)):
        return None
    few = len(rows) <= _FEWEST
    if few and counted and not any(_keeps(base, other, column, rows) for other in table):
        return None
    for out in rows[1:-1]:
        rest = [row for row in rows if row != out]
        factor = _factor(base, column, rest, _BLUNT if few else _SHARP)
        apart = _FAR if few else _APART if any(_leaves(other, rest, out) for other in table) else _apart(factor)
        if factor is not None and _is_off(factor, base[out], column[out], apart):
            return base[out], column[out], base[rest[-1]], column[rest[-1]]
    return None


def _leaves(other: Column, rest: Sequence[int], out: int) -> bool:
    """Whether another column has one value in all other rows, and another one in this: it may be why."""
    values = {other[row].quantity for row in rest if row in other}
    same = {quantity.nominal() for quantity in values if quantity is not None}
    own = other[out].quantity if out in other else None
    return len(same) == 1 and own is not None and own.nominal() not in same


def _apart(factor: Interval | None) -> Fraction:
    """How far the row must be from the proportion: nearer, where all others keep it more sharply than is measured."""
    wide = spread(factor) if factor is not None else 1.0
    return 1 + max(_NEAR, Fraction(4 * wide)) if wide <= _SHARPEST else _APART


def _keeps(base: Column, other: Column, column: Column, rows: Sequence[int]) -> bool:
    """Whether another column of amounts of the same kind is proportional in every row."""
    if other is base or other is column or not other.keys() >= set(rows) or not _is_amount(other, rows):
        return False
    same = _kinds(other, rows) == _kinds(column, rows)
    return same and _factor(base, other, rows, _BLUNT) is not None


def _grows(base: Mapping[int, Claim], rows: Sequence[int]) -> bool:
    """Whether a column counts up in whole numbers."""
    values = [base[row].quantity for row in rows]
    whole = all(quantity is not None and _is_whole(quantity) for quantity in values)
    numbers = [quantity.nominal().low or 0 for quantity in values if quantity is not None]
    return whole and all(a < b for a, b in pairwise(numbers))


def _is_work(base: Column, column: Column, rows: Sequence[int]) -> bool:
    """Whether times stand beside the operations or bytes that take them, over far more than their rounding."""
    if not _is_amount(base, rows):
        return False
    kinds = {name for dimensions in _kinds(base, rows) for name, _ in dimensions}
    values = [(quantity.value or Fraction(0)) for row in rows if (quantity := base[row].quantity) is not None]
    timed = _kinds(column, rows) == {(("second", 1),)}
    return timed and not kinds.isdisjoint(_WORK) and min(values) > 0 and max(values) >= _WIDE * min(values)


def _is_whole(quantity: Quantity) -> bool:
    """Whether it is printed as a whole number, of things or of billions, and not rounded to tens of them."""
    plain = quantity.whole or (_WHOLE.fullmatch(quantity.text) is not None and quantity.unit.symbol != "%")
    return plain and (quantity.value or 0) > 0


def _is_amount(column: Mapping[int, Claim], rows: Sequence[int]) -> bool:
    quantities = [column[row].quantity for row in rows]
    return len(_kinds(column, rows)) == 1 and all(
        q is not None and (q.value or 0) > 0 and q.unit.symbol not in _SHARES for q in quantities
    )


def _kinds(column: Mapping[int, Claim], rows: Sequence[int]) -> set[Dimensions]:
    quantities = (column[row].quantity for row in rows)
    return {quantity.unit.dimensions for quantity in quantities if quantity is not None}


def _number(quantity: Quantity | None) -> Interval:
    """What a number admits in one reading of its unit; a whole one may be rounded."""
    assert quantity is not None
    interval, unit = quantity.readings[0].interval, quantity.readings[0].unit
    return (
        interval
        if not interval.is_point
        else interval + Interval(-1, 1, low_open=True, high_open=True).scale(unit.factor)
    )


def _factor(
    base: Mapping[int, Claim], column: Mapping[int, Claim], rows: Sequence[int], most: float
) -> Interval | None:
    """What the rows leave for their factor; None where nothing, or much."""
    found: Interval | None = None
    for row in rows:
        count = base[row].quantity
        assert count is not None
        own = _number(column[row].quantity) / count.nominal()
        found = own if found is None else found.intersect(own)
        if found is None:
            return None
    return found if found is not None and found.low_over > 0 and spread(found) <= most else None


def _is_off(factor: Interval, base: Claim, claim: Claim, apart: Fraction) -> bool:
    assert base.quantity is not None
    expected, stated = factor * base.quantity.nominal(), _number(claim.quantity)
    if expected.low is None or expected.high is None or stated.low is None or stated.high is None:
        return False
    return stated.low > expected.high * apart or stated.high * apart < expected.low


def _derivation(base: Claim, head: Claim, other: Claim, beside: Claim, rule: str) -> Derivation:
    quantities = [claim.quantity for claim in (beside, base, other, head)]
    named = [quantity for quantity in quantities if quantity is not None]
    unit = named[3].readings[0].unit
    given = tuple(
        Input(claim.name, quantity.readings[0].interval, claim.index)
        for claim, quantity in zip((beside, base, other), named, strict=False)
    )
    result = given[0].interval * given[1].interval / given[2].interval
    working = f"{beside.text} × {base.text} ÷ {other.text}"
    program = f"{given[0].name} {given[1].name} * {given[2].name} /"
    return one_step(
        head,
        Step("as in all other rows", working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(named[0].nominal() * named[1].nominal() / named[2].nominal(), unit),
        holds=False,
        compared=claim_step(head, named[3].readings[0].interval, "stated"),
    )
