"""The simplest slip by which a written result can have come about."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.values import Value, World, evaluate, words
from auditor.facts import Claim, Expression, Operand, Operation

_FACTORS = (
    (Fraction(2), "2 times too large"),
    (Fraction(1, 2), "half of it"),
    (Fraction(1000), "1,000 times too large"),
    (Fraction(1, 1000), "1,000 times too small"),
    (Fraction(8), "8 times too large, as bits for bytes"),
    (Fraction(1, 8), "an eighth, as bytes for bits"),
    (Fraction(10), "ten times too large"),
    (Fraction(1, 10), "a tenth of it"),
    (Fraction(100), "a hundred times too large"),
    (Fraction(1, 100), "a hundredth of it"),
)
_MOST_FACTORS = 8
"""Of a longer product no two factors are looked for that may be left out."""


def left_out(claims: tuple[Claim, ...], worked: Expression, stated: Expression, world: World) -> str:
    """A clause such as "16 × 4 × 2 gives it: 2 (DP) is left out"; empty where no simple slip gives what is stated."""
    target = evaluate(stated, claims, world)
    if target is None:
        return ""
    return _without_some(claims, worked, target, world) or _scaled(claims, worked, target, world)


def _without_some(claims: tuple[Claim, ...], worked: Expression, target: Value, world: World) -> str:
    if not isinstance(worked, Operation):
        return ""
    for other, missing in (*_shorter(worked), *_shorter_by_two(worked)):
        value = evaluate(other, claims, world)
        if value is not None and compare(value, target, "=").outcome is Outcome.HOLDS:
            named = " and ".join(_named(operand, claims) for operand in missing)
            return f"{words(other, claims)} gives it: {named} {'is' if len(missing) == 1 else 'are'} left out"
    return ""


def _shorter(worked: Operation) -> Iterator[tuple[Expression, tuple[Expression, ...]]]:
    """The operation without one operand that a writer may have forgotten, its own or a factor inside; and which."""
    for at in range(1 if worked.operator in "-/^" else 0, len(worked.operands)):
        yield _without(worked, (at,)), (worked.operands[at],)
    first = worked.operands[0] if worked.operands else None
    if worked.operator in "*/" and isinstance(first, Operation) and first.operator in "*/":
        for inner, missing in _shorter(first):
            yield Operation(worked.operator, (inner, *worked.operands[1:]), worked.span), missing


def _shorter_by_two(worked: Operation) -> Iterator[tuple[Expression, tuple[Expression, ...]]]:
    """A product without two of its factors, where two are left."""
    if worked.operator == "*" and 3 < len(worked.operands) <= _MOST_FACTORS:
        for pair in combinations(range(len(worked.operands)), 2):
            yield _without(worked, pair), tuple(worked.operands[at] for at in pair)


def _without(worked: Operation, places: tuple[int, ...]) -> Expression:
    rest = tuple(each for at, each in enumerate(worked.operands) if at not in places)
    return rest[0] if len(rest) == 1 else Operation(worked.operator, rest, worked.span)


def _named(operand: Expression, claims: tuple[Claim, ...]) -> str:
    label = f" ({operand.label})" if isinstance(operand, Operand) and operand.label else ""
    return f"{words(operand, claims)}{label}"


def _scaled(claims: tuple[Claim, ...], worked: Expression, target: Value, world: World) -> str:
    value = evaluate(worked, claims, world)
    if value is None or value.physical != target.physical:
        return ""
    for factor, clause in _FACTORS:
        if value.base.scale(factor).meets(target.base):
            return f"what is stated is {clause}"
    return ""
