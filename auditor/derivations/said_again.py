"""A number that another statement of the report repeats."""

from __future__ import annotations

from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim
from auditor.interval import Interval


def said_again(
    head: Claim,
    other: Claim,
    value: Interval,
    rule: str,
    *,
    power: float | None = None,
    holds: bool = True,
    words: str = "stated elsewhere",
    basis: Basis = Basis.RESTATEMENT,
) -> Derivation:
    """The derivation of a claim from another: `value` (base units) is what that states, `words` how it stands there."""
    unit = other.quantity.readings[0].unit.symbol if other.quantity is not None else ""
    step = claim_step(other, value, words, unit)
    return one_step(head, step, rule, expected=other.text, holds=holds, basis=basis, power=power)
