"""The signs of arithmetic, as signs or in words: "times", "divided by", the "of" of "60% of 400"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor.claims.items import dimensions, is_number, is_percent, symbol, text
from auditor.claims.passage import Group, Item, Leaf
from auditor.claims.token import TokenKind

_SIGN_WORDS = {"times": "*", "plus": "+", "minus": "-"}
_SIGN_PHRASES: dict[tuple[str, ...], str] = {("multiplied", "by"): "*", ("divided", "by"): "/"}
_AT = frozenset({"at", "@", "with"})


def sign_at(items: Sequence[Item], position: int, numbers: Sequence[Leaf], *, named: bool) -> tuple[str, int]:
    """The sign that stands at a place, and how many items it takes; empty if none does.

    `numbers` are those of the expression so far, empty where a word cannot be a sign; `named` is whether words follow
    the last of them.
    """
    item = items[position]
    if isinstance(item, Group):
        return "", 0
    if item.token.kind is TokenKind.OPERATOR:
        return item.token.operator, 1
    if item.token.kind not in (TokenKind.WORD, TokenKind.PUNCT) or not numbers:
        return "", 0
    return _spelled(items, position, numbers, named=named)


def _spelled(items: Sequence[Item], position: int, numbers: Sequence[Leaf], *, named: bool) -> tuple[str, int]:
    words = text([item for item in items[position : position + 2] if isinstance(item, Leaf)])
    after = items[position + 1] if position + 1 < len(items) else None
    if (phrase := _SIGN_PHRASES.get(tuple(words))) is not None:
        return phrase, 2
    if words[0] in _SIGN_WORDS:
        return _SIGN_WORDS[words[0]], 1
    if after is None or not (is_number(after) or isinstance(after, Group)):
        return "", 0
    if words[0] == "per" and is_number(after):
        return "/", 1
    if words[0] == "of" and _is_share(numbers, named=named) and not _is_instead(items, position):
        return "*", 1
    if words[0] in _AT and isinstance(after, Leaf) and is_percent(after):
        return "*", 1
    if words[0] == "at" and is_number(after) and _is_rate_of(numbers[-1], after) and not _operates(items, position + 2):
        return "/", 1
    return "", 0


def _is_instead(items: Sequence[Item], position: int) -> bool:
    before = items[position - 1] if position else None
    return isinstance(before, Leaf) and before.token.text.lower() == "instead"


def _is_rate_of(amount: Leaf, rate: Leaf) -> bool:
    """Whether a number is so much of what another one is an amount of, in a second: "16 GB at 3.2 TB/s"."""
    known = dict(dimensions(amount))
    return "second" not in known and bool(known) and dict(dimensions(rate)) == {**known, "second": -1}


def _operates(items: Sequence[Item], position: int) -> bool:
    item = items[position] if position < len(items) else None
    return isinstance(item, Leaf) and item.token.kind is TokenKind.OPERATOR and item.token.operator in "*/^"


def _is_share(numbers: Sequence[Leaf], *, named: bool) -> bool:
    """Whether the last operand is a percentage, or all of them a fraction such as 1/8."""
    if is_percent(numbers[-1]):
        return True
    return len(numbers) == 2 and not named and not any(symbol(number) for number in numbers)
