"""The other end of a range: "128-10240 tokens", "7.3GB to 31.0GB", "between 50 and 60 GB", "[128, 10240]"."""

from __future__ import annotations

import re

from auditor.claims import series
from auditor.claims.lexicon import UNSCALED
from auditor.claims.operand import Digits, read_digits
from auditor.claims.token import Token, TokenKind

_JOINT = re.compile(
    r"[ \u00a0]?[-–~～][ \u00a0]?(?=[~$]?\d)|[ ](?:to|through|đến)[ ][~$]?(?=\d)|[ ]?\.{2,3}[ ]?(?=\d)|[至到](?=\d)"
)
_AND = re.compile(r"[ ](?:and|và)[ ][~$]?(?=\d)")
_COMMA = re.compile(r",[ ]?(?=\d+(?:\.\d+)?\])")
_TIMES = frozenset("×x*@·")
_SHAPED = re.compile(r",[ ]?\d+\][ ]?[×x*@·]")
_SHAPES = ("shape", "tensor", "matri", "gemm", "dim")
_FROM = frozenset({"from", "từ"})
_SPREAD = ("rang", "vari", "vary", "span", "anywhere", "between", "scal", "support")
_CHANGE = re.compile(
    "reduc|increas|decreas|grow|grew|drop|fell|fall|rais|ris|rose|lower|cut|improv|chang|shr|updat|revis|correct|adjust"
    "|mov|go|went|migrat|switch|upgrad|boost|downgrad|jump|declin|climb|expand|extend|fix"
    "|doubl|tripl|quadrupl|halv|speed|gain|accelerat|faster|slower|saving|better|regress"
)
_STOPS = frozenset(".;!?")
_NEAR = 6


def other_end(text: str, first: Digits, tokens: list[Token]) -> Digits | None:
    """The second number of a range that `first` begins; None if it begins none. `tokens` is what stands before."""
    joint = _JOINT.match(text, first.bound.end)
    if joint is None and tokens:
        if tokens[-1].text.lower() == "between":
            joint = _AND.match(text, first.bound.end)
        elif tokens[-1].text == "[" and not _is_shape(text, first, tokens):
            joint = _COMMA.match(text, first.bound.end)
    if joint is None:
        return None
    second = read_digits(text, joint.end() + (text[joint.end()] in "~$"))
    if second is None or not _rises(first, second) or not _alike(first, second):
        return None
    sign = joint[0].strip(" \u00a0~$")
    if joint[0][0] == " " and sign in ("-", "–") and series.is_singular(text, first.start, tokens):
        return None
    if sign in ("to", "đến") and tokens and tokens[-1].text.lower() in _FROM:
        return second if not _changes(tokens) else None
    return None if sign in ("-", "–") and _subtracts(text, joint[0], first, second, tokens) else second


def _is_shape(text: str, first: Digits, tokens: list[Token]) -> bool:
    """Whether brackets hold the sides of a matrix: "[4096, 64] × [64, 4096]", "shape [64, 4096]"."""
    before = tokens[-2].text.lower() if len(tokens) > 1 else ""
    return before in _TIMES or before.startswith(_SHAPES) or _SHAPED.match(text, first.bound.end) is not None


def _rises(first: Digits, second: Digits) -> bool:
    low, high = first.printed.value, second.printed.value
    if first.bound.scales is UNSCALED and low < high:
        return True
    return low * first.bound.scales[0] < high * second.bound.scales[0]


def _alike(first: Digits, second: Digits) -> bool:
    """Whether the two can be ends of one range: of one unit, the first perhaps without it."""
    if not first.bound.units:
        return True
    symbol = first.bound.units[0].unit.symbol
    return bool(second.bound.units) and second.bound.units[0].unit.symbol.partition("/")[0] == symbol.partition("/")[0]


def _changes(tokens: list[Token]) -> bool:
    """Whether "from A to B" tells of a change, not of a spread: by a word before it, or "2.5× (from A to B)"."""
    if len(tokens) > 1 and tokens[-2].kind is TokenKind.OPEN and _is_ratio(tokens[:-2]):
        return True
    near = tokens[-_NEAR:-1]
    starts = max((place for place, token in enumerate(near) if token.text in _STOPS), default=-1)
    words = [token.text.lower() for token in near[starts + 1 :] if token.kind is TokenKind.WORD]
    return any(_CHANGE.match(word) for word in words) and not any(word.startswith(_SPREAD) for word in words)


def _is_ratio(tokens: list[Token]) -> bool:
    number = tokens[-1].number if tokens else None
    return number is not None and number.quantity.unit.symbol in ("%", "×")


def _subtracts(text: str, joint: str, first: Digits, second: Digits, tokens: list[Token]) -> bool:
    """Whether the dash is a minus: between spaces and before "=", or in a longer sum."""
    behind = text[second.bound.end : second.bound.end + 3].lstrip()[:1]
    if tokens and tokens[-1].text in ("+", "-", "−", "×", "*", "/", "÷"):
        return True
    return behind in ("=", "+", "−", "×", "÷", "*") and (joint != joint.strip() or bool(first.bound.units))
