"""A count that is the product of the counts before it in its line: "5 groups of 4 GPUs (20 total)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import prod

from auditor.derivations.chained import chained
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Facts, Operand, Operation
from auditor.interval import Interval
from auditor.show import number

_TOTALS = frozenset({"total", "totaling", "totalling", "altogether", "overall", "product", "总共", "共", "合计"})
"""Words that announce what numbers come to."""
_MOST = 3
"""Factors, at most."""
_REACH = 60
"""Characters from the first factor to the result."""
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each count that its line calls a total, and that the two or three counts before it give."""
    claims = facts.claims.all
    written = set(_results(facts))
    for claim in claims:
        value = _count(claim)
        if value is None or claim.index in written or not _is_total(claim, facts):
            continue
        before = _before(claims[max(claim.index - _MOST, 0) : claim.index], claim, facts)
        for count in range(2, len(before) + 1):
            factors = before[-count:]
            if prod(value for _, value in factors) == value:
                yield _derivation(claim, [factor for factor, _ in factors], value, rule)
                break


def _results(facts: Facts) -> Iterator[int]:
    """What written arithmetic ends in, which is worked out as it is written."""
    for equation in facts.claims.equations:
        last = equation.sides[-1]
        if len(equation.sides) > 1 and isinstance(last, Operand) and isinstance(equation.sides[0], Operation):
            yield last.claim


def _is_total(claim: Claim, facts: Facts) -> bool:
    """Whether a word right before or behind a number, or a sign right behind the one before it, says that it is what
    others come to."""
    text = facts.claims.document.blocks[claim.block].text
    before = text[max(claim.start - 12, 0) : claim.start].lower().replace("(", " ").replace("（", " ").split()
    after = text[claim.end : claim.end + _REACH].lower().replace(")", " ").removeprefix(" in ").split()
    said = not _TOTALS.isdisjoint((*before[-1:], *claim.text.lower().split()[1:], *after[:1]))
    return said or _is_equated(claim, text, facts.claims.all)


def _is_equated(claim: Claim, text: str, claims: Sequence[Claim]) -> bool:
    """Whether nothing but an equals sign stands between a number and the one before it: "d=8 with h=4 = 32"."""
    previous = claims[claim.index - 1] if claim.index else None
    if previous is None or previous.block != claim.block:
        return False
    return text[previous.end : claim.start].strip("`*) ") == "="


def _before(earlier: Sequence[Claim], claim: Claim, facts: Facts) -> list[tuple[Claim, Fraction]]:
    """The whole counts from 2 up that stand right before a number in its sentence, the nearest last."""
    text = facts.claims.document.blocks[claim.block].text
    found: list[tuple[Claim, Fraction]] = []
    for other in reversed(earlier):
        value = _count(other)
        between = text[other.end : claim.start]
        if other.block != claim.block or value is None or len(between) > _REACH or "\n" in between or ". " in between:
            break
        found.append((other, value))
    return found[::-1]


def _count(claim: Claim) -> Fraction | None:
    quantity = claim.quantity
    if quantity is None or not quantity.whole or quantity.unit.symbol in ("%", "×"):
        return None
    return quantity.value if quantity.value is not None and quantity.value > 1 else None


def _derivation(claim: Claim, factors: Sequence[Claim], value: Fraction, rule: str) -> Derivation:
    step = chained("×", [(factor, Interval.point(_count(factor) or 0)) for factor in factors])
    return one_step(claim, step, rule, expected=number(value), holds=True, basis=Basis.ARITHMETIC, power=_CHANCE)
