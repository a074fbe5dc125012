"""Whether a number stands in the source as a proof says."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate
from typing import Any

from auditor.verify.ranges import End, Range, number, point, read

_BREAK = re.compile(r"\r\n|\n|\r")
_NUMERAL = re.compile(r"(?:\d{1,3}(?:[ \u00a0\u202f'’_]\d{3})+|\d+)(?:[.,]\d+)*(?:[eE][+-]?\d{1,3})?", re.ASCII)
_GROUPING = str.maketrans("", "", " \u00a0\u202f'’_")
_FRACTION = re.compile(r"(?<![\d.,/])(\d{1,18}) ?/ ?(\d{1,18})(?![\d.,/])", re.ASCII)
_DURATION = re.compile(
    r"(\d{1,5}[ \u00a0]?[dhm][a-z]*)(?:,? and |[ \u00a0])?(\d{1,2}[ \u00a0]?[hms][a-z]*)"
    r"(?:(?:,? and |[ \u00a0])?(\d{1,2}[ \u00a0]?s[a-z]*))?",
    re.ASCII,
)
_RAISED = re.compile(r"(\d[\d,]{0,30}(?:\.\d{1,30})?) ?(?:\^ ?(\d{1,2})|([²³⁴⁵⁶⁷⁸⁹]))")
_TENS = re.compile(r"(\d{1,30}(?:[.,]\d{1,30})?) ?[·×x*] ?10(?:\^(-?\d{1,2})|(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")
_BRACES = re.compile(r"[{}]")
_TIMES = re.compile(r"\\(?:times|cdot) ?")
_UP = {ord(sign): digit for sign, digit in zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True)}
_TWO = re.compile(r"(\d{1,9}),(\d{1,9})", re.ASCII)
_LIST = re.compile(r"(?!\d{1,3}(?:,\d{3})+\Z)\d+(?:,\d+){2,}", re.ASCII)
_REACH = Fraction(1, 4)
"""How far an end may lie from the printed number, beside a unit in its last place: `~` reaches a tenth, and a tebibyte
is a tenth more than a terabyte."""
_SCALES = frozenset(
    (*(Fraction(10) ** power for power in range(-6, 19)), *(Fraction(1024) ** power for power in range(-4, 5)))
)
"""What may stand between a numeral and its unit: K, million, 万; a unit left out of the comparison."""
_LONGEST = 400

Claim = Mapping[str, Any]


class Source:
    """The report, with the places of its lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = [found.end() for found in _BREAK.finditer(text)]

    def quotes(self, claim: Claim) -> str:
        """What is wrong with a claim's place and text; empty if the text stands there."""
        span, text = claim["span"], claim["text"]
        start, end = span["start"], span["end"]
        if not 0 <= start < end <= len(self.text) or self.text[start:end] != text:
            return f"{text!r} does not stand at {span['line']}:{span['column']}"
        places = ((span["line"], span["column"], start), (span["end_line"], span["end_column"], end))
        if any((line, column) != self._place(offset) for line, column, offset in places):
            return f"{text!r} stands at other lines and columns than {span['line']}:{span['column']}"
        return ""

    def _place(self, offset: int) -> tuple[int, int]:
        before = bisect_right(self._ends, offset)
        return before + 1, offset - (self._ends[before - 1] if before else 0) + 1


def value(claim: Claim) -> Range:
    """All that a claim may say, in base units. Raises ValueError for one that is no quantity."""
    readings = (claim["quantity"] or {}).get("readings")
    if not readings:
        raise ValueError(f"{claim['id']} is no quantity")
    *_, hull = accumulate(map(read, readings), Range.hull)
    return hull


def mistaken(claim: Claim) -> str:
    """What is wrong with a claim's quantity; empty if its readings are the printed range in their units."""
    quantity = claim["quantity"]
    if quantity is None:
        return ""
    printed = read(quantity)
    for reading in quantity["readings"]:
        if read(reading) != printed.scaled(number(reading["factor"])):
            return f"{claim['text']!r} is {printed} as printed, which is not {read(reading)} in {reading['unit']}"
    return ""


def misread(claim: Claim, factor: str | None, given: Range) -> str:
    """What is wrong with a range that a claim is said to state; empty if the claim's digits state it."""
    quantity = claim["quantity"]
    if quantity is None:
        return f"{claim['text']!r} states no number"
    ranges = [read(quantity), value(claim), *map(read, quantity["readings"])]
    if factor is None:
        written = _NUMERAL.search(claim["text"])
        if written:
            return f"{written.group()} is printed, but not said to be read"
        return "" if given in ranges else f"{claim['text']!r} is not taken as {given}"
    units = {number(reading["factor"]) for reading in quantity["readings"]}
    if not any(abs(number(factor) / unit) in _SCALES for unit in {*units, Fraction(1)}):
        return f"{factor} is no scale of {quantity['unit'] or 'a bare number'}"
    numerals = list(_numerals(claim["text"]))
    if given not in ranges and given not in _exact(numerals, number(factor), quantity["readings"]):
        return f"{claim['text']!r} is not taken as {given}"
    printed = [(n * number(factor), last * abs(number(factor))) for n, last in numerals]
    if not any(given.holds(n) for n, _ in printed):
        return f"no number in {claim['text']!r} times {factor} lies in {given}"
    # What is read in units of two sizes, as GB is, ends where the larger one does.
    scale = abs(number(factor))
    printed += [(n * unit, last * unit) for n, last in numerals for unit in units if unit > scale]
    printed += [(n * scale * unit, last * scale * unit) for n, last in numerals for unit in units if unit > 1]
    if not all(_explained(end, printed) for end in (given.low, given.high)):
        return f"{given} is far from what {claim['text']!r} prints"
    return ""


def _exact(
    numerals: list[tuple[Fraction, Fraction]], factor: Fraction, readings: list[Mapping[str, Any]]
) -> list[Range]:
    """The printed numbers without any rounding, as configurations are meant, in one reading or in all."""
    factors = [number(reading["factor"]) for reading in readings]
    ranges = []
    for n, _ in numerals:
        points = [point(n * factor / factors[0] * other) for other in factors]
        *_, hull = accumulate(points, Range.hull)
        ranges += [*points, hull]
    return ranges


def _explained(end: End, printed: list[tuple[Fraction, Fraction]]) -> bool:
    """Whether an end is zero, infinite, or near a printed number with its last place."""
    if end[0] or end[1] == 0:
        return True
    return any(abs(end[1] - n) <= abs(n) * _REACH + last for n, last in printed)


def _digits(text: str) -> int:
    return int("".join(filter(str.isdecimal, text)) or 0)


def _numerals(text: str) -> Iterator[tuple[Fraction, Fraction]]:
    """The numbers that a text may print, each with a unit of its last place."""
    if "\\" in text or "{" in text:
        # LaTeX: 10^{9}, 327{,}680, 7 \times 10^9.
        text = _BRACES.sub("", _TIMES.sub("×", text.replace("{,}", ",")))
    for above, below in _FRACTION.findall(text):
        if int(below):
            yield Fraction(int(above), int(below)), Fraction(0)
    for first, second, third in _DURATION.findall(text):
        # "3 h 23 min" is one number, in hours.
        step = Fraction(1, 24 if "d" in first else 60)
        last = step / 60 if third else step
        yield _digits(first) + _digits(second) * step + _digits(third) * last, last
    for base, caret, raised in _RAISED.findall(text):
        yield Fraction(base.replace(",", "")) ** int(caret or raised.translate(_UP)), Fraction(0)
    for base, caret, raised in _TENS.findall(text):
        tens = Fraction(10) ** int(caret or raised.translate(_UP))
        mantissa = base.replace(",", ".")
        yield Fraction(mantissa) * tens, tens / 10 ** len(mantissa.partition(".")[2])
    if (pair := _TWO.fullmatch(text)) and int(pair[2]) == int(pair[1]) + 1:
        # "2,3" are two that follow one another.
        yield from ((Fraction(each), Fraction(1)) for each in pair.groups())
    for found in _NUMERAL.findall(text):
        if _LIST.fullmatch(found):
            # "0,1,2,3" are four numbers.
            yield from ((Fraction(each), Fraction(1)) for each in found.split(",") if len(each) <= _LONGEST)
            continue
        digits, _, exponent = found.translate(_GROUPING).lower().partition("e")
        for plain in (digits.replace(",", ""), digits.replace(".", "").replace(",", ".")):
            if plain.count(".") <= 1 and len(plain) <= _LONGEST:
                scale = Fraction(10) ** int(exponent or 0)
                yield Fraction(plain) * scale, scale / 10 ** len(plain.partition(".")[2])
