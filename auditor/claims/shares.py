"""A percentage with its whole and its part: "240TFlops (60% of 400TFlops)", "1.8TB/s (80% utilization = 1.44TB/s)"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.claims.claim import Link
from auditor.claims.clause import Clause, Level, only_number, operand, span_of
from auditor.claims.connectives import VERBS
from auditor.claims.items import is_percent, per_dimensions, symbol
from auditor.claims.pairs import is_of
from auditor.claims.passage import Leaf

_AT = frozenset({"at", "with"})


def shares(level: Level) -> Iterator[Link]:
    """The percentages of a line or bracket whose whole and part stand beside them."""
    for clause in level.clauses:
        for at, number in enumerate(clause.numbers[:-1]):
            if is_percent(number):
                yield from _of(level, clause, at)
                yield from _gives(level, clause, at)
        for at, number in enumerate(clause.numbers[1:], start=1):
            if is_percent(number):
                yield from _at(level, clause, at)


def _of(level: Level, clause: Clause, at: int) -> Iterator[Link]:
    """ "60% of 400TFlops", with its part before the bracket or before an "is"."""
    gap = clause.gaps[at + 1]
    if not gap.plain or not is_of(gap.words) or clause.gaps[at + 2].signs:
        return
    part = level.outer if at == 0 and len(clause.numbers) == 2 and not clause.gaps[0].signs else None
    before = clause.gaps[at]
    if at and before.plain and before.words and before.words[-1] in VERBS:
        part = clause.numbers[at - 1]
    if part is not None:
        yield from _link(level, _near(clause, at), (part, clause.numbers[at], clause.numbers[at + 1]))


def _gives(level: Level, clause: Clause, at: int) -> Iterator[Link]:
    """ "80% utilization = 1.44TB/s", with the whole before the bracket."""
    gap = clause.gaps[1]
    alone = at == 0 and len(clause.numbers) == 2 and not gap.groups
    if alone and level.outer is not None and gap.signs in (("=",), ("→",), ("≈",)):
        yield from _link(level, _near(clause, at), (clause.numbers[1], clause.numbers[0], level.outer))


def _at(level: Level, clause: Clause, at: int) -> Iterator[Link]:
    """ "1.8TB/s at 80% utilization (1.44TB/s effective)"."""
    groups = clause.gaps[at + 1].groups
    before = clause.gaps[at]
    if not before.plain or before.words[-1:] not in (("at",), ("with",)) or len(before.words) > 2 or not groups:
        return
    part = only_number(groups[0])
    if part is not None and not clause.gaps[at + 1].signs:
        yield from _link(level, _near(clause, at), (part, clause.numbers[at], clause.numbers[at - 1]))


def _near(clause: Clause, at: int) -> tuple[str, ...]:
    """The words around a number of a clause and its neighbours."""
    return tuple(word for gap in clause.gaps[max(0, at - 1) : at + 3] for word in gap.words)


def _link(level: Level, near: tuple[str, ...], numbers: tuple[Leaf, Leaf, Leaf]) -> Iterator[Link]:
    part, percent, whole = numbers
    if is_percent(part) or is_percent(whole) or not symbol(part) or per_dimensions(part) != per_dimensions(whole):
        return
    words = " ".join(dict.fromkeys((*level.around, *near)))
    yield Link("of", operand(part), operand(whole), percent.claim, words, span_of(*numbers), part.block.index)
