"""Written arithmetic that leaves out what a reader supplies: the scale of a line's middle, brackets around a sum of
counts, the plus between parts that a comma parts, or a stroke that lists and does not divide."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor.derivations.decided import decide
from auditor.derivations.once import once
from auditor.derivations.values import evaluate, operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_THOUSANDS = tuple(Fraction(1000) ** power for power in (1, 2, 3, 4))
_ADDED = 4
"""Workings before one that may count with it."""
_LISTED = 3
"""Numbers with strokes between that an arrow behind makes a list: "134 / 177 / 67 → 4, 3 and 8 replicas"."""


def is_shorthand(facts: Facts, left: Expression, relation: str, right: Expression) -> bool:
    """Whether two sides that differ as printed are one, read so."""
    claims = facts.claims.all
    if relation == "→" and len(list(_quotients(left))) >= _LISTED:
        return True
    return (
        _is_unscaled(claims, left, right)
        or _is_unscaled(claims, right, left)
        or _bracketed(claims, left, right)
        or _adds_earlier(facts, left, right)
    )


def _quotients(side: Expression) -> Iterator[Expression]:
    """The dividend and each divisor of a chain of strokes."""
    while isinstance(side, Operation) and side.operator == "/":
        side, *rest = side.operands
        yield from rest
    yield side


def _is_unscaled(claims: tuple[Claim, ...], side: Expression, other: Expression) -> bool:
    """Whether a working in bare numbers gives the other side without its scale: "165B ÷ (4 × 64) = 165 / 256"."""
    if not isinstance(side, Operation) or not isinstance(other, Operation) or not all(map(_is_bare, _of(claims, side))):
        return False
    bare, scaled = evaluate(side, claims, {}), evaluate(other, claims, {})
    if bare is None or scaled is None:
        return False
    return any(bare.printed.scale(factor).meets(scaled.printed) for factor in _THOUSANDS)


def _of(claims: tuple[Claim, ...], side: Expression) -> Iterator[Claim]:
    return (claims[index] for index in operands(side))


def _is_bare(claim: Claim) -> bool:
    """Whether a number is printed without a unit and without a scale."""
    return claim.quantity is not None and not any(map(str.isalpha, claim.text))


def _bracketed(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether counts before the last one of a sum are of its unit: "2 + 2 bytes × 6.7B" is (2 + 2) bytes of each."""
    if not isinstance(left, Operation) or left.operator != "+":
        return False
    *counts, last = left.operands
    if not isinstance(last, Operation) or last.operator != "*" or not all(isinstance(each, Operand) for each in counts):
        return False
    if not all(_is_bare(claim) for each in counts for claim in _of(claims, each)):
        return False
    numbers = [
        claim.quantity.value for each in (*counts, last.operands[0]) for claim in _of(claims, each) if claim.quantity
    ]
    done, stated = evaluate(last, claims, {}), evaluate(right, claims, {})
    if done is None or stated is None or done.physical != stated.physical or not all(numbers):
        return False
    return done.base.scale(sum(n or Fraction(0) for n in numbers) / (numbers[-1] or Fraction(1))).meets(stated.base)


def _adds_earlier(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether the workings before it in its line, which end in nothing, count too: "send 2 × 8 KB, take 2 × 8 KB =
    32 KB"."""
    if not isinstance(left, Operation):
        return False
    lone = _lone(facts).get(facts.claims.all[next(operands(left))].block, ())
    at = bisect_right(lone, left.span.start, key=lambda side: side.span.end)
    earlier = lone[max(at - _ADDED, 0) : at]
    if not earlier:
        return False
    found = decide(facts.claims.all, Operation("+", (*earlier, left), left.span), "=", right)
    return found is not None and found.holds


@once
def _lone(facts: Facts) -> Mapping[int, Sequence[Operation]]:
    """By block the workings that end in nothing, in source order."""
    found: dict[int, list[Operation]] = defaultdict(list)
    for equation in facts.claims.equations:
        side = equation.sides[0]
        if not equation.relations and isinstance(side, Operation):
            found[equation.block].append(side)
    return found
