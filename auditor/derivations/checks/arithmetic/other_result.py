"""Written arithmetic whose result is of something else than its numbers show: of each, of all, in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from math import prod

from auditor import patterns as re
from auditor.derivations.decided import decide
from auditor.derivations.named_scale import named_scales
from auditor.derivations.values import Value, evaluate, operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_BESIDE = 4
"""Numbers behind a result among which what belongs to it is looked for."""
_FAR = 1000
"""How many times another thing a result is that a factor or a scale was left out of."""
_SCALES = tuple(Fraction(1000) ** power for power in (1, 2, 3, 4))
_BRACKET = re.compile(r"[^\S\n]*(?:[(（#]|//)[^\S\n]*")
_TIMES = re.compile(r"[^\S\n]*(?:[^\W\d]{1,12}[^\S\n]*)?[×x*·][^\S\n]*")
_PREFIXES = tuple(Fraction(each) for each in (10**6, 10**9, 10**12, 2**20, 2**30))
_PER = re.compile(r"\bper\b|\bmỗi\b|[每]", re.IGNORECASE)


def is_of_other_thing(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether an equation that fails as printed gives what only a reader knows it to be of.

    Counts stand before what each of them takes, and what all take follows ("96 × 2 × 50 / 8 = 6.3 MB, 1.2 GB in
    all"); a product of counts has a broken number as its result, or is explained behind it ("32 × 3072 = 9.66 (98,304
    tokens × 98,304 B)"); or a cost of so many things is told of all there are ("2 B + 1 B per 64 weights = 0.6 GB").
    """
    if not isinstance(left, Operation) or not isinstance(right, Operand):
        return False
    return (
        _is_of_each(facts, left, right)
        or _is_of_other_unit(facts.claims.all, left, right)
        or _is_explained(facts, left, right)
        or _is_of_all(facts, left, right)
    )


def _is_of_each(facts: Facts, left: Operation, right: Operand) -> bool:
    """Whether a result is that of a calculation without the counts it begins with, and what they come to follows."""
    claims = facts.claims.all
    for counts, rest in _without_counts(claims, left):
        found = decide(claims, rest, "=", right)
        if found is None or not found.holds:
            continue
        each = evaluate(right, claims, found.world)
        if (
            each is not None
            and each.physical
            and any(
                value.physical == each.physical and value.base.meets(each.base.scale(counts))
                for value in _behind(facts, right)
            )
        ):
            return True
    return False


def _without_counts(claims: tuple[Claim, ...], side: Operation) -> Iterator[tuple[Fraction, Expression]]:
    """A calculation without one or more of the plain counts that it begins with, and their product."""
    if side.operator == "*":
        for kept in range(1, len(side.operands)):
            counts = [_count(claims, factor) for factor in side.operands[:kept]]
            if None in counts:
                return
            rest = side.operands[kept:]
            product = prod((each for each in counts if each is not None), start=Fraction(1))
            yield product, rest[0] if len(rest) == 1 else Operation("*", rest, side.span)
    elif side.operator == "/" and isinstance(first := side.operands[0], Operation):
        for counts_of, rest_of in _without_counts(claims, first):
            yield counts_of, Operation("/", (rest_of, *side.operands[1:]), side.span)


def _count(claims: tuple[Claim, ...], side: Expression) -> Fraction | None:
    quantity = claims[side.claim].quantity if isinstance(side, Operand) else None
    return quantity.value if quantity is not None and quantity.whole else None


def _behind(facts: Facts, right: Operand) -> Iterator[Value]:
    """The numbers of the line or row behind a result."""
    claims, source = facts.claims.all, facts.claims.document.source
    for claim in claims[right.claim + 1 : right.claim + 1 + _BESIDE]:
        if "\n" in source[claims[right.claim].span.end : claim.span.start]:
            return
        value = evaluate(Operand(claim.index), claims, {})
        if value is not None:
            yield value


def _is_of_other_unit(claims: tuple[Claim, ...], left: Operation, right: Operand) -> bool:
    """Whether a product has a far smaller number with decimals as its result, and no scale is named: one of counts, or
    one with the same digits in millions or billions.
    """
    stated, told = claims[right.claim].quantity, evaluate(right, claims, {})
    done = evaluate(left, claims, {})
    if stated is None or told is None or done is None or stated.whole or not told.bare or done.physical:
        return False
    if left.operator != "*" or stated.value is None or stated.value.denominator == 1 or not _is_far(done, told):
        return False
    counts = all(_count(claims, factor) is not None for factor in left.operands)
    same = stated.text[-1:].isdigit() and any(done.printed.meets(told.printed.scale(each)) for each in _PREFIXES)
    return (counts or same) and not named_scales(claims[right.claim])


def _is_far(more: Value, less: Value) -> bool:
    """Whether one number is more than a thousand times the other."""
    least, most = more.printed.low, less.printed.high
    return least is not None and most is not None and least >= _FAR * most > 0


def _is_explained(facts: Facts, left: Operation, right: Operand) -> bool:
    """Whether a product in the bracket behind a result gives it, and starts from what the left side comes to."""
    claims = facts.claims.all
    product = _product_behind(facts, claims[right.claim])
    told, done = evaluate(right, claims, {}), evaluate(left, claims, {})
    full = evaluate(product, claims, {}) if product is not None else None
    if product is None or full is None or told is None or done is None:
        return False
    begun = evaluate(product.operands[0], claims, {})
    if begun is None or not begun.printed.meets(done.printed):
        return False
    scales = (Fraction(1), *_SCALES) if told.bare else (Fraction(1),)
    return any(full.base.meets(told.base.scale(scale)) for scale in scales)


def _product_behind(facts: Facts, result: Claim) -> Operation | None:
    """The product in the bracket, or the comment, right behind a result."""
    source = facts.claims.document.source
    factors: list[Operand] = []
    place = result.span.end
    for claim in facts.claims.all[result.index + 1 : result.index + 1 + _BESIDE]:
        sign = _TIMES if factors else _BRACKET
        if sign.fullmatch(source, place, claim.span.start) is None:
            break
        factors.append(Operand(claim.index))
        place = claim.span.end
    return Operation("*", tuple(factors), result.span) if len(factors) > 1 else None


def _is_of_all(facts: Facts, left: Operation, right: Operand) -> bool:
    """Whether a cost of so many things is told of all of them, whose number stands elsewhere."""
    claims, source = facts.claims.all, facts.claims.document.source
    used = [claims[index].span for index in operands(left)]
    if not any(_PER.search(source, a.end, b.start) for a, b in pairwise(used)):
        return False
    done, told = evaluate(left, claims, {}), evaluate(right, claims, {})
    if done is None or told is None or done.physical != told.physical or not done.physical:
        return False
    least, most = told.base.low, done.base.high
    return least is not None and most is not None and least >= _FAR * most > 0
