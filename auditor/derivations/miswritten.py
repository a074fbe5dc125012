"""Whether a printed number is another one with a slip of the hand in it: "2,712" or "2,372" for 2,172."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor import patterns as re
from auditor.interval import Interval
from auditor.quantity import Quantity

SWAPPED = "two of its digits are swapped"
"""The slip, as a clause."""
REPLACED = "one of its digits is wrong"
SLIPS = frozenset({SWAPPED, REPLACED})
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)
_FEWEST, _MOST = 3, 16
"""Digits of a number in which a slip is looked for."""
_TELLING = 4
"""Digits of a number that differs in a single one by hardly more than a slip."""
_DIGITS = "0123456789"


def miswriting(quantity: Quantity, expected: Interval, *, anywhere: bool = False, fewest: int = _FEWEST) -> str:
    """The slip that makes a number one that is expected, in base units; empty where there is none.

    A last digit that is another may be rounding, a first one is seldom mistaken, and of three digits too many numbers
    differ in one: they count only `anywhere`, where much else says that the two are one number. Numbers of less
    than `fewest` digits are too like each other.
    """
    found = _NUMERAL.search(quantity.text)
    digits = found[0].replace(",", "") if found is not None else ""
    count = len(digits.replace(".", ""))
    if quantity.value is None or not fewest <= count <= _MOST or not Fraction(digits):
        return ""
    if _is_meant(quantity, digits, _swaps(digits), expected):
        return SWAPPED
    telling = anywhere or count >= _TELLING
    others = _others(digits, anywhere=anywhere)
    return REPLACED if telling and _is_meant(quantity, digits, others, expected) else ""


def _is_meant(quantity: Quantity, digits: str, others: Iterator[str], expected: Interval) -> bool:
    """Whether the number with its digits written otherwise is what is expected."""
    printed = Fraction(digits)
    scale = (quantity.value or 0) / printed
    return any(
        (each.interval + Interval.point((Fraction(other) - printed) * scale * each.unit.factor)).meets(expected)
        for other in others
        for each in quantity.readings
    )


def _swaps(digits: str) -> Iterator[str]:
    places = [place for place, digit in enumerate(digits) if digit != "."]
    for first, second in pairwise(places):
        if digits[first] != digits[second]:
            changed = list(digits)
            changed[first], changed[second] = digits[second], digits[first]
            yield "".join(changed)


def _others(digits: str, *, anywhere: bool) -> Iterator[str]:
    places = [place for place, digit in enumerate(digits) if digit != "."]
    for place in places if anywhere else places[1:-1]:
        # A number of several digits is not written with a zero in front.
        usable = _DIGITS if place or digits[1:2] in ("", ".") else _DIGITS[1:]
        yield from (digits[:place] + other + digits[place + 1 :] for other in usable if other != digits[place])
