"""Digits that claim nothing because of how they are written: dates, versions, names, section numbers."""

from __future__ import annotations

import re

from auditor.claims import series
from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.claims.operand import Digits
from auditor.claims.token import Token, TokenKind

NAME = "part of a name"
SLICE = "array index"

_DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)(?:[T _-]?\d{2}[:-]\d{2}(?:[:-]\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2}(?!\d)|20[0-3]\d[-–]20[0-3]\d(?![\w.%])|\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
)
_TIME = re.compile(
    r"\d{1,2}:\d{2}:\d{2}(?:\.\d+)?|\d{1,2}:\d{2}(?=\s?(?:[AaPp]\.?[Mm]\b|UTC|GMT))"
    r"|(?:[01]\d|2[0-3]):0\d(?![\d:.])"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?= ?(?:to|and|until|[-–—]) ?(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:.]))"
)
_CLOCK = re.compile(r"(?:[01]?\d|2[0-3]):[0-5]\d(?![\d:.])")
_WHEN = frozenset({"at", "from", "until", "till", "since", "by", "before", "after", "around"})
_CODE = re.compile(
    r"0[xX][0-9a-fA-F]+\b|0\d+(?![\d.,])|\d+(?:\.\d+){2,}[\w.-]*|\d+(?:-\d+){2,}(?![.\d])|24/7\b"
    r"|\d+[xX]\d+(?:\.\d+)?[BbMm]\b(?!/)|\d+[DdF]\d*[A-Za-z]?\b(?!/)|\d+-(?:based|indexed|hot|tier)\b"
)
_KEYCAP = re.compile(r"\d\ufe0f?\u20e3")
_FILE = re.compile(r"[\w-]{1,80}(?:\.[\w-]{1,80}){0,4}?\.([A-Za-z]\w{0,11})\b(?!/\w)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b(?! percentile)")
_PERCENTILE = re.compile(r"(?:st|nd|rd|th)(?= percentile)")
_GLUED = re.compile(r"\w+(?:[-.]\w+)*")
_MARKS = r"(?:[#>*\s]|[✅✓✔❌✗⚠\ufe0f])*"
_LEADING = re.compile(rf"{_MARKS}(\(?\d{{1,3}}(?:\.\d{{1,3}})*[.)])(?=\s+[^\s\d])")
_SECTION = re.compile(rf"{_MARKS}(\d{{1,3}}(?:\.\d{{1,3}})*[.):]?)(?=\s+[^\W\d])")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,2}(?![\w%])")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d(?![\w%]|[.,]\d)")
_DAY = re.compile(r"\d{1,2}(?:st|nd|rd|th)?(?:, ?(?:19|20)\d\d)?(?![\w%]|[.,]\d)")
_DAY_FIRST = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2,8})(?:,? (?:19|20)\d\d)")
_YEARED = frozenset({"in", "since", "year", "©", "copyright", "by", "until", "q1", "q2", "q3", "q4"})
_PARAGRAPH = re.compile(r"\d{1,3}(?:\.\d{1,3})*[a-z]?(?!\w)")
"""What a section sign stands before: "§4.2"."""
_CITATION = re.compile(r"\d{1,3}\]")
_SLICE = re.compile(r"\d{1,7}(?::\d{1,7}){0,2}(?=\])")
_PLAIN = re.compile(r"(?!0\d)\d+(?:,\d{3})*(?:\.\d+)?(?:$|[ %)×+*]|[A-Z]{2}\b(?!\.)|[ms]\b(?!\.))")
"""What none of the patterns can match, told at one glance: a number at its end, before a space, a sign or a unit."""
_PATTERNS = ((_DATE, "date"), (_TIME, "time of day"), (_CODE, NAME), (_KEYCAP, "list number"), (_ORDINAL, "ordinal"))
_RESERVED = "\u2e80"


def leading_number(text: str, *, heading: bool) -> Token | None:
    """The section or list number that a text begins with; None if it begins with none."""
    found = (_SECTION if heading else _LEADING).match(text)
    if found is None or (heading and found[1].isdecimal()):
        return None
    why = "section number" if heading else "list number"
    return Token(TokenKind.WORD, found.start(1), found.end(1), found[1], why=why)


def claimless(text: str, start: int, tokens: list[Token]) -> tuple[int, str] | None:
    """Where digits that claim nothing, whatever follows, end, and what they are; None if they may claim something."""
    if not _PLAIN.match(text, start):
        found = _by_pattern(text, start) or _clock(text, start, tokens)
        if found is not None:
            return found
    return _in_brackets(text, start, tokens)


def _clock(text: str, start: int, tokens: list[Token]) -> tuple[int, str] | None:
    """A time of day behind a word of time, or behind another ("between 14:05 and 14:20")."""
    found = _CLOCK.match(text, start) if tokens else None
    led = found is not None and (
        tokens[-1].text.lower() in _WHEN or any(token.why == "time of day" for token in tokens[-2:])
    )
    return (found.end(), "time of day") if found is not None and led else None


def is_glued(text: str, position: int) -> bool:
    """Whether a letter or underscore of a western script stands here, so that the digits before belong to a name."""
    character = text[position : position + 1]
    if character in ("x", "X") and text[position + 1 : position + 2].isdecimal():
        return False
    return character == "_" or (character.isalnum() and character < _RESERVED)


def glued(text: str, position: int) -> int:
    """Where the letters and digits that begin at a position end."""
    found = _GLUED.match(text, position)
    return found.end() if found else position


def _by_pattern(text: str, start: int) -> tuple[int, str] | None:
    for pattern, why in _PATTERNS:
        if found := pattern.match(text, start):
            return found.end(), why
    found = _FILE.match(text, start)
    return (found.end(), "file name") if found and found[1].lower() in lexicon().extensions else None


def percentile(text: str, position: int) -> int | None:
    """Where the ending of an ordinal before "percentile" ends ("99.9th percentile"); None if it does not stand here."""
    found = _PERCENTILE.match(text, position)
    return found.end() if found else None


def by_context(text: str, digits: Digits, other: Digits | None, tokens: list[Token]) -> tuple[int, str] | None:
    """Where a number that the words before make a version, year or place in a series ends, and what it is."""
    last = other or digits
    if not last.bound.units and not digits.plus:
        end = _versioned(text, digits.start, tokens)
        if end is not None:
            return end, NAME
    if digits.bound.scales is not UNSCALED and not digits.bound.units and _sizes_model(text, digits, tokens):
        return digits.bound.end, NAME
    why = series.index(text, digits, other, tokens)
    return (last.end, why) if why else None


def _versioned(text: str, start: int, tokens: list[Token]) -> int | None:
    day = _DAY_FIRST.match(text, start)
    if day is not None and day[2].lower() in lexicon().months:
        return day.end(1)
    word = series.adjacent(text, start, tokens)
    if word is None:
        return None
    name, words = word.text.lower(), lexicon()
    found = _YEAR.match(text, start) if name in words.months or name in _YEARED else None
    if found is None and name in words.months and word.text[0].isupper():
        found = _DAY.match(text, start)
    if found is None and word.why and word.why != NAME:
        return None
    if name in words.families or name in words.versioned or name in words.makers or name in words.accelerators:
        found = _VERSION.match(text, start)
    return found.end() if found else None


def _sizes_model(text: str, digits: Digits, tokens: list[Token]) -> bool:
    """Whether "70B" belongs to the name of a model: "Llama 3 70B", "Qwen2.5 72B"."""
    word = series.adjacent(text, digits.start, tokens)
    if word is None:
        return False
    if word.why == NAME and len(tokens) > 1 and word.text[0].isdigit():
        return tokens[-2].text.lower() in lexicon().families
    return word.text.lower() in lexicon().families or (
        word.why == NAME and re.split(r"[-\d]", word.text.lower())[0] in lexicon().families
    )


def _in_growth(tokens: list[Token]) -> bool:
    """Whether an "O(" stands open."""
    for back in range(1, min(len(tokens), 8)):
        if tokens[-back].kind is TokenKind.CLOSE:
            return False
        if tokens[-back].kind is TokenKind.OPEN:
            return tokens[-back - 1].text == "O" and tokens[-back - 1].end == tokens[-back].start
    return False


def _in_square_brackets(text: str, start: int, *, attached: bool) -> tuple[int, str] | None:
    if attached:
        found = _SLICE.match(text, start)
        return (found.end(), SLICE) if found else None
    found = _CITATION.match(text, start)
    return (found.end() - 1, "reference") if found and text[found.end() : found.end() + 1] != "(" else None


def _in_brackets(text: str, start: int, tokens: list[Token]) -> tuple[int, str] | None:
    """An array index ("experts[0]"), an order of growth ("O(1)"), a citation ("[3]"), a term of a formula ("k+1")."""
    if not tokens:
        return None
    last, before = tokens[-1], tokens[-2] if len(tokens) > 1 else None
    attached = before is not None and before.end == last.start and last.end == start
    if attached and last.text == "@":
        return glued(text, start), NAME
    if last.text == "[" and last.end == start:
        return _in_square_brackets(text, start, attached=attached and before is not None and before.text[-1:].isalnum())
    if _in_growth(tokens):
        return glued(text, start), "order of growth"
    if attached and last.text in "+-−" and before is not None and before.kind is TokenKind.WORD and not before.why:
        return (glued(text, start), "part of a formula") if before.text.isascii() else None
    if last.text == "§" and start - last.end <= 1 and (found := _PARAGRAPH.match(text, start)):
        return found.end(), series.INDEX
    return (glued(text, start), series.INDEX) if last.text == "#" and last.end == start else None
