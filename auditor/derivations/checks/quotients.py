"""Divisions that a text writes out, wherever they stand in its arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from auditor.derivations.checks.equation import pairs
from auditor.facts import Claim, Expression, Facts, Operand, Operation


class Quotient(NamedTuple):
    """One number divided by another."""

    whole: Claim
    divisor: Claim
    result: Claim | None
    """What the text says that it comes to; None where the calculation goes on."""


def quotients(facts: Facts) -> Iterator[Quotient]:
    """Each written division of a number by a number, in the order of the text."""
    claims = facts.claims.all
    for left, relation, right in pairs(facts):
        result = claims[right.claim] if isinstance(right, Operand) and relation in ("=", "≈") else None
        for operation in _divisions(left):
            whole, divisor = operation.operands
            if isinstance(whole, Operand) and isinstance(divisor, Operand):
                yield Quotient(claims[whole.claim], claims[divisor.claim], result if operation is left else None)


def _divisions(side: Expression) -> Iterator[Operation]:
    """The divisions of two operands within a side."""
    stack = [side]
    while stack:
        node = stack.pop()
        if isinstance(node, Operation):
            if node.operator == "/" and len(node.operands) == 2:
                yield node
            stack.extend(reversed(node.operands))
