"""A product right behind parallel degrees that multiplies other numbers: "TP=4, PP=2, DP=3: 4 × 2 × 2 = 16 GPUs"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.citing import claim_step
from auditor.derivations.concepts import DEGREES
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.derivations.values import operands
from auditor.facts import Claim, Equation, Fact, Facts, Operand, Operation

_MULTIPLY = frozenset({"tensor_parallel", "pipeline_parallel", "data_parallel"})
_MOST = 8
"""Degrees that are looked back over."""
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each factor of a product of GPUs that is, or stands in the place of, a degree before it."""
    known = frozenset(fact.quantity.value for fact in facts.all if fact.concept == "gpus")
    for equation in facts.claims.equations:
        factors = _factors(equation, facts, known)
        degrees = _before(factors[0], facts) if factors else []
        pairs = _paired(factors, degrees) if degrees else []
        odd = [(factor, degree) for factor, degree in pairs if _value(factor) != _value(degree.claim)]
        if not odd or (len(odd) == 1 and _surely_multiplies(odd[0][1], degrees)):
            for factor, degree in odd or pairs:
                yield _derivation(factor, degree, rule, holds=not odd)


def _factors(equation: Equation, facts: Facts, known: frozenset[Fraction | None]) -> list[Claim]:
    """The whole numbers of a product that gives a number of GPUs, in source order."""
    left, *others = equation.sides
    if not isinstance(left, Operation) or left.operator != "*" or not others or not isinstance(others[0], Operand):
        return []
    factors = [facts.claims.all[index] for index in operands(left)]
    whole = all(each.quantity is not None and each.quantity.whole for each in factors)
    result = facts.claims.all[others[0].claim]
    return factors if whole and (_counts_gpus(result) or _value(result) in known) else []


def _counts_gpus(claim: Claim) -> bool:
    return claim.quantity is not None and ("gpu", 1) in claim.quantity.unit.dimensions


def _before(first: Claim, facts: Facts) -> list[Fact]:
    """All degrees of a product's line or list before it; empty where anything else stands there, or one twice."""
    found: list[Fact] = []
    for claim in reversed(facts.claims.all[max(first.index - _MOST, 0) : first.index]):
        if not _together(claim, first, facts):
            break
        fact = facts.by_claim[claim.index]
        if fact is not None and fact.concept == "gpus" and claim.block != first.block:
            break
        if fact is None or fact.concept not in DEGREES or not fact.quantity.whole:
            return []
        found.append(fact)
    return found[::-1] if len({fact.concept for fact in found}) == len(found) else []


def _together(claim: Claim, other: Claim, facts: Facts) -> bool:
    if claim.block == other.block:
        return True
    a, b = (facts.claims.document.blocks[each.block] for each in (claim, other))
    if a.item is not None and b.item is not None:
        return a.item.list == b.item.list
    return a.code is not None and b.code is not None and a.code.fence == b.code.fence


def _paired(factors: list[Claim], degrees: list[Fact]) -> list[tuple[Claim, Fact]]:
    """Each factor with the degree of its value, the one in its own place first, and those left over with each other.

    Empty if they are not as many.
    """
    mine, its = factors, degrees
    if len(mine) != len(its):
        mine, its = [each for each in mine if _value(each) != 1], [each for each in its if _value(each.claim) != 1]
    if len(mine) != len(its) or len(mine) < 2:
        return []
    pairs = [
        (factor, degree) for factor, degree in zip(mine, its, strict=True) if _value(factor) == _value(degree.claim)
    ]
    left = [degree for degree in its if all(degree is not other for _, other in pairs)]
    odd = []
    for factor in (each for each in mine if all(each is not other for other, _ in pairs)):
        degree = next((each for each in left if _value(each.claim) == _value(factor)), None)
        if degree is None:
            odd.append(factor)
        else:
            left.remove(degree)
            pairs.append((factor, degree))
    return [*pairs, *zip(odd, left, strict=True)]


def _surely_multiplies(degree: Fact, degrees: list[Fact]) -> bool:
    """Whether a degree has ranks of its own: experts share those of others, and so may data parallel attention."""
    known = {each.concept for each in degrees}
    return degree.concept in (_MULTIPLY if known >= _MULTIPLY else _MULTIPLY - {"data_parallel"})


def _value(claim: Claim) -> Fraction | None:
    return claim.quantity.value if claim.quantity is not None else None


def _derivation(factor: Claim, degree: Fact, rule: str, *, holds: bool) -> Derivation:
    point = degree.quantity.hull
    step = claim_step(degree.claim, point, "degree")
    return one_step(factor, step, rule, expected=degree.claim.text, holds=holds, basis=Basis.RESTATEMENT, power=_CHANCE)
