"""A number that is of another kind than its name says, whatever it comes to."""

from __future__ import annotations

from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Claim


def out_of_place(
    claim: Claim, what: str, expected: str, rule: str, *, reservation: str, message: str = ""
) -> Derivation:
    """The derivation against a claim: `what` it is, what is `expected` instead, and why its value saves nothing.

    Raises ValueError for a claim without a quantity.
    """
    if claim.quantity is None:
        raise ValueError(f"{claim.text!r} states no quantity")
    value = claim.quantity.hull
    return one_step(
        claim,
        claim_step(claim, value, what, claim.quantity.unit.symbol),
        rule,
        expected=expected,
        holds=False,
        message=message,
        reservation=reservation,
    )
