"""A passage as clauses: the numbers of each in order, and what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.claims.claim import Operand
from auditor.claims.items import is_number, is_percent, is_separator, symbol
from auditor.claims.passage import Group, Item, Leaf
from auditor.claims.token import TokenKind
from auditor.frozen import dataclass
from auditor.span import Span

_KEYED = (":", "：")
_REMARKS = ("(", "（")
_MOST_AROUND = 24
_LARGEST_GROUP = 64
"""A bracket with more items than this is no remark on a number."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two numbers, before the first or behind the last."""

    words: tuple[str, ...] = ()
    """Lower case."""
    signs: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether words alone stand here."""
        return not self.signs and not self.groups


@dataclass(frozen=True, slots=True)
class Clause:
    """What stands between two separators."""

    numbers: tuple[Leaf, ...]
    gaps: tuple[Gap, ...]
    """`gaps[i]` stands before `numbers[i]`, the last one behind the last number."""
    opener: str
    """The separator before it; empty at the start of a line or bracket."""

    @property
    def words(self) -> tuple[str, ...]:
        """All its words outside brackets, lower case."""
        return tuple(word for gap in self.gaps for word in gap.words)


@dataclass(frozen=True, slots=True)
class Level:
    """The clauses of a line or of one bracket."""

    clauses: tuple[Clause, ...]
    count: int
    """How many numbers there are in it, outside inner brackets."""
    outer: Leaf | None = None
    """For a bracket: the number that it stands behind; None if another bracket or a sign stands between."""
    outer_words: tuple[str, ...] = ()
    """The words between that number and the bracket."""
    around: tuple[str, ...] = ()
    """The words of the clause that the bracket stands in, and of its key."""
    operand: bool = False
    """Whether the bracket stands beside a sign of arithmetic."""


def levels(items: Sequence[Item]) -> Iterator[Level]:
    """The line itself and each bracket in it, the line first. Marks are left out."""
    waiting: list[Level] = [_level(items)]
    while waiting:
        level = waiting.pop()
        yield level
        key: tuple[str, ...] = ()
        for clause in level.clauses:
            key = key if clause.opener in _KEYED else ()
            words = clause.words[-_MOST_AROUND:]
            waiting.extend(_inner(clause, (*key, *words)))
            key = words


def _inner(clause: Clause, around: tuple[str, ...]) -> Iterator[Level]:
    for number, gap in enumerate(clause.gaps):
        for position, group in enumerate(gap.groups):
            if group.bracket not in _REMARKS:
                continue
            near = number > 0 and position == 0 and not gap.signs
            outer = clause.numbers[number - 1] if near else None
            words = gap.words if near else ()
            level = _level(group.items)
            yield replace(level, outer=outer, outer_words=words, around=around, operand=bool(gap.signs))


def _level(items: Sequence[Item]) -> Level:
    clauses = tuple(_clauses(items))
    return Level(clauses, sum(len(clause.numbers) for clause in clauses))


def _clauses(items: Sequence[Item]) -> Iterator[Clause]:
    opener, stretch = "", list[Item]()
    for item in items:
        if isinstance(item, Leaf) and item.token.kind is TokenKind.MARK:
            continue
        if not (is_separator(item) or _is_dash(item)):
            stretch.append(item)
            continue
        if stretch:
            yield _clause(stretch, opener)
        opener, stretch = item.token.text if isinstance(item, Leaf) else "", []
    if stretch:
        yield _clause(stretch, opener)


def _is_dash(item: Item) -> bool:
    """Whether an item is a minus sign: no pair reaches across one."""
    return isinstance(item, Leaf) and item.token.kind is TokenKind.OPERATOR and item.token.operator == "-"


def _clause(items: Sequence[Item], opener: str) -> Clause:
    numbers: list[Leaf] = []
    gaps: list[Gap] = []
    words: list[str] = []
    signs: list[str] = []
    groups: list[Group] = []
    for item in items:
        if isinstance(item, Group):
            groups.append(item)
        elif is_number(item):
            gaps.append(Gap(tuple(words), tuple(signs), tuple(groups)))
            numbers.append(item)
            words, signs, groups = [], [], []
        elif item.token.kind is TokenKind.OPERATOR:
            signs.append(item.token.operator)
        elif item.token.kind is TokenKind.WORD:
            words.append(item.token.text.lower())
    gaps.append(Gap(tuple(words), tuple(signs), tuple(groups)))
    return Clause(tuple(numbers), tuple(gaps), opener)


def only_number(group: Group) -> Leaf | None:
    """The number of a bracket that holds exactly one."""
    if len(group.items) > _LARGEST_GROUP or any(isinstance(item, Group) for item in group.items):
        return None
    found = [item for item in group.items if isinstance(item, Leaf) and is_number(item)]
    return found[0] if len(found) == 1 else None


def words_of(group: Group) -> tuple[str, ...]:
    """The words of a bracket, lower case."""
    return tuple(
        item.token.text.lower() for item in group.items if isinstance(item, Leaf) and item.token.kind is TokenKind.WORD
    )


def is_ratio(leaf: Leaf) -> bool:
    """Whether a number is a percentage or a multiplier."""
    return is_percent(leaf) or symbol(leaf) == "×"


def operand(leaf: Leaf) -> Operand:
    """A number as an expression."""
    assert leaf.claim is not None
    return Operand(leaf.claim)


def span_of(*leaves: Leaf) -> Span:
    """The stretch that covers some numbers."""
    return Span(min(leaf.span.start for leaf in leaves), max(leaf.span.end for leaf in leaves))
