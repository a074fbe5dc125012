"""A tick that stands with a number, and the limit which that keeps or breaks."""

from __future__ import annotations

from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim
from auditor.interval import Interval
from auditor.quantity import Quantity

_Sides = tuple[Interval, Interval]
"""A value and its limit."""


def readings(value: Quantity, limit: Quantity) -> list[_Sides]:
    """Both in each pair of readings that their units admit; what has one unit is read alike."""
    if value.unit.symbol.partition("/")[0] == limit.unit.symbol.partition("/")[0]:
        return [(a.interval, b.interval) for a, b in zip(value.readings, limit.readings, strict=False)]
    return [(a.interval, b.interval) for a in value.readings for b in limit.readings]


def keeps(value: Quantity, limit: Quantity, relation: str = "=") -> bool:
    """Whether a value lies in what its limit admits (`=`), or may be no more than it (`≤`), in some reading of both."""
    return any(_stand(sides, relation) for sides in readings(value, limit))


def _stand(sides: _Sides, relation: str) -> bool:
    own, asked = sides
    return (Interval(None, asked.high) if relation == "≤" else asked).meets(own)


def ticked(
    limit: Claim, value: Claim, mark: Claim, rule: str, *, holds: bool, said: str = "limit", relation: str = "="
) -> Derivation:
    """The proof that a number keeps its limit, which supports the tick, or that it does not, which refutes the number.

    `said`: what the limit is called. `relation`: how the number has to stand to it, `=` for lying in what it admits.
    """
    assert limit.quantity is not None
    assert value.quantity is not None
    tried = readings(value.quantity, limit.quantity)
    own, asked = next((sides for sides in tried if _stand(sides, relation) is holds), tried[0])
    return one_step(
        mark if holds else value,
        claim_step(limit, asked, said, limit.quantity.unit.symbol),
        rule,
        expected=limit.text,
        holds=holds,
        stated=value.text,
        beside=(value.index, mark.index),
        relation=relation,
        basis=Basis.COMPARISON,
        compared=claim_step(value, own, value.text, value.quantity.unit.symbol),
    )
