"""Written arithmetic that leans on other lines: deductions of a budget, work at a rate, so many of what each takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.rescaled import is_scaled_late
from auditor.derivations.decided import decide
from auditor.derivations.values import PHYSICAL, Value, evaluate, operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval
from auditor.units import Dimensions

_AT = re.compile(r"(?:^|[\s(,;:])(?:at|@|over|through|by|with|via|bei|ở|tại|với)\s|[按以在]", re.IGNORECASE)
"""Words before the rate at which the work of an earlier line is done."""
_TIME: Dimensions = (("second", 1),)
_LINES, _CLAIMS = 6, 24
"""How far the other amounts of a budget are looked for."""
_REACH = 80
_SCALES = tuple(Fraction(1000) ** power for power in (-3, -2, -1, 1, 2, 3))
_ROUNDED = Interval(Fraction(-1, 2), Fraction(1, 2))
_EACH = 100
"""From how much for each a count in a sum stands for what all of them have."""


def leans(facts: Facts, left: Expression, right: Expression) -> bool:
    """Whether an equation that fails as printed says only a part of what is worked out.

    A budget gives a deduction its minus ("4 × 2 GB = −8 GB"); the work that a rate does stands in a line before ("at
    2 × 3 TB/s = 20 ms"); a count stands for what each takes ("28 layers + 2,048 = 1.6 B"); or it is not known of what
    kind the result is that the other side runs on from.
    """
    if not isinstance(left, Operation):
        return False
    return (
        _is_taken_off(facts, left, right)
        or _is_at_rate(facts, left, right)
        or _is_of_each(facts, left, right)
        or _runs_on(facts, left, right)
        or _is_sum_of_other_things(facts, left, right)
        or _is_one_way(facts, left, right)
    )


def _is_taken_off(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether an amount with a minus is one of several lines that a first amount is reduced by."""
    claims = facts.claims.all
    stated = evaluate(right, claims, {}) if isinstance(right, Operand) else None
    if stated is None or not _is_negative(stated):
        return False
    amount = decide(claims, left, "=", Operation("-", (right,), left.span))
    if amount is None or not amount.holds:
        return False
    near = list(_near(facts, amount.head, stated.physical))
    before = [value for place, value in near if place < amount.head]
    return bool(before) and (len(near) > len(before) or any(map(_is_negative, before)))


def _is_negative(value: Value) -> bool:
    return value.base.high is not None and value.base.high < 0


def _near(facts: Facts, head: int, physical: Dimensions) -> Iterator[tuple[int, Value]]:
    """The amounts of a kind on the lines around a claim, with their places."""
    claims = facts.claims.all
    for place in range(max(head - _CLAIMS, 0), min(head + _CLAIMS, len(claims))):
        value = evaluate(Operand(place), claims, {}) if _is_lines_away(facts, claims[place], claims[head]) else None
        if value is not None and value.physical == physical:
            yield place, value


def _is_lines_away(facts: Facts, one: Claim, other: Claim) -> bool:
    start, end = sorted((one.span.start, other.span.start))
    return 0 < facts.claims.document.source.count("\n", start, end) <= _LINES


def _is_at_rate(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether a time is given for work at the rate that is worked out: "at 45% of 4 × 1,979 TFLOP/s = 96 ms"."""
    claims = facts.claims.all
    done = evaluate(left, claims, {})
    stated = evaluate(Operand(next(operands(right))), claims, {})
    if done is None or stated is None or stated.physical != _TIME or done.physical == _TIME:
        return False
    return any(_AT.search(_before(facts, claims[index])) for index in operands(left) if _is_rate(claims[index]))


def _before(facts: Facts, claim: Claim) -> str:
    """The line of a claim up to it."""
    text = facts.claims.document.blocks[claim.block].text
    return text[max(claim.start - _REACH, 0) : claim.start].rpartition("\n")[2]


def _is_rate(claim: Claim) -> bool:
    dimensions = claim.quantity.unit.dimensions if claim.quantity is not None else ()
    return ("second", -1) in dimensions and any(power > 0 for _, power in dimensions)


def _is_of_each(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether a count of things that no other number of a sum counts stands for what all of them take."""
    claims = facts.claims.all
    if left.operator != "+" or not isinstance(right, Operand):
        return False
    named = [part for part in left.operands if isinstance(part, Operand) and _things(claims[part.claim])]
    if len(named) != 1 or _things(claims[right.claim]) == _things(claims[named[0].claim]):
        return False
    count, stated, done = (evaluate(side, claims, {}) for side in (named[0], right, left))
    if count is None or stated is None or done is None:
        return False
    if stated.physical:
        return True
    more, most = (stated.base + -done.base).low, count.base.high
    return more is not None and most is not None and more >= (_EACH - 1) * most


def _things(claim: Claim) -> str:
    """What a whole number counts, by the unit behind it; empty for amounts and bare numbers."""
    quantity = claim.quantity
    if quantity is None or not quantity.whole or claim.text[-1:].isdigit() or quantity.unit.symbol in ("%", "×"):
        return ""
    return "" if any(name in PHYSICAL for name, _ in quantity.unit.dimensions) else quantity.unit.symbol


def _runs_on(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether the other side begins with a result that this one cannot be held against: "= 429 TFLOP plus 12 TFLOP"; or
    that it comes to but for a scale: "16.4 / 887 = 18.5 + 19.5 = 38 ms"."""
    first = right
    while isinstance(first, Operation) and len(first.operands) > 1 and first.operator in "+-":
        first = first.operands[0]
    if first is right or not isinstance(first, Operand):
        return False
    claims = facts.claims.all
    if decide(claims, left, "=", first) is None or is_scaled_late(claims, left, first):
        return True
    return _has_same_digits(claims, left, first)


def _has_same_digits(claims: tuple[Claim, ...], left: Operation, first: Operand) -> bool:
    """Whether a bare result is what a calculation gives in thousands or thousandths of its unit."""
    done, told = evaluate(left, claims, {}), evaluate(first, claims, {})
    if done is None or told is None or not told.bare:
        return False
    around = told.printed + _ROUNDED if told.printed.is_point else told.printed
    return any(done.printed.meets(around.scale(scale)) for scale in _SCALES)


def _is_sum_of_other_things(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether a sum counts one kind of thing and another is stated: "5 replicas + 1 = 12 GPUs"."""
    claims = facts.claims.all
    summed, stated = ({_things(claims[index]) for index in operands(side)} - {""} for side in (left, right))
    plain = all(_is_plain(claims[index]) for index in (*operands(left), *operands(right)))
    return left.operator in "+-" and plain and bool(summed and stated) and summed.isdisjoint(stated)


def _is_plain(claim: Claim) -> bool:
    return claim.quantity is not None and not any(name in PHYSICAL for name, _ in claim.quantity.unit.dimensions)


def _is_one_way(facts: Facts, left: Operation, right: Expression) -> bool:
    """Whether an amount "at" a bandwidth takes twice as long: the bandwidth is that of both ways together."""
    claims = facts.claims.all
    done, stated = evaluate(left, claims, {}), evaluate(right, claims, {})
    if done is None or stated is None or not done.base.scale(2).meets(stated.base):
        return False
    first, last = min(operands(left)), max(operands(left))
    between = facts.claims.document.source[claims[first].span.end : claims[last].span.start]
    return re.search(r"\bat\s", between) is not None
