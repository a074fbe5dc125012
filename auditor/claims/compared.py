"""An amount, by how much it differs, and from what: "2.1 s, a reduction of 30% against the 3.0 s before"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.claims.claim import Link
from auditor.claims.clause import Level, is_ratio, operand, span_of
from auditor.claims.connectives import words
from auditor.claims.items import symbol
from auditor.claims.pairs import comparable
from auditor.claims.passage import Leaf

_THAN = words("than against versus vs over from below above under beyond compared relative")
_PAUSES = (",", "-", "–", "—", "，", ";", ":")
_MOST_WORDS = 6


def compared(level: Level) -> Iterator[Link]:
    """The `than` links of a line or bracket."""
    for at, clause in enumerate(level.clauses):
        for place, ratio in enumerate(clause.numbers[:-1]):
            behind, other = clause.gaps[place + 1], clause.numbers[place + 1]
            if not is_ratio(ratio) or not behind.plain or not 0 < len(behind.words) <= _MOST_WORDS:
                continue
            amount, said = _amount(level, at, place)
            if amount is None or _THAN.isdisjoint(behind.words) or not _alike(amount, other):
                continue
            around = " ".join(dict.fromkeys((*said, *behind.words)))
            span = span_of(amount, ratio, other)
            yield Link("than", operand(amount), operand(other), ratio.claim, around, span, amount.block.index)


def _amount(level: Level, at: int, place: int) -> tuple[Leaf | None, tuple[str, ...]]:
    """What a percentage is said of, the number before it or before its bracket, and the words between the two."""
    clause = level.clauses[at]
    gap = clause.gaps[place]
    if gap.groups or len(gap.words) > _MOST_WORDS or any(sign != "→" for sign in gap.signs):
        return None, ()
    if place:
        return clause.numbers[place - 1], gap.words
    if at == 0:
        return level.outer, gap.words
    before = level.clauses[at - 1]
    ends = before.numbers and not before.gaps[-1].groups and len(before.gaps[-1].words) <= _MOST_WORDS
    return (before.numbers[-1] if ends and clause.opener in _PAUSES else None), gap.words


def _alike(amount: Leaf, other: Leaf) -> bool:
    return not is_ratio(amount) and symbol(amount) == symbol(other) != "" and comparable(amount, other)
