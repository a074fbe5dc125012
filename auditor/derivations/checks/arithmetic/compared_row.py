"""A cell that does not compare with the row that all others of its column compare with: "vs. baseline", "Δ"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from auditor.derivations.checks.arithmetic.column_law import chance_of
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import unpaired
from auditor.derivations.checks.relations import FALL, INVERSE, REST, RISE, SHARE, SURPLUS, Standard
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import physical
from auditor.facts import Claim, Fact, Facts
from auditor.interval import Interval

_WAYS: Mapping[str, tuple[Standard, ...]] = {"%": (SURPLUS, REST, RISE, FALL, SHARE), "×": (SHARE, INVERSE)}
"""By the unit of a column that compares, how it may do so."""
_FEWEST = 2
"""Different cells that have to compare so before one that does not is wrong."""
_MOST_COLUMNS, _MOST_ROWS = 12, 40
_BY_CHANCE = 3e-3
"""How likely it may be that they do so by chance, among all the ways that are tried."""
_NEAR = 3
"""How many times the right value may be what is stated, for a slip."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the one cell of a column that leaves the comparison of all the others."""
    for table in columns(facts).values():
        if len(table) > _MOST_COLUMNS:
            continue
        for at, target in table.items():
            symbols = {claim.quantity.unit.symbol for claim in target.values() if claim.quantity is not None}
            if _FEWEST < len(target) <= _MOST_ROWS and len(symbols) == 1 and symbols <= _WAYS.keys():
                others = [column for other, column in table.items() if other < at]
                yield from _odd_one(facts, target, others, _WAYS[symbols.pop()], rule)


def _odd_one(
    facts: Facts, target: Column, others: list[Column], ways: tuple[Standard, ...], rule: str
) -> Iterator[Derivation]:
    found: list[Derivation] = []
    bases = [(column, base) for column in others if (base := _base(target, column)) is not None]
    for column, base in bases:
        for way in ways:
            odd = [row for row, claim in target.items() if not _compares(facts, way, claim, column[row], base)]
            if not odd:
                return
            rest = {row: claim for row, claim in target.items() if row not in odd}
            different = {claim.quantity.text for claim in rest.values() if claim.quantity is not None}
            if len(odd) > 1 or len(different) < _FEWEST or chance_of(rest) * len(bases) * len(ways) > _BY_CHANCE:
                continue
            made = _against(facts, way, target[odd[0]], column[odd[0]], base, rule)
            if made is not None:
                found.append(made)
    if len({derivation.head for derivation in found}) == 1:
        yield found[0]


def _base(target: Column, column: Column) -> Claim | None:
    """The one number of another column whose row has nothing to compare: what the others are compared with."""
    rest = [row for row in column if row not in target]
    return column[rest[0]] if len(rest) == 1 and target.keys() <= column.keys() else None


def _compares(facts: Facts, way: Standard, claim: Claim, own: Claim, base: Claim) -> bool:
    head, pair = facts.by_claim[claim.index], _pair(facts, own, base)
    if head is None or pair is None:
        return False
    shown = way.value(*(each.quantity.nominal() for each in pair))
    return shown is not None and shown.meets(head.quantity.hull)


def _pair(facts: Facts, own: Claim, base: Claim) -> tuple[Fact, Fact] | None:
    first, second = facts.by_claim[own.index], facts.by_claim[base.index]
    if first is None or second is None or physical(first.quantity) != physical(second.quantity):
        return None
    return first, second


def _against(facts: Facts, way: Standard, claim: Claim, own: Claim, base: Claim, rule: str) -> Derivation | None:
    """The objection to a cell by the comparison of the others, if it is near enough to be a slip in that."""
    head, pair = facts.by_claim[claim.index], _pair(facts, own, base)
    made = unpaired(head, pair, way, rule) if head is not None and pair is not None else None
    if made is None or head is None or made.interval.meets(head.quantity.hull):
        return None
    return made if made.interval.meets(_around(head.quantity.hull)) else None


def _around(stated: Interval) -> Interval:
    return stated.scale(_NEAR).hull(stated.scale_down(_NEAR))
