"""A number that another statement of the report repeats."""

from __future__ import annotations

from auditor.derivations.derivation import Basis, Derivation, Input, Step
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
    name = f"c{other.index}"
    unit = other.quantity.readings[0].unit.symbol if other.quantity is not None else ""
    return Derivation(
        rule=rule,
        head=head.index,
        premises=(other.index,),
        holds=holds,
        stated=head.text,
        expected=other.text,
        interval=value,
        basis=basis,
        steps=(Step(words, other.text, value, unit, name, (Input(name, value, other.index),)),),
        power=power if holds else None,
    )
