"""The factor 100 by which a written fraction is turned into a percentage: "(16 / 64) × 100 = 25%"."""

from __future__ import annotations

from collections.abc import Sequence, Set

from auditor.claims.claim import Expression, Operand, Operation
from auditor.claims.items import symbol
from auditor.claims.passage import Leaf


def without_hundred(expression: Expression, leaves: Sequence[Leaf]) -> Expression:
    """An expression over some numbers without its factor 100, if a quotient is left; else the expression as it is."""
    hundreds = {leaf.claim for leaf in leaves if _is_hundred(leaf)}
    left = _divided(expression, hundreds) if hundreds else None
    return expression if left is None else left


def _divided(expression: Expression, hundreds: Set[int | None]) -> Expression | None:
    """A product without its one factor of `hundreds`, or a quotient whose dividend is one; None if there is none."""
    if not isinstance(expression, Operation) or expression.operator not in "*/" or len(expression.operands) < 2:
        return None
    first, *others = expression.operands
    if expression.operator == "/":
        rest = _factors(first, hundreds)
        return Operation("/", (rest, *others), expression.span) if rest is not None else None
    rest = _factors(expression, hundreds)
    return rest if rest is not None and _divides(rest) else None


def _factors(product: Expression, hundreds: Set[int | None]) -> Expression | None:
    if not isinstance(product, Operation) or product.operator != "*":
        return None
    kept = tuple(part for part in product.operands if not (isinstance(part, Operand) and part.claim in hundreds))
    if len(kept) + 1 != len(product.operands):
        return None
    return kept[0] if len(kept) == 1 else Operation("*", kept, product.span)


def _divides(expression: Expression) -> bool:
    """Whether a quotient stands at the top of an expression or right below it."""
    if not isinstance(expression, Operation):
        return False
    return any(isinstance(part, Operation) and part.operator == "/" for part in (expression, *expression.operands))


def _is_hundred(leaf: Leaf) -> bool:
    number = leaf.token.number
    return number is not None and not symbol(leaf) and number.low == number.high == 100
