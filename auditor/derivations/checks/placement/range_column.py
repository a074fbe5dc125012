"""A column of ranges beside one of how many things they hold: "| 0–23 | 24 |", "| 48–70 | 24 |"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor.derivations.checks.columns import inner_cells
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Claim, Facts, Indices
from auditor.interval import Interval
from auditor.show import number

_FEWEST = 2
"""Rows that have to follow before another one is doubted."""
_CHANCE = 0.05

_Place = tuple[int, int]
"""A table and a column of it."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count beside its range, where at most one row of the two columns does not follow."""
    ranges = _ranges(facts)
    counts = _counts(facts) if ranges else {}
    for (table, at), rows in ranges.items():
        for (other, column), values in counts.items():
            if other != table or column == at or not rows.keys() <= values.keys():
                continue
            made = [_derivation(rows[row], values[row], facts, rule) for row in sorted(rows)]
            off = sum(not each.holds for each in made)
            lengths = {rows[row].length for row in rows}
            if len(made) - off >= _FEWEST and off <= 1 and (off or len(lengths) > 1):
                yield from made


def _ranges(facts: Facts) -> Mapping[_Place, Mapping[int, Indices]]:
    """By column the one range of each row."""
    found: dict[_Place, dict[int, Indices]] = defaultdict(dict)
    twice: set[tuple[int, int, int]] = set()
    for one in facts.claims.indices:
        cell = facts.claims.document.blocks[facts.claims.all[one.claim].block].cell
        if cell is not None and cell.row:
            if cell.row in found[cell.table, cell.column]:
                twice.add((cell.table, cell.column, cell.row))
            found[cell.table, cell.column][cell.row] = one
    several = {(table, column) for table, column, _ in twice}
    return {place: rows for place, rows in found.items() if len(rows) > _FEWEST and place not in several}


def _counts(facts: Facts) -> Mapping[_Place, Mapping[int, Claim]]:
    """By column the whole number of each row."""
    found: dict[_Place, dict[int, Claim]] = defaultdict(dict)
    for cell, fact in inner_cells(facts):
        if fact.quantity.whole and fact.quantity.unit.symbol not in ("%", "×"):
            found[cell.table, cell.column][cell.row] = fact.claim
    return found


def _value(claim: Claim) -> Fraction:
    return (claim.quantity.value or Fraction(0)) if claim.quantity is not None else Fraction(0)


def _derivation(one: Indices, count: Claim, facts: Facts, rule: str) -> Derivation:
    held, name = Interval.point(one.length), one.name
    given = Input(name, Interval(Fraction(one.low), Fraction(one.high)), one.claim)
    holds = _value(count) == one.length
    step = Step("from the first to the last", facts.claims.all[one.claim].text, held, "", f"{name} count", (given,))
    return one_step(count, step, rule, expected=number(one.length), holds=holds, basis=Basis.ARITHMETIC, power=_CHANCE)
