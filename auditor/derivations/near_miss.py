"""The simplest slip by which a written result can have come about."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.values import Value, World, evaluate, words
from auditor.facts import Claim, Expression, Operand, Operation

_FACTORS = (
    (Fraction(2), "a factor of 2 too much"),
    (Fraction(1, 2), "half of it"),
    (Fraction(1000), "1000 times too much"),
    (Fraction(1, 1000), "1000 times too little"),
    (Fraction(8), "8 times too much, as bits for bytes"),
    (Fraction(1, 8), "an eighth, as bytes for bits"),
    (Fraction(10), "ten times too much"),
    (Fraction(1, 10), "a tenth of it"),
)


def left_out(claims: tuple[Claim, ...], worked: Expression, stated: Expression, world: World) -> str:
    """A clause such as "16 × 4 × 2 gives it: 2 (DP) is left out"; empty where no simple slip gives what is stated."""
    target = evaluate(stated, claims, world)
    if target is None:
        return ""
    return _without_one(claims, worked, target, world) or _scaled(claims, worked, target, world)


def _without_one(claims: tuple[Claim, ...], worked: Expression, target: Value, world: World) -> str:
    if not isinstance(worked, Operation) or len(worked.operands) < 2:
        return ""
    for index, operand in enumerate(worked.operands):
        rest = worked.operands[:index] + worked.operands[index + 1 :]
        if index == 0 and worked.operator in "-/^":
            continue
        other: Expression = rest[0] if len(rest) == 1 else Operation(worked.operator, rest, worked.span)
        value = evaluate(other, claims, world)
        if value is not None and compare(value, target, "=").outcome is Outcome.HOLDS:
            label = f" ({operand.label})" if isinstance(operand, Operand) and operand.label else ""
            return f"{words(other, claims)} gives it: {words(operand, claims)}{label} is left out"
    return ""


def _scaled(claims: tuple[Claim, ...], worked: Expression, target: Value, world: World) -> str:
    value = evaluate(worked, claims, world)
    if value is None or value.physical != target.physical:
        return ""
    for factor, clause in _FACTORS:
        if value.base.scale(factor).meets(target.base):
            return f"what is stated is {clause}"
    return ""
