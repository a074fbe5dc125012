"""One number with all that belongs to it: bound, digits, scale, unit, degree, and the other end of a range."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from auditor.claims import bounds, degrees, names, neighbours, numerals
from auditor.claims.durations import duration
from auditor.claims.each import each, per
from auditor.claims.lexicon import UNSCALED
from auditor.claims.operand import Digits, read_digits
from auditor.claims.ranges import other_end
from auditor.claims.readings import Written, quantity
from auditor.claims.token import Number, Token, TokenKind
from auditor.quantity import Modality
from auditor.units import NUMBER, Alternative

_NONE = (Alternative("", NUMBER),)
_SIGNS = frozenset("+-−–±")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,4})(?:(?= of (?![\d$~]))|(?:st|nd|rd|th)s?\b)")

_MYRIADS = (10**4, 10**8)
_FOUR_DIGITS = 1000


def read_number(text: str, start: int, tokens: list[Token]) -> int:
    """Append the token of the number whose first digit is at `start`; returns where it ends."""
    passed = names.claimless(text, start, tokens)
    if passed is not None:
        return _pass(text, start, passed[0], passed[1], tokens)
    digits = _fraction(text, start) or duration(text, start) or read_digits(text, start)
    if digits is None:
        return _pass(text, start, numerals.extent(text, start), "number out of range", tokens)
    way = None if digits.bound.units else degrees.way(text, digits.end) or names.percentile(text, digits.end)
    if way is None and names.is_glued(text, digits.bound.end):
        return _pass(text, start, names.glued(text, start), names.NAME, tokens)
    other = other_end(text, digits, tokens)
    named = names.by_context(text, digits, other, tokens)
    if named is not None:
        return _pass(text, start, named[0], named[1], tokens)
    return _append(text, digits, other, way, tokens)


def read_degree(text: str, degree: str, begin: int, start: int, end: int, tokens: list[Token]) -> None:
    """Append the token of a degree glued to its name: the name begins at `begin`, the digits are `text[start:end]`."""
    printed = numerals.read(text[start:end])
    assert printed is not None
    written = Written(printed, printed, UNSCALED, _NONE, Modality.EXACT, worded=False)
    number = Number(start, end, printed.value, printed.value, quantity(text[start:end], written), _NONE, degree)
    tokens.append(Token(TokenKind.NUMBER, begin, end, text[begin:end], number))


def _pass(text: str, start: int, end: int, why: str, tokens: list[Token]) -> int:
    tokens.append(Token(TokenKind.WORD, start, end, text[start:end], why=why))
    return end


def _fraction(text: str, start: int) -> Digits | None:
    """A fraction that stands for a share ("1/8 of the parameters"), as one number."""
    found = _FRACTION.match(text, start)
    if found is None or not 0 < int(found[1]) < int(found[2]):
        return None
    digits = read_digits(text, found.start(2))
    assert digits is not None
    printed = numerals.Printed(found[0], Fraction(int(found[1]), int(found[2])), Fraction(0), whole=False)
    return replace(digits, printed=printed, start=start, bound=replace(digits.bound, units=(), end=found.end()))


def _append(text: str, first: Digits, other: Digits | None, way: int | None, tokens: list[Token]) -> int:
    last = other or first
    bare = not last.bound.units and way is None
    units, end, reach = _unit(text, last, way, tokens)
    tie = "range" if other else neighbours.qualifier(text, last.bound, end, tokens, bare=bare)
    begin, low = _signed(first, tokens)
    low = _rounded(low, first.bound.scales) if other is None else low
    measured = bool(units[0].unit.symbol) and not last.bound.countable
    modality, worded = Modality.EXACT, False
    if other or not bounds.is_of_result(text, end):
        begin, modality, worded = bounds.take_before(begin, tokens, measured=measured)
    degree, reach = _degree(text, begin, end, reach, units[0].unit.symbol, way, tokens)
    if modality is Modality.EXACT:
        modality, end = (Modality.AT_LEAST, end) if last.plus else bounds.behind(text, end)
        worded, reach = True, max(reach, end)
    if modality is Modality.EXACT and other is not None:
        modality = Modality.RANGE
    scales = last.bound.scales if first.bound.scales is UNSCALED or other is None else first.bound.scales
    if other is None and bare:
        scales = neighbours.scale_ahead(text, first, tokens) if scales is UNSCALED else scales
    written = Written(low, other.printed if other else low, scales, units, modality, worded)
    number = Number(
        begin,
        end,
        _scaled(written.low, scales),
        _scaled(written.high, scales),
        quantity(text[begin:end], written),
        units,
        degree,
        "" if tie == "product" and (degree or units[0].unit.symbol) else tie,
        text[last.bound.start : last.bound.end].strip() if last.bound.units else "",
    )
    token_begin = degrees.take_name(text, begin, tokens) if degree else begin
    tokens.append(Token(TokenKind.NUMBER, token_begin, reach, text[token_begin:reach], number))
    return reach


def _rounded(printed: numerals.Printed, scales: tuple[Fraction, ...]) -> numerals.Printed:
    """The same number, its last zeros only filling up where it counts ten thousands: "7860 万" is of three digits."""
    if scales[0] not in _MYRIADS or printed.step != 1 or printed.value < _FOUR_DIGITS:
        return printed
    step = printed.step
    while printed.value % (step * 10) == 0:
        step *= 10
    return replace(printed, step=step)


def _scaled(printed: numerals.Printed, scales: tuple[Fraction, ...]) -> Fraction:
    return printed.value if scales is UNSCALED else printed.value * scales[0]


def _unit(text: str, digits: Digits, way: int | None, tokens: list[Token]) -> tuple[tuple[Alternative, ...], int, int]:
    """The readings of a number's unit, its own or a neighbour's, where the claim ends, and where the token does."""
    own = digits.bound.units
    if way is not None:
        return _NONE, way, way
    end = digits.bound.end
    if not own:
        inside = neighbours.noun_in_parentheses(text, end)
        if inside is not None:
            return inside[0], end, inside[1]
        taken = () if degrees.named_before(tokens, digits.start) else neighbours.inherited(text, digits, tokens)
        return taken or _NONE, end, end
    counted = neighbours.counted(tokens)
    stop = each(text, end, counted) if counted is not None else None
    if counted is None or stop is None:
        return own, end, end
    return per(own, counted), stop, stop


def _degree(
    text: str, begin: int, end: int, reach: int, unit: str, way: int | None, tokens: list[Token]
) -> tuple[str, int]:
    """The parallel degree that a number is written as, and where its token ends then."""
    degree = degrees.named_before(tokens, begin) or degrees.named_behind(text, end, unit="way" if way else unit)
    tail = None if degree else degrees.in_parentheses(text, end)
    degree, reach = tail or (degree, reach)
    return (degree, reach) if degrees.fits(degree, unit) else ("", reach)


def _signed(digits: Digits, tokens: list[Token]) -> tuple[int, numerals.Printed]:
    """Where the number begins, its money sign and plus or minus taken off the tokens, and its value."""
    begin, printed = digits.start, digits.printed
    if tokens and tokens[-1].end == begin and tokens[-1].text in ("$", "€", "¥"):
        begin = tokens.pop().start
    if not tokens or tokens[-1].text not in _SIGNS or tokens[-1].end != begin:
        return begin, printed
    if len(tokens) > 1 and _is_left_operand(tokens[-2], tokens[-1]):
        return begin, printed
    sign = tokens.pop()
    return sign.start, printed.negative if sign.text in "-−–" else printed


def _is_left_operand(before: Token, sign: Token) -> bool:
    """Whether what stands before a sign makes it an operator or a hyphen."""
    if before.kind in (TokenKind.NUMBER, TokenKind.CLOSE):
        return True
    return before.kind is TokenKind.WORD and before.end == sign.start
