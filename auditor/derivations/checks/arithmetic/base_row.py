"""Columns of changes against the first row of a table, one cell of which is off: "−25.8%" where all others follow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import permutations

from auditor.derivations.checks.arithmetic.column_law import is_the_same
from auditor.derivations.checks.columns import Column, chance_of, columns
from auditor.derivations.checks.paired import unpaired
from auditor.derivations.checks.relations import DROP, FALL, INVERSE, REST, RISE, SHARE, SURPLUS, Standard
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import physical
from auditor.facts import Claim, Fact, Facts
from auditor.quantity import Modality

_RELATIVE: Mapping[str, tuple[Standard, ...]] = {"%": (SURPLUS, DROP, SHARE, REST), "×": (SHARE, INVERSE)}
"""By the unit of a column that compares, how it may do so."""
_ALL = (SURPLUS, DROP, SHARE, REST, RISE, FALL, INVERSE)
_FEWEST, _SURE, _MOST = 2, 3, 24
_MOST_COLUMNS = 12
_CHANCE = 0.01
"""How likely it may be that the other rows follow by chance."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each cell that does not compare its row with the first one, where all others do."""
    for table in columns(facts).values():
        if not _FEWEST <= len(table) <= _MOST_COLUMNS:
            continue
        for at, target in table.items():
            symbol = next(iter(target.values())).quantity
            standards = _RELATIVE.get(symbol.unit.symbol, ()) if symbol is not None else ()
            others = {other: column for other, column in table.items() if other != at}
            if standards and _FEWEST < len(target) <= _MOST and (found := _off(facts, target, others, standards)):
                made = _judge(facts, *found, table, rule)
                if made is not None:
                    yield made


def _off(
    facts: Facts, target: Column, others: Mapping[int, Column], standards: tuple[Standard, ...]
) -> tuple[Claim, Claim, Claim, Standard, int] | None:
    """The one cell that is off, the cell of its row and that of the first row, the relation, and how many rows follow;
    None where a column has all rows follow, or no two of them."""
    best = None
    tries = len(standards) * len(others)
    for column in others.values():
        base = _base(target, column)
        rows = [row for row in target if row in column and row != base]
        if base is None or len(rows) <= _FEWEST or len(rows) < len(target) - 1:
            continue
        for standard in standards:
            held = {row: target[row] for row in rows if _gives(facts, standard, target[row], column[row], column[base])}
            if len(held) == len(rows):
                return None
            telling = sum(not is_the_same(column[row], column[base]) for row in held)
            if len(held) == len(rows) - 1 >= _FEWEST <= telling and tries * chance_of(held) <= _CHANCE:
                row = next(row for row in rows if row not in held)
                best = best or (target[row], column[row], column[base], standard, len(held))
    return best


def _base(target: Column, column: Column) -> int | None:
    """The first row of a table, if the column of changes leaves it out or says that it is compared with itself."""
    first = min(column)
    if first not in target:
        return first if first < min(target) else None
    quantity = target[first].quantity
    neutral = quantity is not None and quantity.nominal().low in (0, 1) and quantity.nominal().is_point
    return first if neutral else None


def _gives(facts: Facts, standard: Standard, target: Claim, first: Claim, second: Claim) -> bool:
    a, b, head = (facts.by_claim[claim.index] for claim in (first, second, target))
    if a is None or b is None or head is None or physical(a.quantity) != physical(b.quantity):
        return False
    result = standard.value(a.quantity.hull, b.quantity.hull)
    stated = head.quantity.hull
    return result is not None and (result.meets(stated) or (standard is DROP and result.meets(-stated)))


def _judge(
    facts: Facts,
    off: Claim,
    first: Claim,
    second: Claim,
    standard: Standard,
    held: int,
    table: Mapping[int, Column],
    rule: str,
) -> Derivation | None:
    fact, a, b = (facts.by_claim[claim.index] for claim in (off, first, second))
    if fact is None or a is None or b is None or fact.quantity.modality is not Modality.EXACT:
        return None
    numbers = [claim for column in table.values() for claim in column.values() if claim is not off]
    turned = _is_of_other_base(fact, a, b)
    if not is_own_statement(facts, off.index):
        return None
    if not turned and _is_of_others(facts, off, numbers, {first.index, second.index}):
        return None
    made = unpaired(fact, (a, b), standard, rule)
    if made is None:
        return None
    said = "it is the change measured against the row's own number" if turned else made.near_miss
    return replace(made, severity="" if held >= _SURE or turned else "warning", near_miss=said)


def _is_of_other_base(off: Fact, own: Fact, base: Fact) -> bool:
    """Whether a cell gives the change against its own row's number, whichever sign: "−43%" for 0.88 beside 1.26."""
    change, stated = RISE.value(own.quantity.hull, base.quantity.hull), off.quantity.hull
    return change is not None and (change.meets(stated) or change.meets(-stated))


def _is_of_others(facts: Facts, off: Claim, numbers: list[Claim], own: set[int]) -> bool:
    """Whether two other numbers of the table give what the cell says, so that it may compare with another row.

    Its own two, compared otherwise than in the other rows, are the slip.
    """
    amounts = [
        claim for claim in numbers if claim.quantity is not None and claim.quantity.unit.symbol not in ("%", "×")
    ]
    pairs = [pair for pair in permutations(amounts, 2) if {each.index for each in pair} != own]
    return any(_gives(facts, standard, off, *pair) for pair in pairs for standard in _ALL)
