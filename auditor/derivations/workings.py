"""The numbers of written arithmetic."""

from __future__ import annotations

from auditor.derivations.once import once
from auditor.derivations.values import operands
from auditor.facts import Facts, Operation


@once
def worked_with(facts: Facts) -> frozenset[int]:
    """The claims that an operator stands beside: what they are for is said there."""
    sides = (side for equation in facts.claims.equations for side in equation.sides if isinstance(side, Operation))
    return frozenset(claim for side in sides for claim in operands(side))


@once
def written(facts: Facts) -> frozenset[int]:
    """The claims that are worked with or come out."""
    sides = (side for equation in facts.claims.equations for side in equation.sides)
    return frozenset(claim for side in sides for claim in operands(side))
