"""One number with all that belongs to it: bound, digits, scale, unit, degree, and the other end of a range."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from auditor.claims import bounds, degrees, names, neighbours, numerals
from auditor.claims.binding import each, per
from auditor.claims.operand import Digits, read_digits
from auditor.claims.ranges import other_end
from auditor.claims.readings import Written, quantity
from auditor.claims.token import Number, Token, TokenKind
from auditor.quantity import Modality
from auditor.units import NUMBER, Alternative

_ONE = (Fraction(1),)
_NONE = (Alternative("", NUMBER),)
_SIGNS = frozenset("+-−–±")
_FRACTION = re.compile(r"(\d{1,3})/(\d{1,4})(?:(?= of (?![\d$~]))|(?:st|nd|rd|th)s?\b)")


def read_number(text: str, start: int, tokens: list[Token]) -> int:
    """Append the token of the number whose first digit is at `start`; returns where it ends."""
    passed = names.claimless(text, start, tokens)
    if passed is not None:
        return _pass(text, start, passed[0], passed[1], tokens)
    digits = _fraction(text, start) or read_digits(text, start)
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
    written = Written(printed, printed, _ONE, _NONE, Modality.EXACT, worded=False)
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
    printed = numerals.Printed(Fraction(int(found[1]), int(found[2])), Fraction(0), whole=False)
    return replace(digits, printed=printed, start=start, bound=replace(digits.bound, units=(), end=found.end()))


def _append(text: str, first: Digits, other: Digits | None, way: int | None, tokens: list[Token]) -> int:
    last = other or first
    end, own = way or last.bound.end, last.bound.units
    noun = text[last.bound.start : last.bound.end].strip() if own else ""
    token_end = end
    units = own or (() if way else neighbours.inherited(text, last, tokens)) or _NONE
    if not own and (inside := neighbours.noun_in_parentheses(text, end)) is not None:
        units, token_end = inside
    counted = neighbours.counted(tokens)
    if own and counted is not None and (stop := each(text, end, counted)) is not None:
        token_end = end = stop
        units = per(units, counted)
    degree = degrees.named_before(tokens) or degrees.named_behind(
        text, end, unit="way" if way else units[0].unit.symbol
    )
    if not degree and (tail := degrees.in_parentheses(text, end)) is not None:
        degree, token_end = tail
    begin, signed = _signed(text, first, tokens)
    tie = neighbours.qualifier(text, last.bound, end, tokens, bare=not own and not degree and way is None)
    begin, modality, worded = bounds.take_before(begin, tokens, counts=last.bound.countable)
    if modality is Modality.EXACT:
        modality, stop = (Modality.AT_LEAST, end) if last.plus else bounds.behind(text, end)
        worded, token_end, end = True, max(stop, token_end), stop
    if modality is Modality.EXACT and other is not None:
        modality = Modality.RANGE
    scales = last.bound.scales if first.bound.scales == _ONE or other is None else first.bound.scales
    written = Written(signed, other.printed if other else signed, scales, units, modality, worded)
    low, high = written.low.value * scales[0], written.high.value * scales[0]
    tie = "range" if other else tie
    number = Number(begin, end, low, high, quantity(text[begin:end], written), units, degree, tie, noun)
    token_begin = degrees.take_name(text, begin, tokens) if degree else begin
    tokens.append(Token(TokenKind.NUMBER, token_begin, token_end, text[token_begin:token_end], number))
    return token_end


def _signed(text: str, digits: Digits, tokens: list[Token]) -> tuple[int, numerals.Printed]:
    """Where the number begins, its money sign and plus or minus taken off the tokens, and its value."""
    begin, printed = digits.start, digits.printed
    if tokens and tokens[-1].end == begin and tokens[-1].text in ("$", "€", "¥"):
        begin = tokens.pop().start
    if not tokens or tokens[-1].text not in _SIGNS or tokens[-1].end != begin:
        return begin, printed
    before = tokens[-2] if len(tokens) > 1 else None
    if before is not None and (before.kind in (TokenKind.NUMBER, TokenKind.CLOSE) or before.end == tokens[-1].start):
        if before.kind is not TokenKind.OPEN and before.text not in ("<", ">", "≤", "≥", "~", "=", ":", "≈", ","):
            return begin, printed
    sign = tokens.pop()
    if sign.text in "-−–":
        printed = replace(printed, value=-printed.value)
    return sign.start, printed
