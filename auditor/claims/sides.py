"""Passages cut up: clauses at their separators, each clause at its relations into sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.claims import said
from auditor.claims.claim import Operand
from auditor.claims.connectives import CLAUSE_WORDS, PREPOSITIONS, VERBS
from auditor.claims.items import (
    is_number,
    is_percent,
    is_physical,
    is_relation,
    is_separator,
    may_be_alike,
    symbol,
    text,
)
from auditor.claims.passage import Group, Item, Leaf, Scanned, passages
from auditor.claims.portion import Portion, arithmetic, portions
from auditor.claims.token import TokenKind
from auditor.document import Kind
from auditor.frozen import dataclass

_OPENING, _CLOSING = ("(", "（"), (")", "）")
_DETERMINERS = frozenset({"a", "an", "the", "one", "all", "each", "every", "its", "our", "this", "that", "single"})
_COLUMN = 2
"""Spaces that set columns of a drawing apart."""


@dataclass(frozen=True, slots=True)
class Sides:
    """A clause cut at its relations."""

    stretches: tuple[tuple[Portion, ...], ...]
    """The portions of each side."""
    relations: tuple[str, ...]
    turns: tuple[bool, ...]
    """Whether a side goes over to another statement: "... = 24 of them and x = ..."."""


@dataclass(frozen=True, slots=True)
class Passage:
    """One line, or several that are continued, and the clauses of it and its brackets."""

    items: tuple[Item, ...]
    cuts: tuple[Sides, ...]
    """Empty where no sign of arithmetic stands, and so nothing is worked out or equated."""


def cut_up(scanned: Sequence[Scanned]) -> list[Passage]:
    """The passages of a document that hold two numbers or more."""
    return [Passage(items, tuple(_cuts(items)) if _reckons(items) else ()) for items in passages(scanned)]


def _reckons(items: Sequence[Item]) -> bool:
    """Whether a sign of arithmetic stands in a passage or its brackets."""
    waiting = list(items)
    while waiting:
        item = waiting.pop()
        if isinstance(item, Group):
            waiting.extend(item.items)
        elif item.token.kind is TokenKind.OPERATOR:
            return True
    return said.has_words(items)


def _cuts(items: Sequence[Item]) -> Iterator[Sides]:
    waiting = [tuple(items)]
    while waiting:
        current = waiting.pop()
        before: tuple[Item, ...] = ()
        for clause in clauses(current):
            resumed = _goes_on(clause) and _is_resumed(current, clause[0])
            yield sides((*_result(before), *clause) if resumed else clause)
            before = clause
        waiting.extend(item.items for item in current if isinstance(item, Group) and arithmetic(item) is None)


def clauses(items: Sequence[Item]) -> Iterator[tuple[Item, ...]]:
    """The stretches of a passage between its separators; relation signs stay inside."""
    clause: list[Item] = []
    for item in items:
        apart = is_separator(item)
        if clause and (apart or _is_next_column(clause[-1], item)):
            yield tuple(clause)
            clause = []
        if not apart:
            clause.append(item)
    if clause:
        yield tuple(clause)


def _is_next_column(before: Item, item: Item) -> bool:
    """Whether a number stands in the next column of a drawing in code, behind what names it: "at 80 %    61 / 0.8"."""
    beside = isinstance(item, Group) or item.token.kind is TokenKind.NUMBER
    if not beside or (isinstance(before, Leaf) and before.token.kind is TokenKind.OPERATOR):
        return False
    return _is_code(item) and item.span.start - before.span.end >= _COLUMN


def _is_code(item: Item) -> bool:
    while isinstance(item, Group):
        if not item.items:
            return False
        item = item.items[0]
    return item.block.kind is Kind.CODE


def _goes_on(clause: Sequence[Item]) -> bool:
    """Whether a clause works on with the result of the one before it: "= 22.5 days; / 0.94 = 23.9 days"."""
    first = clause[0]
    if isinstance(first, Group) or first.token.kind is not TokenKind.OPERATOR or first.token.operator not in "*/":
        return False
    number = len(clause) > 2 and (isinstance(clause[1], Group) or clause[1].token.kind is TokenKind.NUMBER)
    return number and any(is_relation(item) for item in clause)


def _is_resumed(items: Sequence[Item], first: Item) -> bool:
    """Whether a comma, a semicolon or a new line is all that stands before an item."""
    place = next(at for at, item in enumerate(items) if item is first)
    before = items[place - 1] if place else None
    return isinstance(before, Leaf) and before.token.text in (",", ";")


def _result(clause: Sequence[Item]) -> tuple[Item, ...]:
    """The number behind the sign at the end of a clause; none where it ends otherwise."""
    if len(clause) < 2 or not is_relation(clause[-2]) or not is_number(clause[-1]):
        return ()
    return (clause[-1],)


def sides(clause: Sequence[Item]) -> Sides:
    """The sides of a clause and the relations between them."""
    stretches: list[list[Item]] = [[]]
    relations = []
    spelt = dict(said.verbs(clause))
    passed = 0
    for place, item in enumerate(clause):
        if is_relation(item) or place in spelt:
            passed = place + spelt.get(place, 1)
            relations.append(item.token.operator if is_relation(item) else "=")
            stretches.append([])
        elif place >= passed:
            stretches[-1].append(item)
    return Sides(tuple(map(_portions, stretches)), tuple(relations), tuple(map(_turns, stretches)))


def _portions(stretch: Sequence[Item]) -> tuple[Portion, ...]:
    if all(isinstance(item, Leaf) and item.token.kind is not TokenKind.NUMBER for item in stretch):
        return ()
    return tuple(portions(stretch))


def _turns(stretch: Sequence[Item]) -> bool:
    """Whether a word begins another statement, or a verb or the name of a variable does behind the number.

    "v = 1 one needs m = 133" is two equations.
    """
    words = [item.token.text.lower() if isinstance(item, Leaf) and not _is_sign(item) else "" for item in stretch]
    numbers = [at for at, item in enumerate(stretch) if isinstance(item, Leaf) and item.token.kind is TokenKind.NUMBER]
    behind = words[numbers[-1] + 1 :] if numbers else []
    named = len(behind) > 1 and len(behind[-1]) == 1 and behind[-2].isalpha()
    return named or not CLAUSE_WORDS.isdisjoint(words) or not VERBS.isdisjoint(behind)


def _is_sign(item: Leaf) -> bool:
    return item.token.kind in (TokenKind.NUMBER, TokenKind.OPERATOR)


def tells_which(cut: Sides) -> bool:
    """Whether the first side is a bracket that tells which one is worked out: "TTFT (4K) = 4096 / 25,230 = 0.16 s"."""
    first = cut.stretches[0]
    if len(first) != 1 or not first[0].lead or len(first[0].numbers) != 1 or symbol(leaf := first[0].numbers[0]):
        return False
    around = leaf.block.text[max(leaf.token.start - 1, 0) : leaf.token.end + 1]
    if not (around.startswith(_OPENING) and around.endswith(_CLOSING)):
        return False
    later = (number for stretch in cut.stretches[1:] for portion in stretch for number in portion.numbers)
    return around[-2:-1] in ("K", "k") or any(map(is_physical, later))


def is_label(cut: Sides) -> bool:
    """Whether the number of the first side only says of what the others are: "over one 400 Gb/s NIC = 1 / 50 = 20 ms".

    It does if it is of another unit than what the chain comes to, or of one of the things that a preposition ties.
    """
    first = cut.stretches[0]
    if len(first) != 1 or not isinstance(first[0].expression, Operand) or not (first[0].lead or first[0].trail):
        return False
    behind = text(first[0].trail)
    if len(behind) > 1 and len(behind[-1]) == 1 and behind[-1].isalpha() and behind[-2] in PREPOSITIONS:
        # "50 tok/s is reached at b = 11.15 / 0.152": what the variable is.
        return True
    own = first[0].numbers[0]
    later = [stretch[0] for stretch in cut.stretches[1:] if stretch]
    if len(cut.relations) > 1 and any(_is_of_another_unit(own, side) for side in later):
        return True
    words = [word for word in text(first[0].lead) if word not in _DETERMINERS]
    return bool(words) and words[-1] in PREPOSITIONS and _is_noun(first[0])


def _is_of_another_unit(own: Leaf, side: Portion) -> bool:
    """Whether a side is a single number, and cannot be the same amount as another one."""
    if not isinstance(side.expression, Operand) or not symbol(own) or not symbol(number := side.numbers[0]):
        return False
    return is_percent(own) == is_percent(number) and not may_be_alike(own, number)


def _is_noun(portion: Portion) -> bool:
    """Whether a number is only an attribute: of a noun behind it ("400 Gb/s NIC"), or one with it ("8-GPU node")."""
    return bool(portion.trail) or "-" in portion.numbers[0].token.text
