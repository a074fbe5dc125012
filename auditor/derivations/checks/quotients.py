"""Divisions that a text writes out, wherever they stand in its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import NamedTuple

from auditor.derivations.checks.written import pairs
from auditor.facts import Claim, Expression, Facts, Operand, Operation


class Quotient(NamedTuple):
    """One number divided by another, or by a product of several."""

    whole: Claim
    divisors: tuple[Claim, ...]
    """What it is divided by: one number, or the factors of a product."""
    result: Claim | None
    """What the text says that it comes to; None where the calculation goes on."""

    @property
    def divisor(self) -> Claim:
        """The one number that divides, or the last factor of the product that does."""
        return self.divisors[-1]

    @property
    def parts(self) -> Fraction | None:
        """Into how many parts the whole is divided; None where that is no exact number."""
        values = [each.quantity.value if each.quantity is not None else None for each in self.divisors]
        known = [value for value in values if value is not None]
        return prod(known, start=Fraction(1)) if len(known) == len(values) else None


def quotients(facts: Facts) -> Iterator[Quotient]:
    """Each written division of a number, or of each factor of a product, in the order of the text."""
    claims = facts.claims.all
    for left, relation, right in pairs(facts):
        result = claims[right.claim] if isinstance(right, Operand) and relation in ("=", "≈") else None
        for operation in _divisions(left):
            whole, divisor = operation.operands
            by = tuple(claims[claim] for claim in _factors(divisor))
            for each in _factors(whole) if by else ():
                yield Quotient(claims[each], by, result if operation is left else None)


def _factors(side: Expression) -> tuple[int, ...]:
    """The claims of a number, or of a product of numbers; empty for anything else."""
    if isinstance(side, Operand):
        return (side.claim,)
    if side.operator != "*":
        return ()
    return tuple(part.claim for part in side.operands if isinstance(part, Operand))


def _divisions(side: Expression) -> Iterator[Operation]:
    """The divisions of two operands within a side."""
    stack = [side]
    while stack:
        node = stack.pop()
        if isinstance(node, Operation):
            if node.operator == "/" and len(node.operands) == 2:
                yield node
            stack.extend(reversed(node.operands))
