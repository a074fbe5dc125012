"""One number with all that belongs to it: bound, digits, scale, unit, degree, and the other end of a range."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from auditor.claims import bounds, degrees, names, numerals
from auditor.claims.binding import Bound, bind, each, per
from auditor.claims.lexicon import lexicon
from auditor.claims.numerals import Printed
from auditor.claims.readings import Written, quantity
from auditor.claims.token import Number, Token, TokenKind
from auditor.quantity import Modality
from auditor.unit_table import alternatives
from auditor.units import NUMBER, Alternative, Unit

_NONE = (Alternative("", NUMBER),)
_JOINT = re.compile(
    r"[ \u00a0]?[-–~～][ \u00a0]?(?=[~$]?\d)|[ ]to[ ]~?(?=\$?\d)|[ ]?\.{2,3}[ ]?(?=\d)|至(?=\d)|到(?=\d)"
)
_AND = re.compile(r"[ ]and[ ](?=\d)")
_COMMA = re.compile(r",[ ]?(?=\d[\d,.]*\])")
_TIMES = re.compile(r"([ \u00a0]?)[x×X]([ \u00a0]?)")
_ACCELERATOR = re.compile(r"(?:([^\W\d_]+)[ ])?([^\W_]\w*)(?:[ ]([^\W\d_]+))?")
_SIGN = frozenset({"+", "-", "−", "±"})
_MONEY = frozenset({"$", "€", "¥"})


@dataclass(frozen=True, slots=True)
class _Operand:
    """Digits with the unit behind them."""

    printed: Printed
    bound: Bound
    digits: int
    """Where the digits end."""


def read_number(text: str, start: int, tokens: list[Token]) -> int:
    """Append the token of the number whose first digit is at `start`; returns where it ends."""
    passed = names.claimless(text, start, tokens)
    if passed is not None:
        return _pass(text, start, passed[0], passed[1], tokens)
    operand = _operand(text, start)
    if operand is None:
        return _pass(text, start, numerals.extent(text, start), "number out of range", tokens)
    times = _times(text, operand)
    operand = times or operand
    if not operand.bound.units and (end := names.versioned(text, start, tokens)) is not None:
        return _pass(text, start, end, names.NAME, tokens)
    if (
        operand.bound.end < len(text)
        and _is_glued(text, operand.bound.end)
        and degrees.way(text, operand.bound.end) is None
    ):
        return _pass(text, start, names.glued(text, start), names.NAME, tokens)
    other = _other_end(text, operand, tokens) if times is None else None
    why = _index(text, start, operand, other, tokens)
    if why:
        return _pass(text, start, (other or operand).digits, why, tokens)
    return _finish(text, start, operand, other, tokens)


def read_degree(text: str, degree: str, start: int, end: int, begin: int, tokens: list[Token]) -> None:
    """Append the token of a degree's digits `text[start:end]`, whose name begins at `begin`."""
    printed = numerals.read(text[start:end])
    assert printed is not None
    written = Written(printed, printed, (Fraction(1),), _NONE, Modality.EXACT, worded=False)
    number = Number(start, end, printed.value, printed.value, quantity(text[start:end], written), degree)
    tokens.append(Token(TokenKind.NUMBER, begin, end, text[begin:end], number))


def _pass(text: str, start: int, end: int, why: str, tokens: list[Token]) -> int:
    tokens.append(Token(TokenKind.WORD, start, end, text[start:end], why=why))
    return end


def _operand(text: str, start: int) -> _Operand | None:
    end = numerals.extent(text, start)
    spaced = numerals.spaced_extent(text, start)
    if spaced is not None and spaced > end and (bound := bind(text, spaced)).units:
        end = spaced
    printed = numerals.read(text[start:end])
    if printed is None:
        return None
    return _Operand(printed, bind(text, end), end)


def _is_glued(text: str, position: int) -> bool:
    character = text[position]
    return character == "_" or (character.isalnum() and character < "\u2e80")


def _times(text: str, operand: _Operand) -> _Operand | None:
    """The number as a multiplier ("100× better") or as a count of accelerators ("8x H100"), if it is one."""
    if operand.bound.end != operand.digits:
        return None
    sign = _TIMES.match(text, operand.digits)
    if sign is None:
        return None
    behind = text[sign.end() : sign.end() + 1]
    if behind.isdecimal() or behind in ("(", "[", "$", "~", "<"):
        return None
    counted = _accelerators(text, sign.end()) if operand.printed.whole else None
    if counted is not None:
        bound = Bound((Fraction(1),), alternatives("GPU"), sign.end(), counted, countable=True)
        return _Operand(operand.printed, bound, operand.digits)
    if sign[1] or (not sign[2] and (behind.isalpha() or behind == "_")):
        return None
    end = sign.end() - len(sign[2])
    return _Operand(operand.printed, Bound((Fraction(1),), alternatives("×"), end - 1, end), operand.digits)


def _accelerators(text: str, position: int) -> int | None:
    """Where the accelerators that a count is of end: "NVIDIA H100", "A100 GPUs", "GPUs"."""
    found = _ACCELERATOR.match(text, position)
    if found is None:
        return None
    words = lexicon()
    maker, name, noun = (found[group].lower() if found[group] else "" for group in (1, 2, 3))
    if name in words.accelerators and (not maker or maker in words.makers):
        return found.end(3) if noun in ("gpu", "gpus") else found.end(2)
    if maker in words.accelerators or maker == "gpus":
        return found.end(1)
    return found.end(2) if not maker and name == "gpus" else None


def _other_end(text: str, first: _Operand, tokens: list[Token]) -> _Operand | None:
    """The second number of a range, if the first begins one."""
    joint = _JOINT.match(text, first.bound.end)
    if joint is None and tokens:
        if tokens[-1].text.lower() == "between":
            joint = _AND.match(text, first.bound.end)
        elif tokens[-1].text == "[":
            joint = _COMMA.match(text, first.bound.end)
    if joint is None:
        return None
    second = _operand(text, joint.end() + (text[joint.end()] in "~$"))
    if second is None or not _is_range(text, first, second, joint[0], tokens):
        return None
    return second


def _is_range(text: str, first: _Operand, second: _Operand, joint: str, tokens: list[Token]) -> bool:
    if first.printed.value * first.bound.scales[0] >= second.printed.value * second.bound.scales[0] and not (
        first.bound.scales == (1,) and first.printed.value < second.printed.value
    ):
        return False
    if first.bound.units and first.bound.units != second.bound.units:
        return False
    if "to" in joint and any(token.text.lower() == "from" for token in tokens[-1:]):
        return _ranges(tokens)
    behind = text[second.bound.end : second.bound.end + 2].strip()
    return not ((" " in joint or first.bound.units) and "-" in joint and behind[:1] == "=")


def _ranges(tokens: list[Token]) -> bool:
    return any(
        token.text.lower() in ("range", "ranges", "ranging", "varies", "vary", "varying", "scales", "anywhere")
        for token in tokens[-4:]
    )


def _index(text: str, start: int, first: _Operand, other: _Operand | None, tokens: list[Token]) -> str:
    last = other or first
    if last.bound.units and not (last.bound.countable and other is None):
        return ""
    return names.is_index(text, start, tokens, several=other is not None)


def _finish(text: str, start: int, first: _Operand, other: _Operand | None, tokens: list[Token]) -> int:
    last = other or first
    if not last.bound.units and bounds.plus(text, last.bound.end) and (late := bind(text, last.bound.end + 1)).units:
        last = replace(last, bound=replace(late, scales=last.bound.scales))
        plus = True
    else:
        plus = False
    end, units, noun = last.bound.end, last.bound.units or _NONE, text[last.bound.start : last.bound.end].strip()
    whole = degrees.way(text, end) if not last.bound.units else None
    end = whole or end
    degree = degrees.named_before(tokens) or degrees.named_behind(text, end, way=whole is not None)
    counted = _counted(tokens)
    if (stop := each(text, end, counted)) is not None and counted is not None:
        end, units = stop, per(units, counted)
    begin, modality, worded = _before(text, start, tokens)
    units, begin = _money(text, units, begin, tokens)
    if modality in (Modality.EXACT, Modality.RANGE):
        end, modality, worded = (end, Modality.AT_LEAST, True) if plus else _behind(text, end)
    if other is not None and modality is Modality.EXACT:
        modality = Modality.RANGE
    printed = _signed(first.printed, begin, text, start, tokens)
    scales = last.bound.scales if other is None or first.bound.scales == (1,) else first.bound.scales
    written = Written(printed, printed if other is None else other.printed, scales, units, modality, worded)
    token_end = end
    if not degree and (tail := degrees.in_parentheses(text, end)) is not None:
        degree, token_end = tail
    number = Number(
        begin,
        end,
        written.low.value * scales[0],
        written.high.value * scales[0],
        quantity(text[begin:end], written),
        degree,
        "range" if other is not None else "",
        noun,
    )
    tokens.append(Token(TokenKind.NUMBER, begin, token_end, text[begin:token_end], number))
    return token_end


def _counted(tokens: list[Token]) -> Unit | None:
    """The thing counted last before here: what "each" refers to."""
    for token in reversed(tokens[-12:]):
        if token.number is not None:
            unit = token.number.quantity.unit
            return unit if len(unit.dimensions) == 1 and unit.factor == 1 and "/" not in unit.symbol else None
    return None


def _money(
    text: str, units: tuple[Alternative, ...], begin: int, tokens: list[Token]
) -> tuple[tuple[Alternative, ...], int]:
    if not tokens or tokens[-1].text not in _MONEY or tokens[-1].end != begin:
        return units, begin
    sign = tokens.pop()
    money = alternatives(sign.text)
    below = units[0].unit
    if not below.symbol:
        return money, sign.start
    if below.symbol.startswith("1/") or all(power < 0 for _, power in below.dimensions):
        return money, sign.start
    return money, sign.start


def _before(text: str, start: int, tokens: list[Token]) -> tuple[int, Modality, bool]:
    """Where bound words or signs before a number begin (their tokens are taken off), and what they say."""
    if not tokens:
        return start, Modality.EXACT, False
    last = tokens[-1]
    gap = text[last.end : start]
    if last.text in bounds.SIGNS and len(gap) <= 1 and not _is_operand(tokens, -2):
        tokens.pop()
        return last.start, bounds.SIGNS[last.text], False
    words = []
    for token in reversed(tokens[-4:]):
        if token.kind is not TokenKind.WORD or token.why:
            break
        words.append(token.text.lower())
    found = bounds.before(words[::-1])
    if found is None or _is_compared(tokens, found[1]):
        return start, Modality.EXACT, False
    begin = tokens[-found[1]].start
    del tokens[-found[1] :]
    return begin, found[0], True


def _is_compared(tokens: list[Token], count: int) -> bool:
    """Whether a number stands right before the bound words: "20% above 64" compares."""
    return len(tokens) > count and tokens[-count - 1].kind is TokenKind.NUMBER


def _is_operand(tokens: list[Token], index: int) -> bool:
    return len(tokens) >= -index and tokens[index].kind is TokenKind.NUMBER


def _behind(text: str, end: int) -> tuple[int, Modality, bool]:
    if bounds.plus(text, end):
        return end + 1, Modality.AT_LEAST, True
    found = bounds.behind(text, end)
    return (end, Modality.EXACT, False) if found is None else (found[1], found[0], True)


def _signed(printed: Printed, begin: int, text: str, start: int, tokens: list[Token]) -> Printed:
    return printed
