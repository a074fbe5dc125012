"""A number that two others give: their product, their quotient or their difference."""

from __future__ import annotations

from auditor import show
from auditor.derivations.chained import chained, in_turn
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Fact
from auditor.interval import Interval


def of_two(
    head: Fact,
    ends: tuple[Fact, Fact],
    sign: str,
    rule: str,
    *,
    words: str,
    holds: bool,
    power: float | None = None,
    taken: tuple[Interval, Interval] | None = None,
    basis: Basis = Basis.DERIVATION,
    severity: str = "",
    near_miss: str = "",
) -> Derivation:
    """The derivation of a number from the first end `×`, `÷` or `−` the second, in base units.

    `words` name the step; `taken` is what of the ends goes in, all that their rounding admits unless it is given.
    """
    values = taken or (ends[0].quantity.hull, ends[1].quantity.hull)
    shown = in_turn(sign, [end.quantity.nominal() for end in ends])
    unit = head.quantity.readings[0].unit
    return one_step(
        head.claim,
        chained(sign, [(end.claim, value) for end, value in zip(ends, values, strict=True)], words, unit.symbol),
        rule,
        expected=show.interval(shown, unit),
        holds=holds,
        basis=basis,
        severity=severity,
        near_miss=near_miss,
        power=power,
    )
