"""A percentage or multiplier whose two quantities stand elsewhere: searched for, so that it can only be confirmed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, permutations

from auditor import show
from auditor.derivations.checks.relations import (
    COMPLEMENT,
    MULTIPLIERS,
    PERCENTAGES,
    POINTS,
    RATIO,
    SHARE,
    Standard,
    size,
)
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity

_MOST_VALUES = 6
"""Different values of one kind that are paired: a search over more would find something for any number."""
_NEAR = 3
"""Of those in the number's own section."""
_WIDEST = 1000
"""Statements to either side that are looked through for them."""
_CHANCE = 0.2
"""The share of random percentages that may pass a search before a match says nothing."""
_RATIOS = ("%", "×")
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_LEFT = ("headroom", "free", "remain", "left", "avail", "unused", "reserve", "spare", "margin")
"""Beginnings of the words that call a percentage what another one leaves."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Quantities that can be held against each other, in source order, and those of each section."""

    facts: list[Fact]
    sections: Mapping[tuple[int, ...], list[Fact]]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Quantities of one kind that may be paired."""

    facts: tuple[Fact, ...]
    standards: tuple[Standard, ...]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that one pair of stated quantities of one kind gives."""
    stated = [fact for fact in facts.all if fact.quantity.modality in _PLAIN]
    exact = [fact for fact in stated if fact.quantity.modality is Modality.EXACT]
    amounts = [fact for fact in exact if fact.quantity.unit.symbol not in _RATIOS]
    shares = [fact for fact in stated if fact.quantity.unit.symbol == "%"]
    kinds = _kinds(amounts, facts)
    for fact in stated:
        if fact.quantity.unit.symbol in _RATIOS:
            found = _first(fact, chain(_pools(fact, kinds, facts), _percentages(fact, shares)), rule)
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
    return [_kind(group, facts) for group in kinds.values()]


def _kind(group: list[Fact], facts: Facts) -> _Kind:
    sections: dict[tuple[int, ...], list[Fact]] = {}
    for fact in group:
        sections.setdefault(_headings(fact, facts), []).append(fact)
    return _Kind(group, sections)


def _pools(fact: Fact, kinds: Sequence[_Kind], facts: Facts) -> Iterator[_Pool]:
    """What may be paired: the nearest of a kind in the number's own section, then the nearest anywhere."""
    words, times = _words(fact), fact.quantity.unit.symbol == "×"
    asked = tuple(each for each in (MULTIPLIERS if times else PERCENTAGES) if _asked_for(each, words))
    narrow = (RATIO,) if times else asked or (SHARE,)
    wide = tuple(dict.fromkeys((*asked, RATIO if times else SHARE)))
    heading = _headings(fact, facts)
    for kind in kinds:
        here = kind.sections.get(heading, ())
        for near in (_nearest(fact, here, _NEAR), _nearest(fact, kind.facts, _MOST_VALUES)):
            yield _Pool(near, narrow)
            yield _Pool(near, wide)


def _percentages(fact: Fact, shares: Sequence[Fact]) -> Iterator[_Pool]:
    """The percentages that a percentage may be the rest or the difference of."""
    if fact.quantity.unit.symbol != "%" or not any(word in _words(fact) for word in _LEFT):
        return
    named = [other for other in shares if other is not fact and other.known and "utilisation" in other.concept]
    near = _nearest(fact, named, _NEAR)
    yield _Pool(near, (COMPLEMENT,))
    yield _Pool(near, (POINTS,))


def _headings(fact: Fact, facts: Facts) -> tuple[int, ...]:
    return facts.claims.document.blocks[fact.claim.block].headings


def _nearest(fact: Fact, group: Sequence[Fact], most: int) -> tuple[Fact, ...]:
    """The nearest of a group in source order, each value once."""
    at, found = fact.claim.index, dict[Interval, Fact]()
    after = bisect_left(group, at, key=lambda other: other.claim.index)
    before, first, last = after - 1, max(after - _WIDEST, 0), min(after + _WIDEST, len(group))
    while len(found) < most and (before >= first or after < last):
        earlier = after >= last or (before >= first and at - group[before].claim.index <= group[after].claim.index - at)
        other = group[before if earlier else after]
        before, after = (before - 1, after) if earlier else (before, after + 1)
        found.setdefault(other.quantity.readings[0].interval, other)
    return tuple(found.values())


def _words(fact: Fact) -> str:
    label = fact.claim.label
    return " ".join((label.key, label.before, label.after, label.row, label.column)).lower()


def _first(fact: Fact, pools: Iterable[_Pool], rule: str) -> Derivation | None:
    """What the first pool gives in which a match means something."""
    width = _width(fact.quantity)
    for pool in pools:
        chance = width * len(pool.facts) * (len(pool.facts) - 1) * len(pool.standards)
        if len(pool.facts) < 2 and COMPLEMENT not in pool.standards:
            continue
        if chance <= _CHANCE:
            found = _search(fact, pool, chance, rule)
            if found is not None:
                return found
    return None


def _search(fact: Fact, pool: _Pool, chance: float, rule: str) -> Derivation | None:
    values = [(other, other.quantity.readings[0].interval) for other in pool.facts]
    sized = [(other, interval, size(interval)) for other, interval in values]
    stated, hull = size(fact.quantity.hull), fact.quantity.hull
    pairs = permutations(sized, 2) if COMPLEMENT not in pool.standards else ((one, one) for one in sized)
    for (first, a, a_size), (second, b, b_size) in pairs:
        for standard in pool.standards:
            if stated and a_size and b_size and not standard.may_meet(a_size, b_size, stated):
                continue
            result = standard.value(a, b)
            if result is not None and result.meets(hull):
                return _derivation(fact, (first, second), standard, result, max(chance, 0.001), rule)
    return None


def _asked_for(standard: Standard, words: str) -> bool:
    """Whether the number's own words ask for the relation."""
    return bool(standard.stems) and any(stem in words for stem in standard.stems.split())


def _width(quantity: Quantity) -> float:
    interval = quantity.hull
    if interval.low is None or interval.high is None or interval.high <= 0:
        return 1.0
    return float((interval.high - interval.low) / interval.high)


def _derivation(
    fact: Fact, pair: tuple[Fact, Fact], standard: Standard, result: Interval, chance: float, rule: str
) -> Derivation:
    names = tuple(f"c{each.claim.index}" for each in pair)
    sides = dict(zip(("a", "b"), names, strict=True))
    texts = dict(zip(("first", "second"), (each.claim.text for each in pair), strict=True))
    used = {each.claim.index: each for each in pair}
    given = tuple(Input(f"c{index}", each.quantity.readings[0].interval, index) for index, each in used.items())
    program = " ".join(sides.get(step, step) for step in standard.program.split())
    working = " ".join(texts.get(word, word) for word in standard.formula.split())
    unit = fact.quantity.readings[0].unit
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(used),
        holds=True,
        stated=fact.claim.text,
        expected=show.interval(result, unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(standard.formula, working, result, fact.quantity.unit.symbol, program, given),),
        power=round(chance, 3),
    )
