"""A number that is of another kind than its name says, whatever it comes to."""

from __future__ import annotations

from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim


def out_of_place(
    claim: Claim, what: str, expected: str, rule: str, *, reservation: str, message: str = ""
) -> Derivation:
    """The derivation against a claim: `what` it is, what is `expected` instead, and why its value saves nothing.

    Raises ValueError for a claim without a quantity.
    """
    if claim.quantity is None:
        raise ValueError(f"{claim.text!r} states no quantity")
    value, name = claim.quantity.hull, f"c{claim.index}"
    given = (Input(name, value, claim.index),)
    return Derivation(
        rule=rule,
        head=claim.index,
        premises=(),
        holds=False,
        stated=claim.text,
        expected=expected,
        interval=value,
        basis=Basis.DERIVATION,
        steps=(Step(what, claim.text, value, claim.quantity.unit.symbol, name, given),),
        message=message,
        reservation=reservation,
    )
