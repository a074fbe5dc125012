"""Products of counts in full whose result is printed under the wrong prefix: "2 × 4096 × 4096 = 33.6 TFLOP"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import cache
from itertools import chain

from auditor.derivations.agreement import Comparison, Outcome, slip
from auditor.derivations.checks.arithmetic.commented import worked_out
from auditor.derivations.checks.written import derivation, pairs
from auditor.derivations.cited import is_own_statement
from auditor.derivations.decided import Decided
from auditor.derivations.derivation import Derivation
from auditor.derivations.reread import is_apart
from auditor.derivations.values import PHYSICAL, evaluate, operands, worlds
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.quantity import Quantity
from auditor.show import number

_KINDS = frozenset({"flop", "byte"})
_LEAST = Fraction(10**6)
"""A product below this may be one of thousands or millions, with that left unsaid."""
_FACTORS = 3
_LONG = 1024
_PLAIN = "plain "
_IN_FULL = Fraction(10**6)
"""A number without a unit that is no smaller leaves no prefix unsaid: "12.9e9", "34B"."""
_BILLIONS = Fraction(10**9)
_THOUSANDS = (1000, 1024)
_PER_PARAMETER = frozenset({Fraction(2), Fraction(6)})
"""Operations of a parameter, forward and in training: no number of thousands."""

_Stated = Counter[tuple[Fraction | None, str]]
"""How often each number is stated as an amount of each kind, as one without a prefix, and as a count ("")."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of bare counts that is a power of 1000 beside its result.

    They are three or more, or one of them is a number of billions, or is stated to the last byte elsewhere.
    """
    stated = cache(lambda: Counter(chain.from_iterable(_statements(fact.quantity) for fact in facts.all)))
    commented = ((side, "=", Operand(result.index)) for side, result in worked_out(facts))
    for left, relation, right in chain(pairs(facts), commented):
        if relation in ("=", "≈") and isinstance(left, Operation) and isinstance(right, Operand):
            found = _judge(facts, left, relation, right, stated, rule)
            if found is not None and is_own_statement(facts, found.head):
                yield found


def _judge(
    facts: Facts, left: Operation, relation: str, right: Operand, stated: Callable[[], _Stated], rule: str
) -> Derivation | None:
    claims = facts.claims.all
    factors = [claims[index] for index in operands(left)]
    if not _is_product(left) or not all(_is_count(each) for each in factors):
        return None
    result = claims[right.claim].quantity
    kind = _kind(result) if result is not None else ""
    few = len(factors) < _FACTORS and all(_value(each) < _BILLIONS for each in factors)
    if few and not any(_is_in_full(each, kind, stated()) for each in factors):
        return None
    if any(_has_prefix(each, factors, kind, stated()) for each in factors):
        return None
    for world in worlds([result]) if result is not None else ():
        a, b = evaluate(left, claims, world), evaluate(right, claims, world)
        physical = dict(b.physical) if b is not None else {}
        if a is None or b is None or len(_KINDS & set(physical)) != 1 or not set(physical) <= {*_KINDS, "second"}:
            return None
        if a.base.low is None or a.base.meets(b.base) or a.printed.meets(b.printed):
            return None
        factor = slip(b.base, a.base)
        if factor == 1 / _BILLIONS and result is not None and result.unit.symbol == "B":
            # "14.19 B" may be billions as well as bytes.
            return None
        if factor is not None and (a.base.low >= _LEAST or _is_to_the_last(result)):
            if is_apart(claims[right.claim]) and factor in (_BILLIONS, 1 / _BILLIONS):
                return None
            exact = a.base.low >= _LEAST and a.base.is_point
            counted = [each for each in factors if kind != "flop" or _value(each) not in _PER_PARAMETER]
            if factor > 1 and not exact and any(_may_be_in_thousands(each, stated()) for each in counted):
                return None
            comparison = Comparison(Outcome.SLIPS, a.base, b.base)
            found = Decided(left, relation, right, comparison, world, 1)
            return replace(derivation(claims, found, rule), near_miss=_too(factor))
    return None


def _statements(quantity: Quantity) -> Iterator[tuple[Fraction | None, str]]:
    """A number as an amount of its kind, and as one without a prefix."""
    kind = _kind(quantity)
    yield quantity.value, kind
    if kind in _KINDS and quantity.unit.factor == 1:
        yield quantity.value, _PLAIN + kind


def _is_in_full(claim: Claim, kind: str, stated: _Stated) -> bool:
    """Whether a factor is stated elsewhere to the last byte, "49,152 bytes", and under no prefix."""
    value = _value(claim)
    return value >= _LONG and 0 < stated[value, kind] == stated[value, _PLAIN + kind]


def _too(factor: Fraction) -> str:
    times, way = (factor, "large") if factor > 1 else (1 / factor, "small")
    return f"what is stated is {number(times)} times too {way}"


def _is_product(expression: Expression) -> bool:
    if isinstance(expression, Operand):
        return True
    return expression.operator == "*" and all(_is_product(each) for each in expression.operands)


def _is_count(claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity is None or _is_measured(quantity) or quantity.unit.factor != 1:
        return False
    return (quantity.whole and quantity.interval.is_point) or (quantity.value or 0) >= _IN_FULL


def _is_to_the_last(result: Quantity | None) -> bool:
    """Whether a result is counted out to the last byte or operation: "516,096 bytes"."""
    value = None if result is None or result.unit.factor != 1 else result.value
    return value is not None and value >= _IN_FULL and value.denominator == 1 and value % _THOUSANDS[0] != 0


def _may_be_in_thousands(claim: Claim, stated: _Stated) -> bool:
    """Whether a factor's thousandfold is stated too, so that its K may have been left out."""
    return any(stated[_value(claim) * many, kind] for many in _THOUSANDS for kind in ("", *_KINDS))


def _value(claim: Claim) -> Fraction:
    value = claim.quantity.value if claim.quantity is not None else None
    return value or Fraction(0)


def _is_measured(quantity: Quantity) -> bool:
    return any(name in PHYSICAL for name, _ in quantity.unit.dimensions)


def _kind(quantity: Quantity) -> str:
    """What an amount is of, "byte" or "flop" if it is one of those; empty for a count."""
    named = [name for name, _ in quantity.unit.dimensions if name in PHYSICAL]
    return next((name for name in named if name in _KINDS), named[0] if named else "")


def _has_prefix(claim: Claim, factors: list[Claim], kind: str, stated: _Stated) -> bool:
    """Whether a factor is a number that the text states with a unit of the result, and elsewhere nowhere as a count."""
    if _is_in_full(claim, kind, stated):
        return False
    value = claim.quantity.value if claim.quantity is not None else None
    here = sum(each.quantity is not None and each.quantity.value == value for each in factors)
    return stated[value, kind] > 0 and stated[value, ""] == here
