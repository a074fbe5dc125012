"""What an item of a passage is: a word, a number, a sign that relates, the end of a clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeGuard

from auditor.claims.lexicon import lexicon
from auditor.claims.passage import Group, Item, Leaf
from auditor.claims.token import TokenKind
from auditor.unit_table import unit_table
from auditor.units import Dimensions

_PHYSICAL = frozenset({"byte", "second", "flop", "watt", "dollar", "metre"})
_RELATIONS = frozenset("=≈→<>≤≥")
_CALLS = frozenset({"log", "ln", "sqrt"})
_NUMBERS_OF = frozenset({"n", "num", "number", "no", "d", "total"})
"""How the names of variables begin that stand for a number themselves: "2 × n_layers"."""
_TRANSPARENT = frozenset("\"'`*_“”‘’@")


def is_name(words: Sequence[Leaf]) -> bool:
    """Whether words only name an operand, and no unknown factor stands among them."""
    return not any(
        word == "of"
        or ("_" in word and not _counts(word))
        or (len(word) == 1 and word.isascii() and word.isalpha())
        or word in _CALLS
        for word in text(words)
    )


def _counts(word: str) -> bool:
    """Whether a name of code says what a number before it counts: the "kv_heads" of "8 kv_heads × 128"."""
    first, _, last = word.rpartition("_")
    term = unit_table().find(last) if first and first.partition("_")[0] not in _NUMBERS_OF else None
    return term is not None and term.countable and term.plural


def is_word(item: Item) -> TypeGuard[Leaf]:
    """Whether an item is a word."""
    return isinstance(item, Leaf) and item.token.kind is TokenKind.WORD


def is_number(item: Item) -> TypeGuard[Leaf]:
    """Whether an item is a number that states a claim."""
    return isinstance(item, Leaf) and item.token.kind is TokenKind.NUMBER and item.claim is not None


def is_relation(item: Item) -> TypeGuard[Leaf]:
    """Whether an item is a sign that relates two sides."""
    return isinstance(item, Leaf) and item.token.kind is TokenKind.OPERATOR and item.token.operator in _RELATIONS


def is_separator(item: Item) -> bool:
    """Whether an item ends a clause."""
    if isinstance(item, Group):
        return False
    kind = item.token.kind
    if kind is TokenKind.PUNCT:
        return item.token.text not in _TRANSPARENT and not item.abbreviates
    return kind in (TokenKind.MARK, TokenKind.OPEN, TokenKind.CLOSE)


def symbol(leaf: Leaf) -> str:
    """The unit of a number, as its canonical symbol; empty for a bare number."""
    return leaf.token.number.quantity.unit.symbol if leaf.token.number is not None else ""


def is_percent(leaf: Leaf) -> bool:
    """Whether a number is a percentage, of one thing or of each of several."""
    return symbol(leaf).partition("/")[0] == "%"


def text(leaves: Sequence[Leaf]) -> list[str]:
    """The words of leaves, lower case."""
    return [leaf.token.text.lower() for leaf in leaves]


def dimensions(leaf: Leaf) -> Dimensions:
    """The dimensions of a number; empty for a bare one."""
    return leaf.token.number.quantity.unit.dimensions if leaf.token.number is not None else ()


def per_dimensions(leaf: Leaf) -> Dimensions:
    """The dimensions without the things that the amount is counted per."""
    return tuple((name, power) for name, power in dimensions(leaf) if power > 0 or name == "second")


def may_be_alike(first: Leaf, second: Leaf) -> bool:
    """Whether two numbers can be of one unit but for what they are counted per, "GFLOPS" of work or of each second."""
    return not _readings(first).isdisjoint(_readings(second))


def _readings(leaf: Leaf) -> frozenset[Dimensions]:
    number = leaf.token.number
    units = [reading.unit.dimensions for reading in number.quantity.readings] if number is not None else [()]
    return frozenset(tuple(each for each in unit if each[1] > 0 or each[0] == "second") for unit in units)


def is_physical(leaf: Leaf) -> bool:
    """Whether a number measures something that is no count: bytes, seconds, FLOPs."""
    return any(name in _PHYSICAL for name, _ in dimensions(leaf))


def is_top(word: Leaf) -> bool:
    """Whether a word is that of the experts of a token, written as one with their number: "top-2"."""
    return word.token.text.lower() == "top"


def is_unit(leaf: Leaf) -> bool:
    """Whether a word is a unit of what is measured, or a scale."""
    term = unit_table().find(leaf.token.text)
    return (term is not None and not term.countable) or leaf.token.text in lexicon().scale_letters


def is_card_memory(item: Item, before: Sequence[Leaf], between: Sequence[Leaf]) -> bool:
    """Whether a number is the memory in the name of the accelerators before it: "4 nodes × 8 H100 SXM 80 GB"."""
    last = before[-1].token.number if before else None
    if not is_number(item) or last is None or [name for name, _ in dimensions(item)] != ["byte"]:
        return False
    named = last.noun.lower().split()[-1:] or [""]
    forms = all(word in lexicon().makers for word in text(between))
    return forms and named[0].partition("-")[0] in lexicon().accelerators


def numbers_in(group: Group) -> Iterator[Leaf]:
    """The numbers in a bracket, from left to right."""
    stack: list[Item] = list(reversed(group.items))
    while stack:
        item = stack.pop()
        if isinstance(item, Group):
            stack.extend(reversed(item.items))
        elif is_number(item):
            yield item
