"""A percentage or multiplier whose two quantities stand elsewhere: searched for, so that it can only be confirmed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, permutations
from math import inf

from auditor import patterns as re
from auditor.derivations.checks.arithmetic.other_base import told_change
from auditor.derivations.checks.paired import paired, width
from auditor.derivations.checks.relations import (
    COMPLEMENT,
    DROP,
    FALL,
    MULTIPLIERS,
    PERCENTAGES,
    POINTS,
    RATIO,
    RISE,
    SHARE,
    SURPLUS,
    Size,
    Standard,
    size,
)
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import PHYSICAL, first_reading
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_MOST_VALUES = 6
"""Different values of one kind that are paired: a search over more would find something for any number."""
_NEAR = 3
"""Of those in the number's own section."""
_WIDEST = 1000
"""Statements to either side that are looked through for them."""
_CHANCE = 0.2
"""The share of random percentages that may pass a search before a match says nothing."""
_STRANGERS = 0.1
"""The same for two amounts that have no word in common with the percentage."""
_STEM = 5
"""Letters by which words are compared, so that "utilised" is "utilisation"."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_FILLING = frozenset(("the", "for", "with", "and", "per", "from", "this", "that", "all", "each", "are", "was", "than"))
_OPENED = frozenset({"(", "（", "["})
_RATIOS = ("%", "×")
_CHANGES = (SURPLUS, DROP, RISE, FALL)
"""What is asked for where a percentage is told as a change: no share."""
_SIGNS = ("+", "-", "−", "–")
_LEFT = ("headroom", "free", "remain", "left", "avail", "unused", "reserve", "spare", "margin")
"""Beginnings of the words that call a percentage what another one leaves."""


@dataclass(frozen=True, slots=True)
class _Group:
    """Quantities that can be held against each other, in source order."""

    facts: list[Fact]
    places: list[int]
    """The index of each one's claim."""
    values: int
    """How many different ones there are."""

    def holds(self, fact: Fact) -> bool:
        """Whether a fact is one of them."""
        at = bisect_left(self.places, fact.claim.index)
        return at < len(self.places) and self.places[at] == fact.claim.index

    def nearest(self, fact: Fact, most: int) -> tuple[Fact, ...]:
        """The nearest to a fact, each value once."""
        places, at = self.places, fact.claim.index
        found, most = dict[Interval, Fact](), min(most, self.values)
        after = bisect_left(places, at)
        before, first, last = after - 1, max(after - _WIDEST, 0), min(after + _WIDEST, len(places))
        while len(found) < most and (before >= first or after < last):
            earlier = after >= last or (before >= first and at - places[before] <= places[after] - at)
            other = self.facts[before if earlier else after]
            before, after = (before - 1, after) if earlier else (before, after + 1)
            found.setdefault(first_reading(other), other)
        return tuple(found.values())


@dataclass(frozen=True, slots=True)
class _Kind:
    """The quantities of one kind, and those of each section."""

    all: _Group
    sections: Mapping[tuple[int, ...], _Group]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Quantities of one kind that may be paired."""

    facts: tuple[Fact, ...]
    standards: tuple[Standard, ...]
    chance: float
    """The share of random percentages that some pair would give."""
    ordered: bool = False
    """Whether the first is the one that is compared."""


class _Ratios:
    """The ratios of quantities, nearly, each worked out once."""

    def __init__(self) -> None:
        self._sizes: dict[int, Size | None] = {}
        self._found: dict[tuple[int, int], Size | None] = {}
        self._wanted: dict[tuple[str, int], Size] = {}

    def of(self, first: Fact, second: Fact) -> Size | None:
        """The first to the second in floats; None where they are not positive and bounded."""
        pair = first.claim.index, second.claim.index
        if pair not in self._found:
            a, b = self._size(first), self._size(second)
            self._found[pair] = None if a is None or b is None else (a[0] / b[1], a[1] / b[0])
        return self._found[pair]

    def wanted(self, standard: Standard, fact: Fact) -> Size:
        """The ratios by which a standard can give what a fact states."""
        key = standard.name, fact.claim.index
        if key not in self._wanted:
            stated = size(fact.quantity.hull)
            self._wanted[key] = standard.ratios(stated) if stated else (0.0, inf)
        return self._wanted[key]

    def _size(self, fact: Fact) -> Size | None:
        at = fact.claim.index
        if at not in self._sizes:
            self._sizes[at] = size(first_reading(fact))
        return self._sizes[at]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that one pair of stated quantities of one kind gives."""
    stated = [fact for fact in facts.all if fact.quantity.is_plain]
    asking = [fact for fact in stated if fact.quantity.unit.symbol in _RATIOS]
    if not asking:
        return
    exact = [fact for fact in stated if fact.quantity.modality is Modality.EXACT]
    amounts = [fact for fact in exact if fact.quantity.unit.symbol not in _RATIOS]
    shares = [fact for fact in asking if fact.quantity.unit.symbol == "%"]
    used = _group([fact for fact in shares if fact.known and "utilisation" in fact.concept])
    kinds, ratios = _kinds(amounts, facts), _Ratios()
    for fact in asking:
        pools = chain(_beside(fact, kinds, facts), _pools(fact, kinds, facts), _percentages(fact, used))
        found = next((made for pool in pools if (made := _search(fact, pool, ratios, rule)) is not None), None)
        if found is not None:
            yield found


def _kinds(amounts: Sequence[Fact], facts: Facts) -> list[_Kind]:
    """Quantities that can be held against each other: those of one concept or of one physical dimension."""
    kinds: dict[tuple[object, ...], list[Fact]] = {}
    for fact in amounts:
        dimensions = fact.quantity.readings[0].unit.dimensions
        physical = tuple((name, power) for name, power in dimensions if name in PHYSICAL)
        if physical:
            kinds.setdefault(("physical", physical), []).append(fact)
        if fact.known:
            kinds.setdefault(("concept", fact.concept, dimensions), []).append(fact)
    return [_kind(group, facts) for group in kinds.values() if len(group) > 1]


def _kind(group: list[Fact], facts: Facts) -> _Kind:
    sections: dict[tuple[int, ...], list[Fact]] = {}
    for fact in group:
        sections.setdefault(_headings(fact, facts), []).append(fact)
    return _Kind(_group(group), {heading: _group(some) for heading, some in sections.items() if len(some) > 1})


def _group(facts: list[Fact]) -> _Group:
    return _Group(facts, [fact.claim.index for fact in facts], len(set(map(first_reading, facts))))


def _pools(fact: Fact, kinds: Sequence[_Kind], facts: Facts) -> Iterator[_Pool]:
    """What may be paired: the nearest of a kind in the number's own section, then the nearest anywhere; as long as a
    match means something."""
    words, times = _words(fact), fact.quantity.unit.symbol == "×"
    asked = tuple(each for each in (MULTIPLIERS if times else PERCENTAGES) if _asked_for(each, words))
    if not times and fact.claim.text.startswith(_SIGNS):
        # "+25 %" and "−17 %" are changes, whatever their words.
        asked = (RISE,)
    narrow = (RATIO,) if times else asked or (SHARE,)
    change = any(each in asked for each in _CHANGES) and told_change(fact) is not None
    wide = asked if change or asked == (RISE,) else tuple(dict.fromkeys((*asked, RATIO if times else SHARE)))
    share, heading = width(fact.quantity), _headings(fact, facts)
    if share * 2 * len(narrow) > _CHANCE:
        return
    for kind in kinds:
        for group, most in ((kind.sections.get(heading), _NEAR), (kind.all, _MOST_VALUES)):
            near = () if group is None else group.nearest(fact, most)
            for standards in dict.fromkeys((narrow, wide)) if len(near) > 1 else ():
                chance = share * len(near) * (len(near) - 1) * len(standards)
                if chance <= _CHANCE:
                    yield _Pool(near, standards, chance)


def _beside(fact: Fact, kinds: Sequence[_Kind], facts: Facts) -> Iterator[_Pool]:
    """The amount right before a percentage in brackets, which can only be of that one: "180 GB/s (20% of capacity)"."""
    own = facts.by_claim[fact.claim.index - 1] if fact.claim.index else None
    if own is None or own.claim.block != fact.claim.block or fact.quantity.unit.symbol != "%":
        return
    text = facts.claims.document.blocks[fact.claim.block].text
    if text[own.claim.end : fact.claim.start].strip() not in _OPENED:
        return
    asked = tuple(each for each in PERCENTAGES if _asked_for(each, _words(fact)))
    for kind in kinds:
        if kind.all.holds(own):
            others = [each for each in kind.all.nearest(own, _NEAR + 1) if each is not own]
            standards = asked or (SHARE,)
            chance = width(fact.quantity) * len(others) * len(standards)
            if chance <= _CHANCE:
                yield _Pool((own, *others), standards, chance, ordered=True)


def _percentages(fact: Fact, used: _Group) -> Iterator[_Pool]:
    """The utilisations that a percentage may be the rest or the difference of."""
    words = _words(fact)
    if fact.quantity.unit.symbol != "%" or not any(word in words for word in _LEFT):
        return
    near = tuple(other for other in used.nearest(fact, _NEAR + 1) if other is not fact)[:_NEAR]
    chance = width(fact.quantity) * len(near) * (len(near) - 1)
    if chance <= _CHANCE:
        yield _Pool(near, (COMPLEMENT,), chance)
        yield _Pool(near, (POINTS,), chance)


def _headings(fact: Fact, facts: Facts) -> tuple[int, ...]:
    return facts.claims.document.blocks[fact.claim.block].headings


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.before, label.after, label.row, label.column)).lower()


def _search(fact: Fact, pool: _Pool, ratios: _Ratios, rule: str) -> Derivation | None:
    """What the first pair gives that comes to the stated number."""
    hull = fact.quantity.hull
    wanted = [(each, ratios.wanted(each, fact)) for each in pool.standards]
    for first, second in _paired_up(pool):
        ratio = ratios.of(first, second)
        for standard, (low, high) in wanted:
            if ratio is not None and (ratio[1] < low or ratio[0] > high):
                continue
            result = standard.value(first_reading(first), first_reading(second))
            if result is not None and result.meets(hull) and _is_meant(fact, (first, second), standard, pool):
                return paired(fact, (first, second), standard, result, max(pool.chance, 0.001), rule)
    return None


def _is_meant(fact: Fact, pair: tuple[Fact, Fact], standard: Standard, pool: _Pool) -> bool:
    """Whether a word is common to the number and one of the two, or else the numbers as printed give it: what comes out
    for the roundings of two strangers alone says nothing."""
    if not _stems(fact).isdisjoint(_stems(pair[0]) | _stems(pair[1])):
        return True
    printed = standard.value(pair[0].quantity.nominal(), pair[1].quantity.nominal())
    return pool.chance <= _STRANGERS and printed is not None and printed.meets(fact.quantity.hull)


def _stems(fact: Fact) -> frozenset[str]:
    """The beginnings of the words around a number and in its name."""
    named = fact.concept.replace("_", " ") if fact.known else ""
    return frozenset(word[:_STEM] for word in _WORD.findall(f"{_words(fact)} {named}")) - _FILLING


def _paired_up(pool: _Pool) -> Iterator[tuple[Fact, Fact]]:
    if pool.ordered:
        return iter([(pool.facts[0], other) for other in pool.facts[1:]])
    return ((one, one) for one in pool.facts) if COMPLEMENT in pool.standards else permutations(pool.facts, 2)


def _asked_for(standard: Standard, words: str) -> bool:
    """Whether the number's own words ask for the relation."""
    return any(stem in words for stem in standard.stems)
