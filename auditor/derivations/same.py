"""Whether two numbers are meant as the same statement, by their meaning and by the words around them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import field
from fractions import Fraction
from functools import cached_property
from itertools import accumulate

from auditor import patterns as re
from auditor.derivations.changes import Changes, changes
from auditor.derivations.concepts import MODEL
from auditor.derivations.once import once
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval

_WORD = re.compile(r"[^\W\d_]{2,}")
_BEHIND = re.compile(r"[\d,×x*/+ ]{0,48}\)")
_BEFORE = re.compile(r"\w\([\d,×x*/+ ]*\Z")
_LIST = re.compile(r", ?\d")
_CALL = 48
"""Characters before a number in which the call begins that it is an argument of."""
_FILLING = frozenset(
    ("the", "an", "of", "for", "with", "and", "to", "in", "on", "at", "is", "are", "was", "be", "per", "by", "as",
     "this", "that", "it", "from", "or", "all", "each")
)  # fmt: skip
_FACTORS = ("%", "×")
_ZERO = Fraction(0)
_NONE: frozenset[str] = frozenset()
_REACH = 60
"""Characters before a bracket that it may remark on."""
_WORDS = 4
_CASE = re.compile(r" ?[(（]([^()（）\d]{2,40})[)）]")
_BESIDE = 2
"""Blocks between which two items stand side by side."""
_SHORT = 4
"""Letters of a word that has no plural to be cut."""
_HISSING = ("ches", "shes", "sses", "xes")
_STEM = 6
_GPUS = "gpus"
_NEAR = 64
"""Numbers of one line that are looked at."""


@dataclass()
class Sameness:
    """What a document needs to be asked of its names, worked out once."""

    facts: Facts
    _words: dict[int, frozenset[str]] = field(default_factory=dict)
    _keys: dict[tuple[int, ...], set[str]] = field(default_factory=lambda: defaultdict(set))
    _shared: dict[tuple[tuple[int, ...], tuple[int, ...]], set[str]] = field(default_factory=dict)
    _lines: dict[int, list[Fact]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for fact in self.facts.all:
            self._keys[self._headings(fact)].add(_key(fact))
            self._lines[fact.claim.block].append(fact)

    @cached_property
    def _values(self) -> Counter[Interval]:
        """How often each value is stated, in base units."""
        return Counter(fact.quantity.nominal() for fact in self.facts.all)

    @cached_property
    def _printed(self) -> Counter[Fraction | None]:
        """How often each number is, whatever its unit."""
        return Counter(fact.quantity.value for fact in self.facts.all)

    @cached_property
    def factors(self) -> Factors:
        """What may turn one scope into another."""
        return Factors(self.facts)

    @cached_property
    def _changes(self) -> Changes:
        return changes(self.facts)

    @cached_property
    def _operands(self) -> frozenset[int]:
        return worked_with(self.facts)

    def is_operand(self, fact: Fact) -> bool:
        """Whether a number is worked with in written arithmetic."""
        return fact.claim.index in self._operands

    def is_argument(self, fact: Fact) -> bool:
        """Whether it is one of several sizes that something is called with: these count together, not one by one."""
        text = self.facts.claims.document.blocks[fact.claim.block].text
        begin = max(0, fact.claim.start - _CALL)
        before, behind = _BEFORE.search(text, begin, fact.claim.start), _BEHIND.match(text, fact.claim.end)
        return (
            before is not None and behind is not None and _LIST.search(text, before.start(), behind.end()) is not None
        )

    def worded_alike(self, fact: Fact, other: Fact) -> bool:
        """Whether half of the words around two numbers, and two words at least, are the same."""
        mine, its = self._around(fact), self._around(other)
        shared = len(mine & its)
        return shared >= 2 and 2 * shared >= len(mine | its)

    def share_a_word(self, fact: Fact, other: Fact) -> bool:
        """Whether a word stands around both numbers, a bracket's number taken with what the bracket remarks on."""
        mine, its = (_stems(self._around(each) | self._remarked(each) | _within(each)) for each in (fact, other))
        return bool(mine & its)

    def is_template(self, fact: Fact, other: Fact) -> bool:
        """Whether two stand in sections that share further names: each section then describes a thing of its own."""
        here, there = self._headings(fact), self._headings(other)
        if here == there:
            return False
        shared = self._shared.get((here, there))
        if shared is None:
            shared = self._shared[here, there] = (self._keys[here] & self._keys[there]) - {""}
        own = int(_key(fact) in shared)
        return len(shared) > own

    def is_apart(self, fact: Fact, other: Fact) -> bool:
        """Whether the two stand under different headings, and neither section is a template of the other's."""
        return self._headings(fact) != self._headings(other) and not self.is_template(fact, other)

    def stated_once(self, fact: Fact) -> bool:
        """Whether no other number of the document has its value: it is then no other quantity that was meant."""
        return self._values[fact.quantity.nominal()] == 1 and self._printed[fact.quantity.value] == 1

    def are_of_changes(self, fact: Fact, other: Fact) -> bool:
        """Whether the two are told of two changes, one after the other, or of two cases that stand side by side."""
        return self._changes.are_apart(fact, other) or self._are_of_cases(fact, other)

    def _are_of_cases(self, fact: Fact, other: Fact) -> bool:
        """Whether neighbours name their cases in brackets: "640 ms (first come)", and below it "350 ms (chunked)"."""
        if not 0 < abs(fact.claim.block - other.claim.block) <= _BESIDE:
            return False
        texts = (self.facts.claims.document.blocks[each.claim.block].text[each.claim.end :] for each in (fact, other))
        cases = [found[1].lower() for text in texts if (found := _CASE.match(text)) is not None]
        return len(cases) > 1 and cases[0] != cases[1]

    def is_part(self, fact: Fact, other: Fact) -> bool:
        """Whether one stands in the list below the other's item, as a part: "Keys: 13 GB" below "KV cache: 26 GB"."""
        blocks = self.facts.claims.document.blocks
        items = blocks[fact.claim.block].item, blocks[other.claim.block].item
        parents = [item.parent if item is not None else None for item in items]
        return parents[0] == other.claim.block or parents[1] == fact.claim.block

    def is_contrasted(self, fact: Fact, others: Sequence[Fact]) -> bool:
        """Whether a line names the other value too: "on 5 GPUs, not 128"."""
        values = {other.quantity.value for other in others}
        return any(
            other.quantity.value in values and (other.concept == fact.concept or _may_count(other, fact))
            for other in self._lines[fact.claim.block][:_NEAR]
            if other is not fact
        )

    def is_of_own_layout(self, fact: Fact) -> bool:
        """Whether the line of a degree names a number of GPUs that no other line has, where others have one."""
        own = [other for other in self._lines[fact.claim.block][:_NEAR] if other.concept == _GPUS]
        rest = (
            {each.quantity.value for each in self.facts.all if each.concept == _GPUS and each not in own} if own else ()
        )
        return bool(rest) and any(other.quantity.value not in rest for other in own)

    def _headings(self, fact: Fact) -> tuple[int, ...]:
        return self.facts.claims.document.blocks[fact.claim.block].headings

    def _remarked(self, fact: Fact) -> frozenset[str]:
        """The words right before a bracket that begins with the number: "Throughput headroom (1.3%)"."""
        text = self.facts.claims.document.blocks[fact.claim.block].text
        before = text[max(0, fact.claim.start - _REACH) : fact.claim.start].rstrip("~≈ ")
        return frozenset(_WORD.findall(before.lower())[-_WORDS:]) - _FILLING if before[-1:] in ("(", "（") else _NONE

    def _around(self, fact: Fact) -> frozenset[str]:
        found = self._words.get(fact.claim.index)
        if found is None:
            label = fact.claim.label
            text = " ".join((label.key, label.row, label.column, label.before, label.after)).lower()
            found = frozenset(_WORD.findall(text)) - _FILLING
            self._words[fact.claim.index] = found
        return found


@once
def sameness(facts: Facts) -> Sameness:
    """What a document is asked of its names."""
    return Sameness(facts)


def _within(fact: Fact) -> frozenset[str]:
    """The words of the number itself, where it says what it is counted per: "40 ms per stage"."""
    text = fact.claim.text.lower()
    return frozenset(_WORD.findall(text.partition(" per ")[2])) - _FILLING


def _stems(words: frozenset[str]) -> frozenset[str]:
    """Words as they are compared, so that "computing" is "compute"."""
    return frozenset(singular(word)[:_STEM] for word in words)


def singular(word: str) -> str:
    """An English word without the ending of its plural."""
    if word.endswith(_HISSING) and len(word) > _SHORT:
        return word[:-2]
    return word[:-1] if word.endswith("s") and len(word) > _SHORT else word


def _key(fact: Fact) -> str:
    """What names a number in its section: its key, or its row."""
    return fact.claim.label.key or fact.claim.label.row


def alike(fact: Fact, other: Fact) -> bool:
    """Whether two facts of one concept have one scope, role and scenario too, and both plain values."""
    return (
        fact.scope == other.scope
        and fact.role == other.role
        and fact.scenario == other.scenario
        and fact.claim.block != other.claim.block
        and fact.quantity.is_plain
        and other.quantity.is_plain
    )


def _may_count(other: Fact, fact: Fact) -> bool:
    """Whether a number without a known name may be of the same thing: no other unit stands behind it."""
    return not other.known and other.quantity.unit.dimensions in ((), fact.quantity.unit.dimensions)


def agree(facts: Sequence[Fact]) -> bool:
    """Whether all have one value, and there are some."""
    if not facts:
        return False
    common: Interval | None = facts[0].quantity.hull
    for fact in facts[1:]:
        common = common.intersect(fact.quantity.hull) if common is not None else None
    return common is not None


def explained(fact: Fact, other: Fact, factors: Factors) -> bool:
    """Whether a count, percentage or multiplier that is stated turns one into the other: they differ in scope.

    Parallel degrees written as such, and percentages, have no other scope. What a model is differs by parts alone.
    """
    if (fact.claim.degree and other.claim.degree) or fact.quantity.unit.symbol == other.quantity.unit.symbol == "%":
        return False
    if fact.quantity.value in (None, 0) or other.quantity.value in (None, 0):
        return False
    ratio = fact.quantity.hull / other.quantity.hull
    inverse = other.quantity.hull / fact.quantity.hull
    shape = fact.concept in MODEL and fact.quantity.whole and other.quantity.whole
    return any(factors.touch(each, definite=shape) for each in (ratio, inverse))


class Factors:
    """The counts, percentages and multipliers of a document."""

    def __init__(self, facts: Facts) -> None:
        stated = (each.quantity for each in facts.all)
        hulls = [each.hull for each in stated if each.whole or each.unit.symbol in _FACTORS]
        self._any = _Stretches(hulls)
        # What is bounded from one side only ("below 20%") would explain nearly every difference.
        self._definite = _Stretches([hull for hull in hulls if hull.low_over > 0 and hull.high is not None])

    def touch(self, interval: Interval, *, definite: bool = False) -> bool:
        """Whether one of them meets an interval, or has an end in common with it; `definite`: one with two ends."""
        return (self._definite if definite else self._any).touch(interval)


class _Stretches:
    """Intervals in the order of their lower ends."""

    def __init__(self, intervals: Sequence[Interval]) -> None:
        ordered = sorted(intervals, key=_from)
        self._lows = [_from(each) for each in ordered]
        self._reach = list(accumulate(map(_to, ordered), max))

    def touch(self, interval: Interval) -> bool:
        return bisect_left(self._reach, _from(interval)) < bisect_right(self._lows, _to(interval))


def _from(interval: Interval) -> tuple[int, Fraction]:
    return (-1, _ZERO) if interval.low is None else (0, interval.low)


def _to(interval: Interval) -> tuple[int, Fraction]:
    return (1, _ZERO) if interval.high is None else (0, interval.high)
