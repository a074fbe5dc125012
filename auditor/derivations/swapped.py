"""Whether a printed number is another one with two neighbouring digits swapped: "2,712" for 2,172."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor.interval import Interval
from auditor.quantity import Quantity

SWAPPED = "two of its digits are swapped"
"""The slip, as a clause."""
_NUMERAL = re.compile(r"\d[\d,]*(?:\.\d+)?", re.ASCII)
_FEWEST = 3
_MOST = 16
"""Digits of a number in which a swap is looked for."""


def is_swapped(quantity: Quantity, expected: Interval) -> bool:
    """Whether a swap of two neighbouring digits makes a number one that is expected, in base units."""
    found = _NUMERAL.search(quantity.text)
    digits = found[0].replace(",", "") if found is not None else ""
    if quantity.value is None or not _FEWEST <= len(digits.replace(".", "")) <= _MOST or not Fraction(digits):
        return False
    scale = quantity.value / Fraction(digits)
    for other in _swaps(digits):
        moved = (other - Fraction(digits)) * scale
        if any(
            (each.interval + Interval.point(moved * each.unit.factor)).meets(expected) for each in quantity.readings
        ):
            return True
    return False


def _swaps(digits: str) -> Iterator[Fraction]:
    places = [place for place, digit in enumerate(digits) if digit != "."]
    for first, second in pairwise(places):
        if digits[first] != digits[second]:
            changed = list(digits)
            changed[first], changed[second] = digits[second], digits[first]
            yield Fraction("".join(changed))
