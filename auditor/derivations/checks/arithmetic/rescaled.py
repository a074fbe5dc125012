"""Results whose scale, or whose factors' scale, is named only once: "386 ÷ 32 + 14 = 26B", "| 2 × 67.1 M | 134.2 |"."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.values import PHYSICAL, evaluate, operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation
from auditor.interval import Interval
from auditor.quantity import Quantity

_THOUSAND = 1000
_BYTES = (("byte", 1),)
_REACH = 12
"""Characters of the longest scale behind a bracket that ends a side."""
_SMALLER = (Fraction(10**3), Fraction(10**6))
"""Scales below the one of a result in which its factors may be."""
_SCALE_BEHIND = re.compile(r"[)）]\s?(?:万|亿|千|thousand|million|billion|trillion|[KMGTP]i?B?\b)")
"""A scale behind a bracket: it is that of all numbers in it."""
_DIGITS = re.compile(r"\d[\d,.]*")


def is_scaled(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether an equation comes out where the scale or the unit of some of its numbers is told by others alone."""
    return any(told(claims, left, right) for told in (is_scaled_late, _is_scaled_before, _is_in_bytes))


def is_scaled_late(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether the left side is in the thousands, millions or billions that only the right side names: "386 ÷ 32 + 14 =
    26B", "80 layers × 856 = 68.5B"."""
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    parts = [part for index in operands(left) if (part := claims[index].quantity) is not None]
    if stated is None or not isinstance(left, Operation):
        return False
    if left.operator == "+" and _is_scaled_once(claims, left, stated):
        return True
    if not all(_is_unscaled(part, stated) for part in parts):
        return False
    scales, done = _scales(stated), evaluate(left, claims, {})
    if done is None:
        return False
    small = all(part.value is not None and (part.value < _THOUSAND or part.value.denominator > 1) for part in parts)
    scales += [each for each in _SMALLER if small and each < max(scales, default=0)]
    return any(done.printed.meets(stated.interval.scale_down(each)) for each in scales)


def is_scaled_together(facts: Facts, left: Expression) -> bool:
    """Whether numbers in brackets are in the scale that is named behind these, and others in one of their own: "40 ×
    (1.05 + 0.63) billion + 2 billion"."""
    parts = [part for index in operands(left) if (part := facts.claims.all[index].quantity) is not None]
    if not isinstance(left, Operation) or not any(_scales(part) for part in parts):
        return False
    first, *_, last = (facts.claims.all[index] for index in (*operands(left), *operands(left)))
    text = facts.claims.document.blocks[first.block].text
    return first.block == last.block and _SCALE_BEHIND.search(text, first.start, last.end + _REACH) is not None


def _is_scaled_once(claims: tuple[Claim, ...], left: Operation, stated: Quantity) -> bool:
    """Whether the terms of a sum that name no scale are in that of the others and the result: "6.2B + 0.8 = 7.0B"."""
    parts = [claims[term.claim].quantity for term in left.operands if isinstance(term, Operand)]
    if len(parts) < len(left.operands):
        return False
    for scale in _scales(stated):
        terms = [
            part.interval.scale(scale if _is_unscaled(part, stated) else Fraction(1))
            for part in parts
            if part is not None
        ]
        if len(terms) == len(parts) and sum(terms[1:], terms[0]).meets(stated.interval):
            return True
    return False


def _is_scaled_before(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether a bare result is in the millions that the numbers before it name: "| 2 × 67.1 M | 134.2 |"."""
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    done = evaluate(left, claims, {}) if isinstance(left, Operation) else None
    if stated is None or done is None or done.physical or stated.unit.symbol or not stated.text[-1:].isdigit():
        return False
    parts = [part for index in operands(left) if (part := claims[index].quantity) is not None]
    return any(done.base.meets(stated.interval.scale(each)) for part in parts for each in _scales(part))


def _scales(quantity: Quantity) -> list[Fraction]:
    """What a printed number may have been multiplied by: the scale behind its digits."""
    printed = _DIGITS.search(quantity.text)
    if printed is None or not quantity.value:
        return []
    return [each for digits in _digits(printed[0]) if (each := quantity.value / digits) > 1]


def _digits(printed: str) -> list[Fraction]:
    """What digits write, with a decimal point and with a decimal comma."""
    written = (printed.replace(",", ""), printed.replace(".", "").replace(",", "."))
    return [Fraction(each) for each in written if each.count(".") <= 1 and each[-1:] != "." and Fraction(each)]


def _is_unscaled(quantity: Quantity, stated: Quantity) -> bool:
    """Whether a number has no scale or unit of its own, or counts what the parameters stated are in."""
    if not quantity.unit.symbol:
        return quantity.text[-1:].isdigit()
    physical = any(name in PHYSICAL for name, _ in quantity.unit.dimensions)
    return quantity.whole and not physical and stated.unit.symbol in ("", "parameter")


def _is_in_bytes(claims: tuple[Claim, ...], left: Expression, right: Expression) -> bool:
    """Whether terms without a unit are bytes beside those of a sum that have one: "8.03e9 × 2 + 2.5 GB = 18.6 GB"."""
    stated = claims[right.claim].quantity if isinstance(right, Operand) else None
    if stated is None or stated.unit.dimensions != _BYTES or not isinstance(left, Operation) or left.operator != "+":
        return False
    whole = evaluate(right, claims, {})
    terms = [evaluate(term, claims, {}) for term in left.operands]
    summed = Interval.point(0)
    for term in terms:
        if term is None or whole is None:
            return False
        summed = summed + (term.base if term.physical == whole.physical else term.printed)
    return summed.meets(stated.hull)
