"""A bracket or clause that says one thing of the number before it: its limit, its total, what it is instead of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor.claims import limits, splits
from auditor.claims.claim import Link
from auditor.claims.clause import Clause, Level, is_ratio, operand, span_of
from auditor.claims.connectives import VERBS
from auditor.claims.items import dimensions, symbol
from auditor.claims.pairs import comparable, is_bound, is_of
from auditor.claims.passage import Leaf

_ELSEWHERE = frozenset({"above", "below"})
_EARLIER = 12
"""Clauses before a limit that are looked at, so that the cost stays linear."""
_PAUSES = (",", "-", "–", "—", "，", ";")


def remarks(level: Level) -> Iterator[Link]:
    """The `against`, `instead`, `share` and bracketed `split` links of a line or bracket."""
    if level.outer is not None:
        yield from _bracket(level, level.outer)
    for clause in level.clauses:
        yield from _inside(clause)
        yield from _apart(clause)
        yield from _answered(clause)
    for at, (before, after) in enumerate(pairwise(level.clauses)):
        if after.opener in _PAUSES and before.numbers and not before.gaps[-1].groups:
            yield from _behind(before.numbers[-1], before.gaps[-1].words, after, level.clauses[: at + 1])
            yield from _divided(before.numbers[-1], after) if after.numbers and not before.gaps[-1].words else ()
        if after.opener in (":", "：") and len(before.numbers) == 1 and after.numbers:
            yield from _divided(before.numbers[0], after)


def _bracket(level: Level, outer: Leaf) -> Iterator[Link]:
    numbers = [number for clause in level.clauses for number in clause.numbers]
    words = [word for clause in level.clauses for word in clause.words]
    if any(gap.groups or gap.signs for clause in level.clauses for gap in clause.gaps):
        return
    if len(numbers) == 1:
        yield from _one(outer, level.outer_words, numbers[0], words, level.clauses[0].words)
    elif len(numbers) == 2 and len(level.clauses) == 2:
        whole, parts = numbers
        counts = splits.is_count(whole) and splits.is_count(parts) and dimensions(whole) != dimensions(parts)
        if counts and splits.is_quotient(whole, parts, outer):
            yield _link("split", whole, parts, words, outer)


def _behind(number: Leaf, words: Sequence[str], after: Clause, earlier: Sequence[Clause]) -> Iterator[Link]:
    """A clause that follows a number after a comma or dash: ", exceeding the 100 tokens/ms target", ", limit 50 ms".

    A bare limit may be that of any number before it of its kind.
    """
    if len(after.numbers) != 1 or not after.gaps[0].plain or not after.gaps[0].words:
        return
    first = after.gaps[0].words
    bare = limits.is_standard(first) and not _has_other(earlier, number, after.numbers[0])
    if first[0] == "not" or limits.compares(first[:2]) or bare:
        yield from _one(number, words, after.numbers[0], after.words, after.words)


def _has_other(earlier: Sequence[Clause], number: Leaf, limit: Leaf) -> bool:
    """Whether a limit may be that of another number in the last clauses before it."""
    numbers = (other for clause in earlier[-_EARLIER:] for other in clause.numbers)
    return any(other is not number and limits.measurable(other, limit) for other in numbers)


def _divided(whole: Leaf, after: Clause) -> Iterator[Link]:
    """ "16 layers: divided into 4 stages"."""
    parts, gap = after.numbers[0], after.gaps[0]
    counts = splits.is_count(whole) and splits.is_count(parts) and dimensions(whole) != dimensions(parts)
    if counts and gap.plain and not after.gaps[1].signs and splits.says_split(gap.words):
        yield _link("split", whole, parts, gap.words)


def _one(
    first: Leaf, outer: Sequence[str], second: Leaf, words: Sequence[str], opening: Sequence[str]
) -> Iterator[Link]:
    """What one number in a remark is to the number that the remark is on."""
    if _replaces(opening) and len(opening) <= 8 and comparable(first, second):
        yield _link("instead", first, second, words)
    elif splits.is_share(first, second) and splits.is_count(second):
        yield _link("share", first, second, words)
    elif limits.measurable(first, second) and ("per" not in words or limits.names_standard(words)):
        yield from _against(first, outer, second, words)


def _replaces(opening: Sequence[str]) -> bool:
    """Whether a remark names the number that stood there, or should not: "8 (not 64)", "8 (instead of 64)"."""
    return opening[:1] == ("not",) or tuple(opening[:2]) in (("instead", "of"), ("rather", "than"))


def _against(first: Leaf, outer: Sequence[str], second: Leaf, words: Sequence[str]) -> Iterator[Link]:
    if words and words[-1] in _ELSEWHERE:
        # "60.9 GB (61 GB used above)": where it stands, not on which side of a limit.
        words = words[:-1]
    if limits.names_standard(words) or limits.compares(words):
        yield _link("against", first, second, words)
    elif limits.names_reached(words) and (limits.names_standard(outer) or is_bound(first)):
        yield _link("against", second, first, (*outer, *words))


def _inside(clause: Clause) -> Iterator[Link]:
    """ "4.2s within the 10s limit"."""
    for at, second in enumerate(clause.numbers[1:]):
        gap, behind, first = clause.gaps[at + 1], clause.gaps[at + 2].words, _subject(clause, at)
        if first is None or not limits.within_clause(first, gap, second, behind):
            continue
        if limits.suffices(gap.words):
            yield _link("against", second, first, (*gap.words, *behind))
        else:
            yield _link("against", first, second, (*gap.words, *behind))


def _subject(clause: Clause, at: int) -> Leaf | None:
    """What is held against something behind a number; of "30 GB is 60% of 50 GB and below the 36 GB" that is 30 GB.

    None where it is a share that only its percentage gives.
    """
    if not at or not is_ratio(clause.numbers[at - 1]) or not is_of(clause.gaps[at].words):
        return clause.numbers[at]
    lead = clause.gaps[at - 1]
    told = at > 1 and lead.plain and not VERBS.isdisjoint(lead.words)
    return clause.numbers[at - 2] if told else None


def _apart(clause: Clause) -> Iterator[Link]:
    """ "16 heads → 8 per GPU"."""
    for at, (first, second) in enumerate(pairwise(clause.numbers)):
        gap, behind = clause.gaps[at + 1], clause.gaps[at + 2].words
        shared = (behind[:1] == ("per",) and not symbol(second)) or splits.is_share(second, first)
        if gap.signs == ("→",) and not gap.words and shared and splits.is_count(first):
            yield _link("share", second, first, behind)


def _answered(clause: Clause) -> Iterator[Link]:
    """ "TTFT ≤ 500 ms → 530 ms": what is asked, and what is reached."""
    for at, (first, second) in enumerate(pairwise(clause.numbers)):
        gap, lead = clause.gaps[at + 1], clause.gaps[at].words
        plain = gap.signs == ("→",) and not gap.words and not gap.groups
        if plain and is_bound(first) and not is_bound(second) and limits.measurable(second, first):
            yield _link("against", second, first, lead)


def _link(form: str, first: Leaf, second: Leaf, words: Sequence[str], result: Leaf | None = None) -> Link:
    leaves = (first, second) if result is None else (first, second, result)
    said = " ".join(dict.fromkeys(words))
    claim = result.claim if result is not None else None
    return Link(form, operand(first), operand(second), claim, said, span_of(*leaves), first.block.index)
