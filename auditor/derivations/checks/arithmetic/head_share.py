"""Columns of shares of the amount in their own head, "% of 72 GB", where one row is not what all others are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from auditor.derivations.checks.arithmetic.column_law import heads
from auditor.derivations.checks.columns import Column, columns
from auditor.derivations.checks.paired import unpaired
from auditor.derivations.checks.relations import REST, SHARE, Standard
from auditor.derivations.derivation import Derivation
from auditor.derivations.exact_goals import exact
from auditor.derivations.values import physical
from auditor.facts import Claim, Facts
from auditor.frozen import dataclass

_FEWEST, _MOST = 2, 40
"""Rows that show the law, and rows of a table that is looked at."""


@dataclass(frozen=True, slots=True)
class _Odd:
    """The one row that is another share."""

    part: Claim
    share: Claim
    way: Standard


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for the one share of a column that the amounts of another column do not give."""
    for (number, at), whole in heads(facts).items():
        table = columns(facts).get(number, {})
        odd = _odd(table[at], whole, table) if at in table else None
        if odd is None:
            continue
        part, share, base = (facts.by_claim[claim.index] for claim in (odd.part, odd.share, whole))
        if part is None or share is None or base is None:
            continue
        made = unpaired(share, (part, replace(base, quantity=exact(base.quantity))), odd.way, rule)
        if made is not None:
            yield made


def _odd(column: Column, whole: Claim, table: Mapping[int, Column]) -> _Odd | None:
    """The odd row by the first column of amounts that gives all others."""
    if not _FEWEST < len(column) <= _MOST or not all(_is_percentage(claim) for claim in column.values()):
        return None
    for amounts in table.values():
        if not amounts.keys() >= column.keys() or not _are_parts(amounts, whole):
            continue
        for way in (SHARE, REST):
            odd = [row for row, claim in column.items() if not _holds(way, amounts[row], whole, claim)]
            told = {claim.quantity.value for row, claim in column.items() if row not in odd and claim.quantity}
            if len(odd) == 1 and len(told) >= _FEWEST:
                return _Odd(amounts[odd[0]], column[odd[0]], way)
    return None


def _is_percentage(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.unit.symbol == "%"


def _are_parts(amounts: Column, whole: Claim) -> bool:
    """Whether a column is of the unit of the whole."""
    kinds = {physical(claim.quantity) for claim in amounts.values() if claim.quantity is not None}
    return whole.quantity is not None and bool(physical(whole.quantity)) and kinds == {physical(whole.quantity)}


def _holds(way: Standard, part: Claim, whole: Claim, share: Claim) -> bool:
    if part.quantity is None or whole.quantity is None or share.quantity is None:
        return False
    readings = enumerate(part.quantity.readings)
    results = (way.value(reading.interval, whole.quantity.nominal(at)) for at, reading in readings)
    return any(result is not None and result.meets(share.quantity.hull) for result in results)
