"""A percentage with its whole and its part: "240TFlops (60% of 400TFlops)", "1.8TB/s (80% utilization = 1.44TB/s)"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.claims.claim import Link
from auditor.claims.clause import Clause, Level, only_number, operand, span_of
from auditor.claims.connectives import VERBS
from auditor.claims.items import is_percent, per_dimensions, symbol
from auditor.claims.pairs import is_of
from auditor.claims.passage import Leaf

_PAUSES = frozenset({",", "，", "—", "–", "-"})
_AGAIN = frozenset(
    {
        "which", "that", "is", "are", "or", "i", "e", "ie", "equals", "equal", "to", "about", "roughly", "around",
        "only", "just", "exactly", "nearly", "almost", "representing",
        "占", "即", "为", "约", "约占", "chiếm", "tức", "là", "khoảng",
    }
)  # fmt: skip
"""Words that lead from a number to what it comes to, seen otherwise."""


def shares(level: Level) -> Iterator[Link]:
    """The percentages of a line or bracket whose whole and part stand beside them."""
    for before, clause in zip((None, *level.clauses), level.clauses, strict=False):
        for at, number in enumerate(clause.numbers):
            if is_percent(number):
                yield from _of(level, before, clause, at)
                yield from _gives(level, clause, at)
                yield from _at(level, clause, at)


def _of(level: Level, earlier: Clause | None, clause: Clause, at: int) -> Iterator[Link]:
    """ "60% of 400TFlops", with its part before the bracket, before an "is", or before a comma."""
    whole = _whole(clause, at)
    if whole is None:
        return
    first, before = min(at, whole), clause.gaps[min(at, whole)]
    alone = first == 0 and len(clause.numbers) == 2 and not before.signs
    part = level.outer if alone else None
    if first and before.plain and before.words and before.words[-1] in VERBS:
        part = clause.numbers[first - 1]
    if part is None and alone and earlier is not None and _goes_on(level, earlier, clause):
        part = earlier.numbers[-1]
    if part is not None:
        yield from _link(level, _near(clause, first), (part, clause.numbers[at], clause.numbers[whole]))


def _whole(clause: Clause, at: int) -> int | None:
    """Where the number stands that a percentage is of: behind its "of", or before its "的"."""
    before, gap = clause.gaps[at], clause.gaps[at + 1]
    if at + 1 < len(clause.numbers) and gap.plain and is_of(gap.words) and not clause.gaps[at + 2].signs:
        return at + 1
    return at - 1 if at and before.plain and before.words == ("的",) and not gap.signs else None


def _goes_on(level: Level, earlier: Clause, clause: Clause) -> bool:
    """Whether a clause says again what the number before its comma is: "48 GB, which is 60% of 80 GB"."""
    lead, behind = clause.gaps[0], earlier.gaps[-1]
    if not earlier.numbers or clause.opener not in _PAUSES or not (lead.plain and behind.plain) or behind.words:
        return False
    if lead.words:
        return _AGAIN.issuperset(lead.words)
    return level.count == 3 and len(earlier.numbers) == 1 and not clause.gaps[-1].words


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
    if (
        not at
        or not before.plain
        or before.words[-1:] not in (("at",), ("with",))
        or len(before.words) > 2
        or not groups
    ):
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
