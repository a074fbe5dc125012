"""Sums that a report works out again, rightly, where it corrects them: "For 24 − 15 = 8 read 24 − 15 = 9"."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.decided import decide
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import operands
from auditor.facts import Equation, Expression, Facts, Operand, Operation

_CORRECTS = re.compile(
    r"\b(?:correct\w*|wrong\w*|mistake\w*|errat\w+|corrigend\w+|errors?|should|read|instead|draft|original\w*|previous\w*"
    r"|before|old|was|typo|misprint\w*|no)\b|误|错|更正|修正|订正|应为|原文|原稿|sai|sửa|đúng",
    re.IGNORECASE,
)
_BEFORE = 60
"""Characters before a wrong sum that may call it so."""
_REACH = 2
"""Blocks in which the right one follows."""
_MOST = 4
"""Times that a sum is worked out again that are looked at."""

Sums = Mapping[tuple[Fraction | None, ...], Sequence[tuple[Equation, int]]]


def sums(facts: Facts) -> Sums:
    """The written sums of a document by their numbers, each with the place of its side."""
    found: dict[tuple[Fraction | None, ...], list[tuple[Equation, int]]] = defaultdict(list)
    for equation in facts.claims.equations:
        for place, side in enumerate(equation.sides[:-1]):
            if isinstance(side, Operation):
                found[_numbers(facts, side)].append((equation, place))
    return found


def is_worked_out_with_more(facts: Facts, total: Derivation, known: Sums) -> bool:
    """Whether the report works a total out elsewhere, from what is listed for it and something besides."""
    claims = facts.claims.all
    stated, parts = _values(facts, (total.head,)), set(_values(facts, total.premises))
    for numbers, places in known.items():
        if len(numbers) <= len(parts) or not parts <= set(numbers):
            continue
        for equation, place in places:
            result = equation.sides[place + 1]
            if not isinstance(result, Operand) or _values(facts, (result.claim,)) != stated:
                continue
            again = decide(claims, equation.sides[place], "=", result)
            if again is not None and again.holds:
                return True
    return False


def is_redone(facts: Facts, left: Expression, known: Sums) -> bool:
    """Whether the same sum comes out right a little further on, and words between the two correct it."""
    if not isinstance(left, Operation):
        return False
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    first, last = min(operands(left)), max(operands(left))
    block = claims[first].block
    same = known.get(_numbers(facts, left), ())
    at = bisect_right(same, last, key=_start)
    for equation, place in same[at : at + _MOST]:
        done, result = equation.sides[place], equation.sides[place + 1]
        start = min(operands(done))
        if claims[start].block - block > _REACH or not isinstance(result, Operand):
            continue
        again = decide(claims, done, "=", result)
        if again is None or not again.holds:
            continue
        text = blocks[block].text
        before = text[max(0, claims[first].start - _BEFORE) : claims[first].start]
        between = text[claims[last].end : claims[start].start if claims[start].block == block else None]
        later = "" if claims[start].block == block else blocks[claims[start].block].text[: claims[start].start]
        if _CORRECTS.search(f"{before} {between} {later}"):
            return True
    return False


def _start(written: tuple[Equation, int]) -> int:
    """The first number of a side."""
    equation, place = written
    return min(operands(equation.sides[place]))


def _numbers(facts: Facts, side: Expression) -> tuple[Fraction | None, ...]:
    return _values(facts, operands(side))


def _values(facts: Facts, claims: Iterable[int]) -> tuple[Fraction | None, ...]:
    quantities = (facts.claims.all[claim].quantity for claim in claims)
    return tuple(quantity.value if quantity is not None else None for quantity in quantities)
