"""Pairs of numbers in one row that are counted in other units, or per other things, and so need no ratio."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.values import operands
from auditor.facts import Claim, Expression, Link

_PER = re.compile(r"(?:\bper |/ ?)([^\W\d_]+)", re.IGNORECASE)


def per_other_things(claims: tuple[Claim, ...], used: tuple[int, ...]) -> bool:
    """Whether two columns of a row count per different things: "Bytes/element" and "Cache per token"."""
    heads = {claims[claim].label.column for claim in used} - {""}
    things = {tuple(map(str.lower, _PER.findall(head))) for head in heads}
    return len(heads) > 1 and len(things) > 1 and () not in things


def in_other_units(claims: tuple[Claim, ...], link: Link) -> bool:
    """Whether a row of a table has a unit for one of its two numbers alone, so that they may be of different things."""
    if link.result is None or not claims[link.result].label.column:
        return False
    return _has_unit(claims, link.first) != _has_unit(claims, link.second)


def _has_unit(claims: tuple[Claim, ...], side: Expression) -> bool:
    quantities = (claims[claim].quantity for claim in operands(side))
    return any(quantity is not None and quantity.unit.dimensions for quantity in quantities)
