"""A product whose factors the line above names: "Batch 64 × prompt 2,048:", then "40 KB × 64 × 2,048 = 5.4 GB"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.derivations.values import operands
from auditor.facts import Claim, Equation, Facts, Operation
from auditor.interval import Interval

_TIMES = re.compile(r"[^\n\d]{0,40}[×x*][^\n\d]{0,40}")
_CLOSED = re.compile(r"[^\n\d]{0,24}[:：][ \t]*\n(?:[ \t]*\n)?(?:`{3}\w{0,12}\n)?[ \t]*")
"""What stands between the last factor of an announcement and the product."""
_POWERS = frozenset(Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3))
"""How a number differs from one in which a digit was dropped or doubled, where it is round."""
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each factor of a product that its announcement names, or names with one zero more or less."""
    for equation in facts.claims.equations:
        factors = _factors(equation, facts)
        named = _announced(factors[0], facts) if len(factors) > 1 else []
        if len(named) > 1:
            yield from _compared(factors, named, rule)


def _factors(equation: Equation, facts: Facts) -> list[Claim]:
    """The numbers of a product and nothing but a product, in source order."""
    left = equation.sides[0]
    if not isinstance(left, Operation) or left.operator != "*" or len(equation.sides) < 2:
        return []
    return [facts.claims.all[index] for index in operands(left)]


def _announced(first: Claim, facts: Facts) -> list[Claim]:
    """The counts that the line before a product joins by times signs, up to a colon at its end."""
    claims, source = facts.claims.all, facts.claims.document.source
    found: list[Claim] = []
    after, pattern = first, _CLOSED
    for other in reversed(claims[max(first.index - 4, 0) : first.index]):
        if pattern.fullmatch(source, other.span.end, after.span.start) is None:
            break
        found += [other] if _count(other) is not None else []
        after, pattern = other, _TIMES
    return found[::-1]


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    return quantity.value if quantity is not None and quantity.whole and (quantity.value or 0) > 1 else None


def _compared(factors: Sequence[Claim], named: Sequence[Claim], rule: str) -> Iterator[Derivation]:
    """All named factors that are there; where one of them is not, what stands in its place."""
    left = {_count(factor): factor for factor in factors}
    missing = [each for each in named if left.get(_count(each)) is None]
    for each in named:
        if factor := left.pop(_count(each), None):
            yield _derivation(factor, each, rule, holds=True)
    wanted = _count(missing[0]) if len(missing) == 1 else None
    bare = [(value, factor) for value, factor in left.items() if value is not None and _is_bare(factor)]
    if wanted is not None and len(bare) == 1 and bare[0][0] / wanted in _POWERS:
        yield _derivation(bare[0][1], missing[0], rule, holds=False)


def _is_bare(factor: Claim) -> bool:
    return factor.quantity is not None and not factor.quantity.unit.dimensions


def _derivation(factor: Claim, named: Claim, rule: str, *, holds: bool) -> Derivation:
    value = Interval.point(_count(named) or Fraction(0))
    return said_again(factor, named, value, rule, power=_CHANCE, holds=holds, words="announced factor")
