"""A total held against the sum of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim
from auditor.interval import Interval
from auditor.quantity import Quantity


def summed(
    total: tuple[Claim, Quantity, Interval],
    parts: Sequence[tuple[Claim, Quantity, Interval]],
    rule: str,
    *,
    words: str,
    holds: bool,
    severity: str = "",
    power: float | None = None,
    reservation: str = "",
) -> Derivation:
    """The derivation of a total from its parts: each a claim, its quantity, and what of it is taken, in base units.

    `words` name the step.
    """
    claim, quantity, stated = total
    given = tuple(Input(f"c{part.index}", value, part.index) for part, _, value in parts)
    result = reduce(Interval.__add__, (value for _, _, value in parts))
    printed = reduce(Interval.__add__, (each.nominal() for _, each, _ in parts))
    unit, name = quantity.readings[0].unit, f"c{claim.index}"
    working = " + ".join(part.text for part, _, _ in parts)
    program = given[0].name + "".join(f" {each.name} +" for each in given[1:])
    return Derivation(
        rule=rule,
        head=claim.index,
        premises=tuple(part.index for part, _, _ in parts),
        holds=holds,
        stated=claim.text,
        expected=show.interval(printed, unit),
        interval=result,
        basis=Basis.ARITHMETIC,
        severity=severity,
        steps=(Step(words, working, result, unit.symbol, program, given),),
        compared=Step("total", claim.text, stated, "", name, (Input(name, stated, claim.index),)),
        reservation=reservation,
        power=power if holds else None,
    )
