"""Bounds and approximations: signs and words before a number and behind it."""

from __future__ import annotations

import re
from functools import cache

from auditor.claims.lexicon import lexicon
from auditor.quantity import Modality

SIGNS = {
    "<": Modality.LESS_THAN,
    "≪": Modality.LESS_THAN,
    ">": Modality.MORE_THAN,
    "≫": Modality.MORE_THAN,
    "≤": Modality.AT_MOST,
    "<=": Modality.AT_MOST,
    "≦": Modality.AT_MOST,
    "⩽": Modality.AT_MOST,
    "≥": Modality.AT_LEAST,
    ">=": Modality.AT_LEAST,
    "≧": Modality.AT_LEAST,
    "⩾": Modality.AT_LEAST,
    "~": Modality.ABOUT,
    "～": Modality.ABOUT,
    "∼": Modality.ABOUT,
    "≈": Modality.ABOUT,
    "≃": Modality.ABOUT,
    "≅": Modality.ABOUT,
    "≲": Modality.ABOUT,
    "≳": Modality.ABOUT,
}
"""What each sign before a number admits."""

_PLUS = re.compile(r"\+(?![\w(\[+])(?! ?[(\d])")
_PHRASE = re.compile(r"[ \t\n]+([^\W\d_]+(?:[ ]+[^\W\d_]+)?)")
_LONGEST = 4


def plus(text: str, position: int) -> bool:
    """Whether a `+` that means "at least" stands here: behind a number or unit, before no operand."""
    return _PLUS.match(text, position) is not None


def behind(text: str, position: int) -> tuple[Modality, int] | None:
    """The bound that the words behind a number give, and where they end."""
    found = _PHRASE.match(text, position)
    if found is None:
        return None
    phrase = found[1].lower()
    modality = lexicon().behind.get(phrase)
    if modality is not None:
        return modality, found.end()
    first = phrase.partition(" ")[0]
    modality = lexicon().behind.get(first)
    return None if modality is None else (modality, found.start(1) + len(first))


def before(words: list[str]) -> tuple[Modality, int] | None:
    """The bound that the words right before a number give (the last one nearest), and how many words it takes."""
    table = _endings()
    for count in range(min(_LONGEST, len(words)), 0, -1):
        modality = table.get(tuple(words[-count:]))
        if modality is not None:
            return modality, count
    return None


@cache
def _endings() -> dict[tuple[str, ...], Modality]:
    return {tuple(phrase.split()): modality for phrase, modality in lexicon().before.items()}
