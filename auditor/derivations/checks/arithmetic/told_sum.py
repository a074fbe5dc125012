"""Counts that are added up, or multiplied, without a sign of equality: "12 + 12 + 11 + 12 covers all 46 layers"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.checks.written import judge_pair
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_MAKES = re.compile(
    r"(?: \w+)?[,;:]? (?:which |that |and )?(?:covers?|makes?(?: up)?|totals?|accounts? for|fills?|gives?)"
    r"(?: (?:all|the|exactly|a total of|up|of|our)){0,3} \Z",
    re.IGNORECASE,
)
"""What stands between what is added up and what it comes to."""
_PRODUCT = re.compile(r"\bproduct(?: of)?\W{0,3}\Z", re.IGNORECASE)
_FEWEST = 2
_REACH = 48


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each sum or product of whole numbers with a verb behind it that says what it comes to."""
    claims = facts.claims.all
    for equation in facts.claims.equations:
        side = equation.sides[-1]
        stated = _stated(facts, side) if isinstance(side, Operation) and _is_meant(facts, side) else None
        if stated is None or len(list(operands(side))) < _FEWEST:
            continue
        made = judge_pair(claims, side, Operand(stated.index), rule)
        if made is not None and (made.holds or is_own_statement(facts, stated.index)):
            yield made


def _is_meant(facts: Facts, side: Operation) -> bool:
    """Whether it is a sum, or what the text itself calls a product: "4 × 8 GPUs make 2 replicas" goes on otherwise."""
    first = facts.claims.all[next(operands(side))]
    text = facts.claims.document.blocks[first.block].text
    product = side.operator == "*" and _PRODUCT.search(text, max(first.start - 16, 0), first.start) is not None
    return side.operator == "+" or product


def _stated(facts: Facts, side: Expression) -> Claim | None:
    """The whole number behind whole numbers that they are said to come to."""
    claims, used = facts.claims.all, list(operands(side))
    last = claims[used[-1]]
    stated = claims[last.index + 1] if last.index + 1 < len(claims) else None
    if (
        stated is None
        or stated.block != last.block
        or not all(_is_whole(claims[index]) for index in (*used, stated.index))
    ):
        return None
    between = facts.claims.document.blocks[last.block].text[last.end : stated.start]
    return stated if len(between) <= _REACH and _MAKES.fullmatch(between) else None


def _is_whole(claim: Claim) -> bool:
    return claim.quantity is not None and claim.quantity.whole and claim.quantity.unit.symbol not in ("%", "×")
