"""The percentage or multiplier that stands beside a pair of numbers: "50% reduction" with "128 → 64"."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from auditor.claims.clause import Clause, Level, only_number, words_of
from auditor.claims.items import dimensions
from auditor.claims.passage import Leaf
from auditor.frozen import dataclass

_MOST_LEAD = 3
_SUBJECTS = frozenset(
    {
        "memory", "mfu", "hfu", "bubble", "bandwidth", "throughput", "latency", "ttft", "tpot", "power", "accuracy",
        "cache", "occupancy", "显存", "内存", "带宽", "吞吐", "延迟", "气泡",
    }
)  # fmt: skip
"""What a clause of its own tells something of."""
_AMOUNTS = frozenset({"byte", "second", "flop", "token"})
_BEING = frozenset({"is", "means", "gives", "are"})


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring numbers of a clause."""

    level: Level
    at: int
    """Which clause of the level."""
    first: int
    """Which number of the clause is the first; the second is the next one."""

    @property
    def clause(self) -> Clause:
        """The clause that the two stand in."""
        return self.level.clauses[self.at]

    @property
    def numbers(self) -> tuple[Leaf, Leaf]:
        """The two."""
        return self.clause.numbers[self.first], self.clause.numbers[self.first + 1]

    @property
    def last(self) -> bool:
        """Whether no number follows in the clause."""
        return self.first + 2 == len(self.clause.numbers)

    @property
    def alone(self) -> bool:
        """Whether the clause holds no other number."""
        return self.first == 0 and self.last


def words_beside(pair: Pair) -> tuple[str, ...]:
    """The words before, between and behind the two, in their clause."""
    return tuple(word for gap in pair.clause.gaps[pair.first : pair.first + 3] for word in gap.words)


def key_words(pair: Pair) -> tuple[str, ...]:
    """The words of the key that the pair stands behind, and those around its bracket."""
    clauses = pair.level.clauses
    key = clauses[pair.at - 1].words if pair.at and pair.clause.opener in (":", "：") else ()
    return (*pair.level.around, *key)


Wanted = Callable[[Leaf, tuple[str, ...]], bool]
"""Whether a number can be the result of a pair, given the words behind it."""


def result(pair: Pair, wanted: Wanted) -> tuple[Leaf | None, tuple[str, ...]]:
    """The number that the text puts beside the pair, and the words that say what it is."""
    for place in (_in_bracket_behind, _before_bracket, _before, _equal, _predicated, _in_key, _in_next_clause):
        found, words = place(pair)
        if found is not None and wanted(found, words) and found not in pair.numbers:
            return found, words
    return None, ()


def _in_bracket_behind(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "128 → 64 (50% reduction)"."""
    gap = pair.clause.gaps[pair.first + 2]
    if not gap.groups or gap.signs:
        return None, ()
    return only_number(gap.groups[0]), words_of(gap.groups[0])


def _before_bracket(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "40% fewer GPUs (24 vs 40)"."""
    if not pair.alone or pair.at or pair.level.count != 2:
        return None, ()
    return pair.level.outer, pair.level.outer_words


def _before(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "a 50% reduction from 128 to 64"."""
    if not (pair.first == 1 and pair.last and pair.clause.gaps[1].plain):
        return None, ()
    return pair.clause.numbers[0], pair.clause.gaps[1].words


def _equal(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "15GB of 64GB = 23.4%"."""
    if pair.last or pair.clause.gaps[pair.first + 2].signs not in (("=",), ("≈",), ("→",)):
        return None, ()
    return pair.clause.numbers[pair.first + 2], pair.clause.gaps[pair.first + 3].words


def _predicated(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "40 vs 24 is a 40% reduction"."""
    if pair.last or not pair.clause.gaps[pair.first + 2].plain:
        return None, ()
    words = pair.clause.gaps[pair.first + 2].words
    if not set(words[-2:]) & _BEING:
        return None, ()
    return pair.clause.numbers[pair.first + 2], pair.clause.gaps[pair.first + 3].words


def _in_key(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "20% more throughput: 12,800 → 15,360"."""
    if not (pair.alone and pair.clause.opener in (":", "：") and pair.at):
        return None, ()
    key = pair.level.clauses[pair.at - 1]
    return (key.numbers[0], key.words) if len(key.numbers) == 1 else (None, ())


def _in_next_clause(pair: Pair) -> tuple[Leaf | None, tuple[str, ...]]:
    """ "24 vs 40, a 40% reduction", "64GB vs 16GB - good use (25%)"."""
    if not pair.last or pair.at + 1 >= len(pair.level.clauses) or pair.clause.gaps[-1].groups:
        return None, ()
    clause = pair.level.clauses[pair.at + 1]
    if clause.opener not in (",", "-", "–", "—", "，"):
        return None, ()
    lead = clause.gaps[0].words
    if len(clause.numbers) == 1 and len(lead) <= _MOST_LEAD and clause.gaps[0].plain:
        return (None, ()) if _is_of_other_subject(lead, pair) else (clause.numbers[0], clause.words)
    groups = clause.gaps[-1].groups
    if clause.numbers or len(groups) != 1:
        return None, ()
    return only_number(groups[0]), (*clause.words, *words_of(groups[0]))


def _is_of_other_subject(lead: Sequence[str], pair: Pair) -> bool:
    """Whether a clause goes on to another thing than the one before: "16 out of 16, memory peaks at 68.8%"."""
    own = {*words_beside(pair), *key_words(pair)}
    counts = not any(name in _AMOUNTS for number in pair.numbers for name, _ in dimensions(number))
    return counts and any(word in _SUBJECTS and word not in own for word in lead)
