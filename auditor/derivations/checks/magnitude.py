"""Products of counts in full whose result is printed under the wrong prefix: "2 × 4096 × 4096 = 33.6 TFLOP"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from auditor.derivations.agreement import Comparison, Outcome, slip
from auditor.derivations.checks.equation import derivation, is_asserted, pairs
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import PHYSICAL, evaluate, operands, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.show import number

_KINDS = frozenset({"flop", "byte"})
_LEAST = Fraction(10**6)
"""A product below this may be one of thousands or millions, with that left unsaid."""
_FACTORS = 3


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of three bare whole counts or more that is a power of 1000 beside its result."""
    for left, relation, right in pairs(facts):
        if relation in ("=", "≈") and isinstance(left, Operation) and isinstance(right, Operand):
            found = _judge(facts, left, relation, right, rule)
            if found is not None and is_asserted(facts, found.head):
                yield found


def _judge(facts: Facts, left: Operation, relation: str, right: Operand, rule: str) -> Derivation | None:
    claims = facts.claims.all
    factors = [claims[index] for index in operands(left)]
    if not _is_product(left) or len(factors) < _FACTORS or not all(_is_count(each) for each in factors):
        return None
    if any(_has_prefix(each, factors, facts) for each in factors):
        return None
    stated = claims[right.claim].quantity
    for world in worlds([stated]) if stated is not None else ():
        a, b = evaluate(left, claims, world), evaluate(right, claims, world)
        physical = dict(b.physical) if b is not None else {}
        if a is None or b is None or len(_KINDS & set(physical)) != 1 or not set(physical) <= {*_KINDS, "second"}:
            return None
        if a.base.low is None or a.base.low < _LEAST or a.base.meets(b.base) or a.printed.meets(b.printed):
            return None
        factor = slip(b.base, a.base)
        if factor is not None:
            comparison = Comparison(Outcome.SLIPS, a.base, b.base)
            found = derivation(claims, (left, relation, right), comparison, world, 1, rule)
            return replace(found, near_miss=_too(factor))
    return None


def _too(factor: Fraction) -> str:
    times, way = (factor, "much") if factor > 1 else (1 / factor, "little")
    return f"what is stated is {number(times)} times too {way}"


def _is_product(expression: Expression) -> bool:
    if isinstance(expression, Operand):
        return True
    return expression.operator == "*" and all(_is_product(each) for each in expression.operands)


def _is_count(claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity is None or not quantity.whole or not quantity.interval.is_point:
        return False
    return not any(name in PHYSICAL for name, _ in quantity.unit.dimensions) and quantity.unit.factor == 1


def _has_prefix(claim: Claim, factors: list[Claim], facts: Facts) -> bool:
    """Whether a number is one that the text states with a physical unit, and nowhere as a count."""
    value = claim.quantity.value if claim.quantity is not None else None
    others = [each.quantity for each in facts.all if each.quantity.value == value and each.claim not in factors]
    measured = [each for each in others if any(name in PHYSICAL for name, _ in each.unit.dimensions)]
    return bool(measured) and len(measured) == len(others)
