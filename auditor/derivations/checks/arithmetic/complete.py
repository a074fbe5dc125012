"""Calculations in running text, "holds 70 GB / 128 KiB = 547k tokens": whether they are all that stands there, so that
one that does not come out is wrong."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.agreement import Outcome
from auditor.derivations.checks.arithmetic.undecided import is_undecided
from auditor.derivations.cited import is_own_statement
from auditor.derivations.decided import Decided
from auditor.derivations.values import PHYSICAL, evaluate, operands
from auditor.facts import Claim, Equation, Expression, Facts, Operation
from auditor.interval import Interval

_TERMS = 16
"""Numbers before a calculation that may be terms of it."""
_REACH = 80
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|ten|twelve|sixteen|both|pair|twice|double|half|hai|ba|bốn)\b"
    r"|[两二三四五六八]",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:each|every|per|mỗi)\b|[每各]", re.IGNORECASE)
_LEFT_OUT = 64
"""How many of something the words may say that a calculation is of: "two racks of 8 × 80 GB = 1,280 GB"."""


def is_complete(facts: Facts, found: Decided, equation: Equation) -> bool:
    """Whether a calculation that fails stands for itself: the words before it hold no further factor or term."""
    if not is_own_statement(facts, found.head) or not _is_written(facts, equation):
        return False
    left, right = equation.sides
    plain = _multiplies_amount(facts.claims.all, left, found.head) and not found.comparison.printed
    if not plain and (found.comparison.outcome is Outcome.SLIPS or _adds_operand(facts.claims.all, found, left)):
        return False
    if not plain and (may_be_of_several(found) or not _is_of_kind(facts.claims.all, found, left)):
        return False
    if found.comparison.outcome is Outcome.FAILS and _goes_on(facts.claims.all, found, left):
        return False
    return not is_undecided(facts, left, equation.relations[0], right) and not is_of_several(facts, found, left)


def _is_of_kind(claims: tuple[Claim, ...], found: Decided, left: Expression) -> bool:
    """Whether what is worked out is of the kind that is stated, or has no units: else it is a part of something."""
    done, stated = evaluate(left, claims, found.world), evaluate(found.stated, claims, found.world)
    if done is None or stated is None or done.physical == stated.physical:
        return True
    return not any(_has_unit(claims[index]) for index in operands(left))


def is_of_several(facts: Facts, found: Decided, left: Expression) -> bool:
    """Whether a number in words before a calculation may be the whole one that it leaves out: "two racks of 8 × 80 GB
    = 1,280 GB", "a spare for each node of 12 × 8 = 108"."""
    before = _before(facts, left)
    if _SEVERAL.search(before) is not None and may_be_of_several(found):
        return True
    return _EACH.search(before) is not None and _adds_operand(facts.claims.all, found, left)


def _before(facts: Facts, left: Expression) -> str:
    """The words before a calculation, in its sentence."""
    first = facts.claims.all[next(operands(left))]
    before = facts.claims.document.blocks[first.block].text[max(first.start - _REACH, 0) : first.start]
    return re.split(r"[.;:!?](?=\s)|\n", before)[-1]


def _adds_operand(claims: tuple[Claim, ...], found: Decided, left: Expression) -> bool:
    """Whether one of the numbers more or less gives what is stated: "a spare each, so 12 × 8 = 108"."""
    over = found.comparison.right - found.comparison.left
    used = (quantity for index in operands(left) if (quantity := claims[index].quantity) is not None)
    return any(quantity.hull.meets(over) or quantity.hull.meets(-over) for quantity in used)


def may_be_of_several(found: Decided) -> bool:
    """Whether a small whole number, which may stand there in words, is all that is missing."""
    worked_out, stated = found.comparison.left, found.comparison.right
    missing = (stated / worked_out, worked_out / stated)
    return any(_holds_whole(each) for each in missing)


def _holds_whole(interval: Interval) -> bool:
    if interval.low is None or interval.high is None:
        return True
    first = max(-(-interval.low.numerator // interval.low.denominator), 2)
    return Fraction(first) <= interval.high and first <= _LEFT_OUT


def _goes_on(claims: tuple[Claim, ...], found: Decided, left: Expression) -> bool:
    """Whether a number before the calculation is what is missing in it, as a factor or a term."""
    worked_out, stated, first = found.comparison.left, found.comparison.right, next(operands(left))
    missing = [stated / worked_out, worked_out / stated, stated - worked_out, worked_out - stated]
    for claim in claims[max(first - _TERMS, 0) : first]:
        quantity = claim.quantity if claim.block == claims[first].block else None
        if quantity is not None and any(quantity.hull.meets(each) for each in missing):
            return True
    return False


def _multiplies_amount(claims: tuple[Claim, ...], left: Expression, head: int) -> bool:
    """Whether an amount is so many times another one: "16 × 48 GB" in GB."""
    if not isinstance(left, Operation) or left.operator != "*":
        return False
    amounts = [claim for claim in operands(left) if _has_unit(claims[claim])]
    counts = (claims[claim].quantity for claim in operands(left) if claim not in amounts)
    whole = all(quantity is not None and quantity.whole for quantity in counts)
    return len(amounts) == 1 and whole and _has_unit(claims[head])


def _has_unit(claim: Claim) -> bool:
    return claim.quantity is not None and any(name in PHYSICAL for name, _ in claim.quantity.unit.dimensions)


def _is_written(facts: Facts, equation: Equation) -> bool:
    """Whether nothing but the sign stands between two sides."""
    claims = facts.claims.all
    end = max(claims[index].span.end for index in operands(equation.sides[0]))
    start = min(claims[index].span.start for index in operands(equation.sides[1]))
    return facts.claims.document.source[end:start].strip() == equation.relations[0]
