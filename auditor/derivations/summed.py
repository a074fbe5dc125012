"""A total held against the sum of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import show
from auditor.derivations.chained import chained, in_turn
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
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
    printed = in_turn("+", [each.nominal() for _, each, _ in parts])
    unit = quantity.readings[0].unit
    return one_step(
        claim,
        chained("+", [(part, value) for part, _, value in parts], words, unit.symbol),
        rule,
        expected=show.interval(printed, unit),
        holds=holds,
        basis=Basis.ARITHMETIC,
        severity=severity,
        compared=claim_step(claim, stated, "total"),
        reservation=reservation,
        power=power,
    )
