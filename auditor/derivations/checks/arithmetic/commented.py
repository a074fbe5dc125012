"""A line of code whose comment says what it comes to: "monthly = 16.80 * 24 * 30  # $12,096"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.agreement import slip
from auditor.derivations.checks.written import judge_pair
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_COMMENT = re.compile(r"[\s)]*(?:#|//)\s*(?:=|≈|→|->|~)?\s*\Z")
_NEAR = (Fraction(1, 2), Fraction(2))
"""How far from the result a comment's number may lie and still be meant to be it."""
_FAR = (Fraction(1, 16), Fraction(16))
"""The same for a comment that says nothing else."""
_FEWEST = 100
"""Results below it are found too easily beside other numbers."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each calculation in code with a number at the head of its comment that it gives, or nearly."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for side, result in worked_out(facts):
        derivation = judge_pair(claims, side, Operand(result.index), rule)
        if derivation is None:
            continue
        if derivation.holds or _is_meant(derivation, _NEAR):
            yield derivation
        elif _is_all(claims, side, result, blocks[result.block].text) and _is_meant(derivation, _FAR):
            yield replace(derivation, severity="warning")


def worked_out(facts: Facts) -> Iterator[tuple[Operation, Claim]]:
    """Each calculation in code that equals nothing, and the number at the head of its comment."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for equation in facts.claims.equations:
        side = equation.sides[-1]
        if equation.relations or not isinstance(side, Operation) or blocks[equation.block].code is None:
            continue
        result = _in_comment(claims, side, blocks[equation.block].text)
        if result is not None:
            yield side, result


def _in_comment(claims: tuple[Claim, ...], side: Expression, text: str) -> Claim | None:
    """The number right behind the sign of the comment."""
    last = claims[max(operands(side))]
    follower = claims[last.index + 1] if last.index + 1 < len(claims) else None
    if follower is None or follower.block != last.block or follower.quantity is None:
        return None
    return follower if _COMMENT.fullmatch(text, last.end, follower.start) else None


def _is_all(claims: tuple[Claim, ...], side: Expression, result: Claim, text: str) -> bool:
    """Whether a comment is an amount and nothing else, and so can only be what the line comes to: "# 42 MB"."""
    quantity = result.quantity
    if quantity is None or text[result.end :].split("\n", 1)[0].strip():
        return False
    # "8 * 80  # 80 GB" tells the unit of a factor.
    factors = (claims[index].quantity for index in operands(side))
    factor = any(each is not None and each.value == quantity.value for each in factors)
    return not factor and any(name in PHYSICAL for name, _ in quantity.unit.dimensions)


def _is_meant(derivation: Derivation, reach: tuple[Fraction, Fraction]) -> bool:
    """Whether a number that a line does not give is still meant to be its result: near it, or a prefix away."""
    stated, result = derivation.compared, derivation.interval
    if stated is None or result.low is None or stated.result.low is None or result.low < _FEWEST:
        return False
    ratio = stated.result.low / result.low if result.low else Fraction(0)
    return reach[0] < ratio < reach[1] or slip(stated.result, result) is not None
