"""Goals taken for what they name: who asks for 10 s does not mean 10.4 s that were rounded."""

from __future__ import annotations

from dataclasses import replace

from auditor.derivations.concepts import GOALS
from auditor.derivations.once import once
from auditor.facts import Claim, Facts
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity

_SHARES = ("%", "×")
"""By how much a goal is missed is called by the goal, and is no goal."""


@once
def with_exact_goals(facts: Facts) -> tuple[Claim, ...]:
    """The claims of a document, in their order, nothing of what is required or a limit being rounded."""
    claims = list(facts.claims.all)
    for fact in facts.all:
        quantity = fact.quantity
        if quantity.unit.symbol in _SHARES:
            continue
        if fact.role in GOALS and quantity.modality is Modality.EXACT and quantity.value is not None:
            claims[fact.claim.index] = replace(claims[fact.claim.index], quantity=exact(quantity))
    return tuple(claims)


def exact(quantity: Quantity) -> Quantity:
    """A number as it is printed, nothing of it being rounded."""
    readings = (replace(reading, interval=quantity.nominal(at)) for at, reading in enumerate(quantity.readings))
    return replace(quantity, interval=Interval.point(quantity.value or 0), readings=tuple(readings))
