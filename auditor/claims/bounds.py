"""Bounds and approximations: signs and words before a number and behind it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from auditor.claims.lexicon import lexicon
from auditor.claims.token import Token, TokenKind
from auditor.quantity import Modality

SIGNS = {
    **dict.fromkeys(("<", "≪", "<<"), Modality.LESS_THAN),
    **dict.fromkeys((">", "≫", ">>"), Modality.MORE_THAN),
    **dict.fromkeys(("≤", "<=", "≦", "⩽"), Modality.AT_MOST),
    **dict.fromkeys(("≥", ">=", "≧", "⩾"), Modality.AT_LEAST),
    **dict.fromkeys(("~", "～", "∼", "≈", "≃", "≅", "≲", "≳"), Modality.ABOUT),
}
"""What each sign before a number admits."""

_PLUS = re.compile(r"\+(?![\w(\[+])(?! ?[(\d])")
_PHRASE = re.compile(r"[ \t\n]+([^\W\d_]+(?:[ ]+[^\W\d_]+)?)")
_GOES_ON = re.compile(r"[ ]*[^\W\d]|[ ]?[×*÷/+=]")
_WORKED_OUT = re.compile(r"(?:(?:[ ][^\W\d_]{1,16}){0,2}[ ]?[×*·÷]|[ ][+/x−-](?=[ ]))[ ]?[\d(][^=≈\n;:]{0,80}=[ ]")
"""A sign of arithmetic with a number behind it, and then an equals sign."""
_LONGEST = 4
_SHORTENED = frozenset({"approx", "ca", "max", "min"})
_PLACES = frozenset({"over", "within", "beyond"})
_DIVIDES = frozenset({"over", "trên"})
_QUOTIENTS = frozenset({"share", "ratio", "fraction", "percentage", "quotient", "lệ"})
"""What is taken over a number is divided by it: "share over 40 GB", "tỷ lệ trên 40 GB"."""

_ADDS = frozenset({"add", "adds", "added", "adding", "sum", "sums", "summing"})
"""What "adds up to" a number is no more and no less."""


def plus(text: str, position: int) -> bool:
    """Whether a `+` that means "at least" stands here: behind a number or unit, before no operand."""
    return text.startswith("+", position) and _PLUS.match(text, position) is not None


def behind(text: str, position: int) -> tuple[Modality, int]:
    """The bound behind a number and its unit, and where it ends; EXACT and the same place if there is none."""
    if plus(text, position):
        return Modality.AT_LEAST, position + 1
    found = _PHRASE.match(text, position)
    if found is None:
        return Modality.EXACT, position
    phrase, table = found[1].lower(), lexicon().behind
    if phrase in table:
        return table[phrase], found.end()
    first = phrase.partition(" ")[0]
    end = found.start(1) + len(first)
    stands = first in table and not _GOES_ON.match(text, end)
    return (table[first], end) if stands else (Modality.EXACT, position)


def is_of_result(text: str, position: int) -> bool:
    """Whether a bound before the number that ends here is one of what it is worked out to: "≥ 4 steps × 5.8 = 23.2"."""
    return _WORKED_OUT.match(text, position) is not None


def take_before(begin: int, tokens: list[Token], *, measured: bool) -> tuple[int, Modality, bool]:
    """Take the bound before a number off the tokens: where it begins, what it says, and whether it is in words.

    Only a number that is `measured` is bounded by "over" and "within", which else say where: "over 4 GPUs".
    """
    if len(tokens) > 1 and tokens[-1].text == "." and tokens[-2].text.lower() in _SHORTENED:
        tokens.pop()
    if not tokens:
        return begin, Modality.EXACT, False
    last = tokens[-1]
    if last.text in SIGNS and begin - last.end <= 1 and not _relates(tokens):
        tokens.pop()
        return last.start, SIGNS[last.text], False
    if last.kind is not TokenKind.WORD:
        return begin, Modality.EXACT, False
    count, modality = _words(tokens)
    if not count and (ending := _ending(last.text)) is not None:
        # Where nothing parts the words: "要求不超过 1.5 s".
        begin = last.end - len(ending)
        tokens[-1] = replace(last, end=begin, text=last.text[: -len(ending)])
        return begin, _phrases()[(ending,)], True
    if not count or (not measured and last.text.lower() in _PLACES):
        return begin, Modality.EXACT, False
    begin = tokens[-count].start
    del tokens[-count:]
    return begin, modality, True


def _words(tokens: list[Token]) -> tuple[int, Modality]:
    """How many of the last words are a bound, and what it says."""
    words: list[str] = []
    for token in reversed(tokens[-_LONGEST:]):
        if token.kind is not TokenKind.WORD or token.why:
            break
        words.insert(0, token.text.lower())
    table = _phrases()
    for count in range(len(words), 0, -1):
        modality = table.get(tuple(words[-count:]))
        if modality is not None:
            before = tokens[-count - 1] if len(tokens) > count else None
            compares = before is not None and before.kind is TokenKind.NUMBER
            divides = before is not None and words[-1] in _DIVIDES and before.text.lower() in _QUOTIENTS
            adds = before is not None and words[-2:] == ["up", "to"] and before.text.lower() in _ADDS
            return (0, Modality.EXACT) if compares or divides or adds else (count, modality)
    return 0, Modality.EXACT


def _ending(word: str) -> str | None:
    """The longest bound that a run of Chinese ends with, behind other words."""
    if word[-1:].isascii():
        return None
    ends = (word[-size:] for size in range(min(len(word) - 1, _LONGEST), 1, -1))
    return next((end for end in ends if not end.isascii() and (end,) in _phrases()), None)


def _relates(tokens: list[Token]) -> bool:
    """Whether the last sign stands between operands, as in "15.2GB < 64GB" or "(2 × 4) ≤ 8"."""
    if len(tokens) < 2:
        return False
    before = tokens[-2]
    if before.kind is TokenKind.NUMBER:
        return True
    return before.kind is TokenKind.CLOSE and _encloses_operand(tokens[:-1])


def _encloses_operand(tokens: list[Token]) -> bool:
    """Whether the parentheses that end the tokens hold a number and stand behind no word."""
    number = False
    for back in range(2, min(len(tokens), 24) + 1):
        token = tokens[-back]
        number = number or token.kind is TokenKind.NUMBER
        if token.kind is TokenKind.OPEN:
            return number and (back == len(tokens) or tokens[-back - 1].kind is not TokenKind.WORD)
    return False


@cache
def _phrases() -> dict[tuple[str, ...], Modality]:
    return {tuple(phrase.split()): modality for phrase, modality in lexicon().before.items()}
