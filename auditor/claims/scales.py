"""The scale of a number: letters and words that multiply it ("8B", "311 M output tokens", "3 万", "nghìn tỷ")."""

from __future__ import annotations

import re
from fractions import Fraction

from auditor.claims.connectives import CLAUSE_WORDS, PREPOSITIONS, VERBS
from auditor.claims.heads import ADJECTIVE, GAP, RUN, SPACE, WORD, glued, head, longest
from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.unit_table import unit_table

PER = re.compile(r"[ \t]?/[ \t]?|[ \t\n]+(?:per|(?:trên |cho )?mỗi)[ \t\n-]+(?:an?[ ]+|each[ ]+)?|-per-")
NO_UNIT = frozenset(("", *")]}|,;:.=×*+/<>(\"'"))
"""What stands behind a number that has no unit."""
_SPACES = (" ", "\u00a0", "\u202f", "\u2009")
_DECIMAL = re.compile(r"\d\.\d+\Z")
_RESULT = re.compile(r"[=≈] ?~?\d[\d,.]*$")
"""A number that comes out, behind which a letter is no name: "72.5e9 / 262,144 ≈ 276 K"."""
_ALONE = re.compile(r"[~≈<>≤≥+ ]{0,4}\d[\d,.]*")
"""What is a number with its scale and nothing else, in a cell of a table: "1,307 K"."""
_BETWEEN = 3
"""Words between a scale that stands apart and what is counted: "2 M daily chat requests"."""
_ENDS = PREPOSITIONS | CLAUSE_WORDS | VERBS
_BILLIONS = ("parameter", "token")
"""What is counted by a B that stands apart; anything else may have so many bytes."""
_FEW = frozenset({"head", "layer", "expert", "stage"})
"""What no model has thousands of, so that a letter before it is a name: "8 K heads"."""
_SUMS = frozenset({"total", "variant", "mixture"})
"""Words that make "10B" a number of parameters, but not 10 bytes: "64 B + 64 B = 128 B total"."""
_PARTS = frozenset({"layer", "expert", "stage", "GPU", "node", "replica", "block"})
"""What has billions of parameters, and no parts of a byte: "1.5B per expert"."""
_LENGTHS = frozenset({"context", "ctx"})
"""What has so many tokens: "a 32 K context"."""
_PLURAL = re.compile(r"[a-z]{2}[a-rt-z]s$")
"""A word in the plural, which a K before it may as well name: "2 K vectors"."""


def scale(text: str, position: int) -> tuple[tuple[Fraction, ...], int]:
    """The readings of the scale behind the digits of a number, and where it ends."""
    words = lexicon()
    gap = GAP.match(text, position)
    assert gap is not None
    found = WORD.match(text, gap.end())
    if found is None:
        return UNSCALED, position
    word = found[0]
    if gap.end() == position and (letter := word.partition("-")[0]) in words.scale_letters:
        return _letter(text, position, letter)
    if word in words.scale_letters and gap[0] in _SPACES and _is_scale(text, position, found):
        return words.scale_letters[word], found.end()
    if gap.end() == position and word.partition("-")[0] == "b":
        return words.scale_letters["B"], position + 1
    if (scales := words.scale_words.get(word.lower())) is not None:
        return _twice(text, found.end(), scales)
    for end in range(min(len(word), RUN), 0, -1) if not word.isascii() else ():
        if (scales := words.scale_words.get(word[:end])) is not None:
            unit = glued(word, unit_table())
            return (UNSCALED, position) if unit is not None and unit[1] > end else (scales, gap.end() + end)
    return UNSCALED, position


def _twice(text: str, position: int, scales: tuple[Fraction, ...]) -> tuple[tuple[Fraction, ...], int]:
    """A scale word with perhaps another behind it ("nghìn tỷ", "thousand million"), and where they end."""
    found = WORD.match(text, position + 1) if text[position : position + 1] == " " else None
    more = lexicon().scale_words.get(found[0].lower()) if found is not None else None
    return (scales, position) if found is None or more is None else ((scales[0] * more[0],), found.end())


def _is_scale(text: str, position: int, letter: re.Match[str]) -> bool:
    """Whether a letter that stands apart is a scale: by what it counts ("70 B params", "9 M output tokens"), or alone.

    No unit is an M, so that a decimal before one is enough: "284.6 M out", and so for the others with nothing behind.
    """
    name, end = letter[0], letter.end()
    alone = name == "M" or (name != "B" and text[end : end + 1] in NO_UNIT)
    printed = text[max(position - RUN, 0) : position]
    if alone and (_DECIMAL.search(printed) or _RESULT.search(printed)):
        return True
    if name != "B" and end == len(text) and _ALONE.fullmatch(text, 0, position):
        return True
    gap = SPACE.match(text, end)
    if gap is None or text[gap.end() : gap.end() + 1] in NO_UNIT:
        return False
    beside = longest(text, gap.end(), unit_table())
    if beside is not None and beside[0].alternatives[0].unit.symbol in _BILLIONS:
        return True
    word = WORD.match(text, gap.end())
    said = word[0].lower() if word else ""
    found = head(text, end, lexicon(), unit_table())
    symbol = found[0].alternatives[0].unit.symbol if found is not None else ""
    if name == "B" or symbol in _BILLIONS:
        return symbol in _BILLIONS or said in lexicon().sized - _SUMS
    if found is not None:
        return symbol not in _FEW and (found[0].countable or symbol.startswith("GPU"))
    return said in _LENGTHS or _counts(text, end, name)


def _counts(text: str, position: int, letter: str) -> bool:
    """Whether words end in the plural of a thing that is counted: "12 M chat completions", "400 k daily users"."""
    for _ in range(_BETWEEN):
        gap = SPACE.match(text, position)
        word = ADJECTIVE.match(text, gap.end()) if gap else None
        if word is None or word[0].lower() in _ENDS:
            return False
        found = longest(text, word.start(), unit_table())
        if found is not None:
            return found[0].countable and found[0].plural and found[0].alternatives[0].unit.symbol not in _FEW
        if letter != "K" and word[0].islower() and _PLURAL.search(word[0]):
            return True
        position = word.end()
    return False


def _letter(text: str, position: int, letter: str) -> tuple[tuple[Fraction, ...], int]:
    scales = lexicon().scale_letters[letter]
    behind = PER.match(text, position + 1)
    found = head(text, behind.end(), lexicon(), unit_table()) if letter == "B" and behind else None
    if found is not None:
        part = found[0].alternatives[0].unit.symbol in _PARTS and _DECIMAL.search(
            text, max(position - RUN, 0), position
        )
        return (scales, position + 1) if part else (UNSCALED, position)
    return scales, position + 1
