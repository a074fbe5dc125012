"""Numbers that say which one, not how many: "Phase 2", "GPUs 0-7", "layers 0, 1 and 2", `"stage_id": 3`."""

from __future__ import annotations

import re
from itertools import pairwise

from auditor.claims.lexicon import UNSCALED, lexicon
from auditor.claims.operand import Digits
from auditor.claims.token import Token, TokenKind

INDEX = "number in a series"
INDEXES = "numbers in a series"

_COUNTED = frozenset({"per", "each", "every", "a", "an", "one", "single", "another", "mỗi", "每"})
_AND = frozenset({"and", "&", "to", "through", "or", "-", "–", "thru", "until", "和", "→", "->", "và", "đến"})
_TIES = frozenset({":", "=", '"', "'", "[", "(", "`", "{"})
_LIST = re.compile(r"\d{1,9}(?:[ ]?,[ ]?\d{1,9}){1,64}")
_MORE = re.compile(r"[ ]?(?:,|and|&|or|và|和)[ ]?\d+(?![\w%.])")
_FACTOR = re.compile(r"[ ]?(?:[×*·⋅÷]|x(?=[ \d(]))[ ]?[\d(]|[ ]/[ ][\d(][^=\n]{0,40}=")
"""What makes a number one of a calculation, whatever stands before it: "embedding + head  2 × 32,768"."""
_LOOP = frozenset("ijklmn")
_KEY = re.compile(r"(?:.*_)?(?:ids?|idx|index|indices|rank|no|numbers?|port|seed|pid|version)")
_WIDTHS = frozenset({"compression", "latent", "lora"})
"""Words before the rank of a matrix, which is a width: "kv_lora_rank: 512"."""
_BACK = 4
_ALIGNED = 4
"""Spaces by which code and drawings align numbers of different lengths: "layers  0-15"."""
_LARGEST = 1000
"""No series of the field goes on to here, one of batch or sequence sizes does."""


def adjacent(text: str, start: int, tokens: list[Token]) -> Token | None:
    """The word right before, with nothing but a space between, or the few that align columns."""
    if not tokens or tokens[-1].kind is not TokenKind.WORD:
        return None
    between = text[tokens[-1].end : start][: _ALIGNED + 1]
    aligned = 0 < len(between) <= _ALIGNED and not between.strip(" \u00a0")
    return tokens[-1] if aligned or between == "\n" else None


def is_singular(text: str, start: int, tokens: list[Token]) -> bool:
    """Whether the word before is one member of a series, whose number no dash continues: "Stage 1 - 32 GPUs"."""
    word = adjacent(text, start, tokens)
    return word is not None and word.text.lower() in lexicon().series


def index(text: str, digits: Digits, other: Digits | None, tokens: list[Token]) -> str:
    """What a number or range is, if it tells members of a series; else empty."""
    last = other or digits
    if not (digits.printed.whole and last.printed.whole) or last.bound.scales is not UNSCALED or digits.plus:
        return ""
    if last.bound.units and (not last.bound.countable or other is not None):
        return ""
    if other is None and _FACTOR.match(text, digits.bound.end):
        return ""
    several = other is not None or _is_list(text, digits)
    if not last.bound.units and _is_identified(tokens):
        return INDEX
    if digits.printed.value >= _LARGEST and other is None:
        return ""
    if digits.printed.value >= _LARGEST:
        return _behind_noun(text, digits, tokens, several=True)
    return _behind_noun(text, digits, tokens, several=several) or _tied(digits, other, tokens, several=several)


def _behind_noun(text: str, digits: Digits, tokens: list[Token], *, several: bool) -> str:
    word = adjacent(text, digits.start, tokens)
    if word is None or word.why:
        return ""
    name, words = word.text.lower(), lexicon()
    several = several or _is_list(text, digits, first=True)
    if name in words.indexed and not digits.bound.units:
        return INDEXES if several or _MORE.match(text, digits.end) else ""
    if name not in words.series or _is_of_each(tokens):
        return ""
    return INDEXES if several else INDEX


def _is_of_each(tokens: list[Token]) -> bool:
    """Whether the last word is one of what is counted per each: "per layer", "per device and layer"."""
    words = [token.text.lower() for token in tokens[-4:]]
    joined = len(words) > 3 and words[-2] in ("and", "&", "/") and words[-4] in _COUNTED
    return joined or (len(words) > 1 and words[-2] in _COUNTED)


def _tied(digits: Digits, other: Digits | None, tokens: list[Token], *, several: bool) -> str:
    """The same behind a sign: "GPUs: 0-7", `"gpus": [0, 1]`, "Layers 0-3, 8-11"."""
    if len(tokens) < 2 or digits.bound.units:
        return ""
    last, before = tokens[-1], tokens[-2]
    if several and _numbers_all(digits, other, tokens):
        return INDEXES
    if last.text == "," and before.kind is TokenKind.CLOSE:
        before = _outside(tokens)
    if last.text.lower() in _AND and before.text == "," and len(tokens) > 2:
        before = tokens[-3]
    if before.why in (INDEX, INDEXES):
        tied = last.text.lower() in _AND or (last.text in (",", "/") and before.why == INDEXES)
        return INDEXES if tied or (several and last.text in ":→(=") else ""
    key = _key(tokens)
    if key is None:
        return ""
    name = key.text.lower()
    if several and name.rpartition("_")[2] in lexicon().indexed:
        return INDEXES
    if several and name in lexicon().series:
        return INDEXES
    return (
        INDEX if name in lexicon().series and last.text == ":" and last.end == digits.start and name == key.text else ""
    )


def _is_identified(tokens: list[Token]) -> bool:
    """Whether the key before tells one thing from others: `"stage_id": 3`, `"rank": 0`, `--master_port=29500`."""
    key = _key(tokens)
    if key is None:
        return False
    name = key.text.lower()
    before = _before(key, tokens)
    if _is_width(name, before) or before == "/" or before in _COUNTED or _is_per(key, tokens):
        # "Tokens per rank: 1,024" and "heads_per_rank: 4" number no rank.
        return False
    quoted = tokens[-1].text == ":" and tokens[-2].text in ('"', "'") and name in lexicon().series
    return quoted or _KEY.fullmatch(name) is not None


def _before(key: Token, tokens: list[Token]) -> str:
    """The word before a key, which is one of the last tokens."""
    place = next(place for place in range(len(tokens) - 1, -1, -1) if tokens[place] is key)
    return tokens[place - 1].text.lower() if place else ""


def _is_per(key: Token, tokens: list[Token]) -> bool:
    """Whether a key says what something is counted per: "experts_per_rank", "experts per EP rank"."""
    parts = key.text.lower().split("_")
    place = next(place for place in range(len(tokens) - 1, -1, -1) if tokens[place] is key)
    ahead = [token.text.lower() for token in tokens[max(0, place - 2) : place]]
    degree = len(ahead) > 1 and ahead[1].upper() in lexicon().degree_letters and ahead[0] in _COUNTED
    return "per" in parts[:-1] or degree


def _is_width(name: str, word: str) -> bool:
    """Whether a key with a word before it names the rank of a matrix, and no place among processes."""
    *before, last = name.split("_")
    return last == "rank" and (before[-1] if before else word) in _WIDTHS


def _numbers_all(digits: Digits, other: Digits | None, tokens: list[Token]) -> bool:
    """Whether a range numbers just the things counted before it ("8 layers (0-7)") or is a loop variable's."""
    if other is None:
        return False
    last, before = tokens[-1], tokens[-2]
    if last.text == "=" and before.text in _LOOP:
        return True
    span = other.printed.value - digits.printed.value + 1
    return last.text == "(" and before.number is not None and before.number.quantity.value == span


def _outside(tokens: list[Token]) -> Token:
    """The token before the parentheses that stand before the last comma."""
    for back in range(3, min(len(tokens), 10)):
        if tokens[-back].kind is TokenKind.OPEN:
            return tokens[-back - 1]
    return tokens[-2]


def _key(tokens: list[Token]) -> Token | None:
    """The word before the signs that end the tokens."""
    for back in range(1, min(_BACK, len(tokens)) + 1):
        token = tokens[-back]
        if token.kind is TokenKind.WORD and not token.why and back > 1:
            return token
        if token.text not in _TIES:
            return None
    return None


def _is_list(text: str, digits: Digits, *, first: bool = False) -> bool:
    """Whether neighbouring numbers, or only the `first` two, follow one by one: "0, 1, 2, 3"."""
    found = _LIST.match(text, digits.start)
    numbers = [int(number) for number in found[0].split(",")] if found else []
    numbers = numbers[:2] if first else numbers
    return len(numbers) > 1 and all(second == first + 1 for first, second in pairwise(numbers))
