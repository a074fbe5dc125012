"""Amounts of memory whose working stands in the item below them: "- KV cache: 20 GB" over "- 64 sequences × 4096
tokens × 8192 × 2 bytes"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval

_BETWEEN = re.compile(r"[^\d×*·÷/=+<>≤≥≈~→;:\n]{0,40}\s*(?:[×*·]|(?<=\s)x(?=\s))\s*[^\d×*·÷/=+<>≤≥≈~→;:\n]{0,24}")
"""What stands between two factors."""
_BEFORE = re.compile(r"[^\W\d_]*(?: [^\W\d_]+){0,2} ?")
_BEHIND = re.compile(r"(?: ?(?:each|per (?:value|element|parameter|entry)))?\W*(?P<divided>[÷/] [^\d\n]{3,40})?")
_FEWEST = 3
_FAR = Fraction(5, 4)
"""What is nearer than so many times may be rounded, or hold some overhead."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount whose first item below multiplies plain numbers to bytes.

    Where the product goes on to be divided, it is the most that the amount may be. What a count of the document turns
    into the amount may be meant so.
    """
    counts = [count for fact in facts.all if (count := _count(fact)) is not None]
    for whole, used, divided in _worked(facts):
        result = Interval.point(1)
        for each in used:
            result = result.scale(_value(each))
        stated = whole.quantity.hull
        bound = result.downwards() if divided else result
        if bound.meets(stated):
            if not divided:
                yield _derivation(whole, used, result, rule, holds=True, divided=False)
        elif _is_apart(stated, result) and (divided or not _is_explained(whole, result, counts, facts)):
            yield _derivation(whole, used, result, rule, holds=False, divided=divided)


def _worked(facts: Facts) -> Iterator[tuple[Fact, Sequence[Fact], bool]]:
    """Each amount with the factors below it, and whether their product is said to be divided further."""
    lines: dict[int, list[Fact]] = {}
    for fact in facts.all:
        lines.setdefault(fact.claim.block, []).append(fact)
    seen: set[int] = set()
    for index, block in enumerate(facts.claims.document.blocks):
        above = block.item.parent if block.item is not None else None
        if above is None or above in seen or block.item is None or block.item.index:
            continue
        seen.add(above)
        wholes, used = lines.get(above, []), lines.get(index, [])
        if len(wholes) != 1 or not _is_amount(wholes[0]) or len(used) < _FEWEST:
            continue
        divided = _product(used, block.text)
        if divided is not None:
            yield wholes[0], used, divided


def _is_amount(fact: Fact) -> bool:
    masses = [each for each in fact.quantity.unit.dimensions if each[0] in PHYSICAL]
    told = fact.stance is Stance.ASSERTED and fact.quantity.value is not None
    return told and masses == [("byte", 1)] and fact.quantity.unit.factor > 1


def _product(used: Sequence[Fact], text: str) -> bool | None:
    """Whether a line that is nothing but a product of counts and bytes goes on to be divided; None for any other."""
    exact = all(each.quantity.value and (each.quantity.whole or each is used[-1]) for each in used)
    units = [each.quantity.unit.dimensions for each in used]
    if not exact or not _is_bytes(used[-1]) or any(name in PHYSICAL for unit in units[:-1] for name, _ in unit):
        return None
    if _BEFORE.fullmatch(text, 0, used[0].claim.start) is None:
        return None
    for first, second in pairwise(used):
        if _BETWEEN.fullmatch(text, first.claim.end, second.claim.start) is None:
            return None
    behind = _BEHIND.fullmatch(text, used[-1].claim.end)
    return None if behind is None else behind["divided"] is not None


def _is_bytes(fact: Fact) -> bool:
    quantity = fact.quantity
    masses = [each for each in quantity.unit.dimensions if each[0] in PHYSICAL]
    return masses == [("byte", 1)] and quantity.value is not None and quantity.unit.factor == 1


def _is_apart(stated: Interval, result: Interval) -> bool:
    if not stated.low or not result.low or stated.high is None or result.high is None:
        return False
    return stated.low > result.high * _FAR or result.low > stated.high * _FAR


def _is_explained(whole: Fact, result: Interval, counts: Sequence[Interval], facts: Facts) -> bool:
    """Whether a count of the document, or a percentage of the section, makes up for the difference."""
    blocks, stated = facts.claims.document.blocks, whole.quantity.hull
    headings = blocks[whole.claim.block].headings
    shares = [
        fact.quantity.hull
        for fact in facts.all
        if fact.quantity.unit.symbol in ("%", "×") and blocks[fact.claim.block].headings == headings
    ]
    return any(each.meets(stated / result) or each.meets(result / stated) for each in (*counts, *shares))


def _count(fact: Fact) -> Interval | None:
    value = fact.quantity.value if fact.quantity.whole else None
    return Interval.point(value) if value is not None and value > 1 else None


def _value(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(1)


def _derivation(
    whole: Fact, used: Sequence[Fact], result: Interval, rule: str, *, holds: bool, divided: bool
) -> Derivation:
    given = tuple(Input(each.claim.name, Interval.point(_value(each)), each.claim.index) for each in used)
    program = given[0].name + "".join(f" {each.name} *" for each in given[1:]) + (" ≤" if divided else "")
    working, unit = " × ".join(each.claim.text for each in used), whole.quantity.readings[0].unit
    shown = show.interval(result, unit)
    return one_step(
        whole.claim,
        Step(working, working, result.downwards() if divided else result, unit.symbol, program, given),
        rule,
        expected=f"at most {shown}" if divided else shown,
        holds=holds,
        relation="≤" if divided else "=",
        bound=Bound.UPPER if divided else Bound.EXACT,
        basis=Basis.ARITHMETIC,
    )
