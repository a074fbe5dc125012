"""Digits that claim nothing: dates, versions, names, section numbers, the 2 of "Phase 2", the range of "GPUs 0-7"."""

from __future__ import annotations

import re

from auditor.claims.lexicon import lexicon
from auditor.claims.token import Token, TokenKind

INDEX = "number in a series"
INDEXES = "numbers in a series"
NAME = "part of a name"

_DATE = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)(?:[T _-]?\d{2}[:-]\d{2}(?:[:-]\d{2})?(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
    r"|\d{1,2}([-/.])\d{1,2}\2(?:19|20)\d{2}(?!\d)"
)
_TIME = re.compile(r"\d{1,2}:\d{2}:\d{2}(?:\.\d+)?|\d{1,2}:\d{2}(?=\s?(?:[AaPp]\.?[Mm]\b|UTC|GMT))")
_CODE = re.compile(
    r"0[xX][0-9a-fA-F]+\b|\d+(?:\.\d+){2,}[\w.-]*|\d+(?:-\d+){2,}(?!\.\d)\b|\d+[xX]\d+(?:\.\d+)?[BbMm]\b(?!/)|\d+D\b"
)
_FILE = re.compile(r"[\w-]{1,80}(?:\.[\w-]{1,80}){0,4}\.([A-Za-z]\w{0,11})\b(?!/\w)")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)\b")
_GLUED = re.compile(r"[\w]+(?:-\w+)*")
_LEADING = re.compile(r"(?:[#>*\s]|[✅✓✔❌✗⚠\ufe0f])*(\(?\d{1,3}(?:\.\d{1,3})*[.)])(?=\s+[^\s\d])")
_SECTION = re.compile(r"(?:[#>*\s]|[✅✓✔❌✗⚠\ufe0f])*(\d{1,3}(?:\.\d{1,3})*[.):]?)(?=\s+[^\W\d])")
_VERSION = re.compile(r"\d{1,4}(?:\.\d{1,4}){0,2}(?![\w%])")
_YEAR = re.compile(r"(?:19[89]|20[0-3])\d(?![\w.,%]*\d)")
_SINGLE = frozenset({"per", "each", "every", "a", "an", "one", "single", "another", "1"})
_AND = frozenset({"and", "&", "to", "through", "or", "-", "–", "thru", "until"})


def word_with_digits(text: str, start: int, end: int) -> Token:
    """A word that holds digits and is a name: "FP16", "Llama3-70B", "p99"."""
    return Token(TokenKind.WORD, start, end, text[start:end], why=NAME)


def leading_number(text: str, *, heading: bool) -> Token | None:
    """The section or list number that a text begins with."""
    found = (_SECTION if heading else _LEADING).match(text)
    if found is None:
        return None
    if heading and found[1][-1].isdigit() and "." not in found[1]:
        return None
    why = "section number" if heading else "list number"
    return Token(TokenKind.WORD, found.start(1), found.end(1), found[1], why=why)


def claimless(text: str, start: int, tokens: list[Token]) -> tuple[int, str] | None:
    """Where digits at `start` that claim nothing whatever follows them end, and what they are."""
    for pattern, why in ((_DATE, "date"), (_TIME, "time of day"), (_CODE, NAME)):
        if found := pattern.match(text, start):
            return found.end(), why
    if (found := _FILE.match(text, start)) and found[1].lower() in lexicon().extensions:
        return found.end(), "file name"
    if (found := _ORDINAL.match(text, start)) and not text.startswith(" percentile", found.end()):
        return found.end(), "ordinal"
    if start and text[start - 1] == "#":
        return _digits(text, start), INDEX
    return None


def glued(text: str, position: int) -> int:
    """Where the letters and digits glued to a position end."""
    found = _GLUED.match(text, position)
    return found.end() if found else position


def versioned(text: str, start: int, tokens: list[Token]) -> int | None:
    """Where a version or year ends that belongs to the word before it ("CUDA 12.1", "December 2025")."""
    word = adjacent(text, start, tokens)
    if word is None:
        return None
    name, words = word.text.lower(), lexicon()
    if name in words.months or name in ("in", "since", "year", "©", "copyright"):
        found = _YEAR.match(text, start)
        if found is None and name in words.months and name != "may":
            found = re.compile(r"\d{1,2}(?![\w.%])").match(text, start)
        return found.end() if found else None
    if name in words.families or name in words.versioned or name in words.makers or name in words.accelerators:
        found = _VERSION.match(text, start)
        return found.end() if found else None
    return None


def adjacent(text: str, start: int, tokens: list[Token]) -> Token | None:
    """The word right before, with nothing but one space between."""
    if not tokens or tokens[-1].kind is not TokenKind.WORD:
        return None
    return tokens[-1] if text[tokens[-1].end : start] in (" ", "\u00a0", "\n") else None


def is_index(text: str, start: int, tokens: list[Token], *, several: bool) -> str:
    """What a bare number or range (`several`) is, if the words before make it a number in a series; else empty."""
    word = adjacent(text, start, tokens)
    words = lexicon()
    if word is not None and not word.why:
        name = word.text.lower()
        if name in words.indexed:
            return INDEXES if several else ""
        if name in words.series and not (len(tokens) > 1 and tokens[-2].text.lower() in _SINGLE):
            return INDEXES if several else INDEX
    return INDEXES if _continues(tokens, several=several) else ""


def _continues(tokens: list[Token], *, several: bool) -> bool:
    if len(tokens) < 2:
        return False
    last, before = tokens[-1], tokens[-2]
    if several and last.text == ":" and before.kind is TokenKind.WORD:
        return before.text.lower() in lexicon().indexed
    if before.why not in (INDEX, INDEXES):
        return False
    return last.text in _AND or (last.text == "," and before.why == INDEXES)


def _digits(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end].isdecimal():
        end += 1
    return end
