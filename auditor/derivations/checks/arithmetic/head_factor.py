"""Columns that their own head divides or multiplies, "Per GPU (TP=8)", row by row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.column_law import heads
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.written import derivation
from auditor.derivations.decided import Decided, decide
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts, Operand, Operation

_FEWEST, _MOST = 2, 40
"""Rows that show the law, and rows of a table that is looked at."""
_FACTOR = re.compile(
    r"(?:\b[TPEDSC]P ?[=:]? ?|[×÷/*] ?|\b(?:over|by|on|for|of|all|across|times) )(?:all )?\Z", re.IGNORECASE
)
_COUNTED = re.compile(r"\W*(?:GPU|card|device|rank|layer|stage|node|replica|expert|shard|step|day|hour|month)", re.I)
_CHANCE = 0.05
_UNSHARED = frozenset({"second", "%"})
"""Dimensions of times, rates and shares, which parts do not have between them."""
_WIDER = Fraction(19, 10)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of a column that follows another one by its head; of two or more one may not."""
    for (number, at), factor in heads(facts).items():
        table = columns(facts).get(number, {})
        if at in table and _is_factor(factor, facts):
            for found in _rows(table[at], at, factor, table, facts.claims.all):
                yield replace(derivation(facts.claims.all, found, rule), power=_CHANCE if found.holds else None)


def _is_factor(claim: Claim, facts: Facts) -> bool:
    """Whether a whole number of a head is a degree, a count of parts, or stands behind a sign."""
    text = facts.claims.document.blocks[claim.block].text
    whole = claim.quantity is not None and claim.quantity.whole and (claim.quantity.value or 0) > 1
    led = _FACTOR.search(text, max(claim.start - 12, 0), claim.start)
    counted = claim.quantity is not None and bool(claim.quantity.unit.dimensions and not physical(claim.quantity))
    return whole and (counted or bool(led and led[0]) or _COUNTED.match(text, claim.end) is not None)


def _rows(
    column: Column, at: int, factor: Claim, table: Mapping[int, Column], claims: tuple[Claim, ...]
) -> Sequence[Decided]:
    """The rows by the first other column that gives all of them, or all but one."""
    if not _FEWEST <= len(column) <= _MOST:
        return ()
    for place, amounts in table.items():
        if place == at or not amounts.keys() >= column.keys() or len(_units(amounts, column)) > 1:
            continue
        for sign in "/*":
            decided = [_decided(amounts[row], sign, factor, cell, claims) for row, cell in column.items()]
            found = [each for each in decided if each is not None]
            odd = sum(not each.holds for each in found)
            if len(found) < len(column) or odd > 1 or len(found) - odd < _FEWEST:
                continue
            # What stands as it is in both columns is kept whole.
            kept = any(not each.holds and _is_repeated(amounts, column, each.head) for each in found)
            telling = all(each.holds or _is_divided(each, sign, claims) for each in found)
            return found if telling and not kept else [each for each in found if each.holds]
    return ()


def _is_divided(found: Decided, sign: str, claims: tuple[Claim, ...]) -> bool:
    """Whether an amount is one that parts have between them, and is not just a little more than its share: a time with
    more GPUs is none, and what is not divided makes a share larger."""
    stated, share = claims[found.head].quantity, found.comparison.left
    if stated is None or not _UNSHARED.isdisjoint(dict(stated.readings[0].unit.dimensions)):
        return False
    low, high = found.comparison.right.low, share.high
    return sign != "/" or low is None or high is None or not high < low <= high * _WIDER


def _units(amounts: Column, column: Column) -> set[str]:
    """The units of the rows that a column has, in another one: of several the odd one is the slip."""
    return {claim.quantity.unit.symbol for row in column if (claim := amounts[row]).quantity is not None}


def _is_repeated(amounts: Column, column: Column, head: int) -> bool:
    """Whether a row has one number in both columns,."""
    row = next(row for row, cell in column.items() if cell.index == head)
    values = {claim.quantity.value for claim in (amounts[row],) if claim.quantity is not None}
    own = column[row].quantity
    return own is None or own.value in values


def _decided(amount: Claim, sign: str, factor: Claim, cell: Claim, claims: tuple[Claim, ...]) -> Decided | None:
    work = Operation(sign, (Operand(amount.index), Operand(factor.index)), amount.span)
    return decide(claims, work, "=", Operand(cell.index))
