"""Products of counts in full whose result is printed under the wrong prefix: "2 × 4096 × 4096 = 33.6 TFLOP"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache

from auditor.derivations.agreement import Comparison, Outcome, slip
from auditor.derivations.checks.equation import derivation, is_asserted, pairs
from auditor.derivations.decided import Decided
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import PHYSICAL, evaluate, operands, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.quantity import Quantity
from auditor.show import number

_KINDS = frozenset({"flop", "byte"})
_LEAST = Fraction(10**6)
"""A product below this may be one of thousands or millions, with that left unsaid."""
_FACTORS = 3

_Stated = Counter[tuple[Fraction | None, bool]]
"""How often each number is stated, with a physical unit and without."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of three bare whole counts or more that is a power of 1000 beside its result."""
    stated = cache(lambda: Counter((fact.quantity.value, _is_measured(fact.quantity)) for fact in facts.all))
    for left, relation, right in pairs(facts):
        if relation in ("=", "≈") and isinstance(left, Operation) and isinstance(right, Operand):
            found = _judge(facts, left, relation, right, stated, rule)
            if found is not None and is_asserted(facts, found.head):
                yield found


def _judge(
    facts: Facts, left: Operation, relation: str, right: Operand, stated: Callable[[], _Stated], rule: str
) -> Derivation | None:
    claims = facts.claims.all
    factors = [claims[index] for index in operands(left)]
    if not _is_product(left) or len(factors) < _FACTORS or not all(_is_count(each) for each in factors):
        return None
    if any(_has_prefix(each, factors, stated()) for each in factors):
        return None
    result = claims[right.claim].quantity
    for world in worlds([result]) if result is not None else ():
        a, b = evaluate(left, claims, world), evaluate(right, claims, world)
        physical = dict(b.physical) if b is not None else {}
        if a is None or b is None or len(_KINDS & set(physical)) != 1 or not set(physical) <= {*_KINDS, "second"}:
            return None
        if a.base.low is None or a.base.low < _LEAST or a.base.meets(b.base) or a.printed.meets(b.printed):
            return None
        factor = slip(b.base, a.base)
        if factor is not None:
            comparison = Comparison(Outcome.SLIPS, a.base, b.base)
            found = Decided(left, relation, right, comparison, world, 1)
            return replace(derivation(claims, found, rule), near_miss=_too(factor))
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
    return not _is_measured(quantity) and quantity.unit.factor == 1


def _is_measured(quantity: Quantity) -> bool:
    return any(name in PHYSICAL for name, _ in quantity.unit.dimensions)


def _has_prefix(claim: Claim, factors: list[Claim], stated: _Stated) -> bool:
    """Whether a factor is a number that the text states with a physical unit, and elsewhere nowhere as a count."""
    value = claim.quantity.value if claim.quantity is not None else None
    here = sum(each.quantity is not None and each.quantity.value == value for each in factors)
    return stated[value, True] > 0 and stated[value, False] == here
