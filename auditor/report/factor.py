"""By what a printed numeral has to be multiplied: the link from the digits of a text to a value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from auditor.interval import Interval
from auditor.quantity import Quantity, Reading

_NUMERAL = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f'’_]\d{3})+|\d+)(?:[.,]\d+)*(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPING = str.maketrans("", "", " \u00a0\u202f'’_")
_FRACTION = re.compile(r"(?<![\d.,/])(\d{1,18}) ?/ ?(\d{1,18})(?![\d.,/])", re.ASCII)
_LIST = re.compile(r"(?!\d{1,3}(?:,\d{3})+\Z)\d+(?:,\d+){2,}", re.ASCII)
_DURATION = re.compile(
    r"(\d{1,5})[ \u00a0]?([dhm])[a-z]*(?:,? and |[ \u00a0])?(\d{1,2})[ \u00a0]?[hms][a-z]*"
    r"(?:(?:,? and |[ \u00a0])?(\d{1,2})[ \u00a0]?s[a-z]*)?",
    re.ASCII,
)
_POWER = re.compile(r"(\d[\d,]{0,30}(?:\.\d{1,30})?) ?(?:\^ ?(\d{1,2})|([²³⁴⁵⁶⁷⁸⁹]))")
_SCIENTIFIC = re.compile(r"(\d{1,30}(?:[.,]\d{1,30})?) ?[·×x*] ?10(?:\^(-?\d{1,2})|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")
_SUPERSCRIPTS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
_FORMULA = re.compile(r"\{,\}|[{}]|\\(?:times|cdot) ?")
_SET = {"{,}": ",", "\\times ": "×", "\\times": "×", "\\cdot ": "×", "\\cdot": "×"}
"""How the markup of LaTeX inside a number is set; braces are not."""
_POSITIVE = (
    *(Fraction(10) ** power for power in (0, 3, 6, 9, 12, 15, 18, 4, 8, 2, -2, -3)),
    *(Fraction(1024) ** power for power in (1, 2, 3, 4)),
)
_SCALES = (*_POSITIVE, *(-scale for scale in _POSITIVE))
_KNOWN = frozenset(_SCALES)


def factor(text: str, quantity: Quantity, interval: Interval) -> Fraction | None:
    """What turns a numeral of the text into a value of the interval: scale word (K, million) and unit.

    None where the text writes its number in words only.
    """
    scale = _scale(text, quantity)
    if scale is None:
        return None
    if interval == quantity.interval:
        return scale
    taken = [reading for reading in quantity.readings if reading.interval == interval] or quantity.readings
    return scale * reading_factor(quantity, taken[0])


def reading_factor(quantity: Quantity, reading: Reading) -> Fraction:
    """What turns the printed bounds into those of a reading: its unit, and K as 1024 where that is what it reads."""
    printed, meant = quantity.interval, reading.interval
    if printed.low and meant.low is not None:
        return meant.low / printed.low
    if printed.high and meant.high is not None:
        return meant.high / printed.high
    return reading.unit.factor


def _scale(text: str, quantity: Quantity) -> Fraction | None:
    """What the first numeral that fits has to be multiplied by to be the number in the printed unit."""
    return next((scale for numeral in _numerals(text) if (scale := _between(numeral, quantity)) is not None), None)


def _between(numeral: Fraction, quantity: Quantity) -> Fraction | None:
    value = quantity.value
    if value is None:
        return next((scale for scale in _SCALES if _within(numeral * scale, quantity.interval)), None)
    if not numeral:
        return None if value else _SCALES[0]
    scale = value / numeral
    return scale if scale in _KNOWN else None


def _within(value: Fraction, interval: Interval) -> bool:
    """Whether the value lies in the interval or is one of its ends."""
    return (interval.low is None or interval.low <= value) and (interval.high is None or value <= interval.high)


def _numerals(text: str) -> Iterator[Fraction]:
    """The numbers that the text may write: powers and fractions first, commas between thousands or before decimals."""
    text = _FORMULA.sub(lambda found: _SET.get(found[0], ""), text) if "\\" in text or "{" in text else text
    for first, unit, second, third in _DURATION.findall(text):
        # "3 h 23 min" is one number, in hours.
        yield int(first) + Fraction(int(second), 24 if unit == "d" else 60) + Fraction(int(third or 0), 3600)
    for base, plain, raised in _POWER.findall(text) if "^" in text or not text.isascii() else ():
        yield Fraction(base.replace(",", "")) ** int(plain or raised.translate(_SUPERSCRIPTS))
    for base, plain, raised in _SCIENTIFIC.findall(text) if "10" in text else ():
        yield Fraction(base.replace(",", ".")) * Fraction(10) ** int(plain or raised.translate(_SUPERSCRIPTS))
    for above, below in _FRACTION.findall(text) if "/" in text else ():
        if int(below):
            yield Fraction(int(above), int(below))
    for found in _NUMERAL.findall(text):
        if _LIST.fullmatch(found):
            # "0,1,2,3" are four numbers.
            yield from (Fraction(each) for each in found.split(",") if len(each) <= 400)
            continue
        number, _, exponent = found.translate(_GROUPING).lower().partition("e")
        for plain in (number.replace(",", ""), number.replace(".", "").replace(",", ".")):
            if plain.count(".") <= 1 and len(plain) <= 400:
                value = Fraction(plain if "." in plain else int(plain))
                yield value * Fraction(10) ** int(exponent) if exponent else value
