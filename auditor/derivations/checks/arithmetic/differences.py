"""By how much a quantity changed or keeps its target, where both values stand elsewhere: "a 0.2 ms decrease"
above a table, "with 29.6 s to spare". Searched for among few, so that it is only confirmed."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import nsmallest
from itertools import combinations

from auditor.derivations.checks.paired import width
from auditor.derivations.concepts import GOALS
from auditor.derivations.derivation import Derivation
from auditor.derivations.exact_goals import exact
from auditor.derivations.of_two import of_two
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality
from auditor.units import Dimensions

_ASKS = (
    "decreas", "increas", "reduc", "margin", "slack", "headroom", "saved", "saving", "saves", "lower", "higher",
    "faster", "slower", "shorter", "longer", "gain", "spare", "buffer", "below", "above", "improve", "cheaper",
    "less", "more", "drop", "shortfall", "提升", "降低", "减少", "余量", "giảm", "tăng",
)  # fmt: skip
_MOST = 8
"""Pairs that are tried, the nearest first."""
_AROUND = 8
"""Values of a concept before and behind a number among which its two are looked for."""
_CHANCE = 0.15

Pair = tuple[Fact, Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that words call a difference and that two values of one quantity differ by."""
    asking = [fact for fact in facts.all if _asks(fact)]
    kinds: dict[Dimensions, dict[str, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for fact in facts.all if asking else ():
        kind, plain = physical(fact.quantity), fact.quantity.modality is Modality.EXACT
        if fact.known and kind and (plain or fact.role in GOALS) and fact.stance is Stance.ASSERTED:
            kinds[kind][fact.concept].append(fact if plain else _at_its_end(fact))
    for fact in asking:
        pairs = list(_pairs(fact, _near(fact, kinds[physical(fact.quantity)])))
        found = _found(fact, nsmallest(_MOST, pairs, key=lambda pair: _distance(fact, pair)), rule)
        if found is not None:
            yield found


def _at_its_end(goal: Fact) -> Fact:
    """A bound as the number that it names: the margin to "≤ 450 ms" is measured from there."""
    return replace(goal, quantity=exact(replace(goal.quantity, modality=Modality.EXACT)))


def _asks(fact: Fact) -> bool:
    if not fact.quantity.is_plain or not physical(fact.quantity):
        return False
    label = fact.claim.label
    said = f"{label.key} {label.before} {label.after}".lower()
    return any(map(said.__contains__, _ASKS)) and width(fact.quantity) <= _CHANCE


def _near(fact: Fact, kinds: Mapping[str, Sequence[Fact]]) -> list[Fact]:
    """The values of each concept around a number, as many as any text compares at once."""
    found: list[Fact] = []
    for listed in kinds.values():
        at = bisect_left(listed, fact.index, key=lambda each: each.index)
        found += listed[max(at - _AROUND, 0) : at + _AROUND]
    return sorted(found, key=lambda each: each.index)


def _pairs(fact: Fact, others: Sequence[Fact]) -> Iterator[Pair]:
    """Two values of one quantity in two situations, or one that is reached and the one that shall be; each once."""
    seen: set[tuple[Interval, Interval]] = set()
    for one, other in combinations([each for each in others if each.claim.block != fact.claim.block], 2):
        goal = (one.role in GOALS) != (other.role in GOALS)
        alike = one.concept == other.concept and one.scope == other.scope
        apart = alike and (one.scenario != other.scenario or one.claim.label.key != other.claim.label.key)
        if apart or goal:
            values = one.quantity.nominal(), other.quantity.nominal()
            if values[0] != values[1] and values not in seen:
                seen.add(values)
                yield one, other


def _distance(fact: Fact, pair: Pair) -> tuple[bool, int]:
    """Pairs under the name of the difference first, then the nearest."""
    named = any(each.concept == fact.concept or _says(fact, each) for each in pair)
    return not named, sum(abs(each.index - fact.index) for each in pair)


def _says(fact: Fact, other: Fact) -> bool:
    """Whether the words around a number name the concept of another."""
    label = fact.claim.label
    words = f"{label.key} {label.before} {label.after}".lower()
    return other.concept.replace("_", " ") in words


def _found(fact: Fact, pairs: Sequence[Pair], rule: str) -> Derivation | None:
    chance = width(fact.quantity) * max(len(pairs), 1)
    for pair in pairs if chance <= _CHANCE else ():
        larger, smaller = sorted(pair, key=lambda each: -(each.quantity.nominal().low or 0))
        plain = larger.quantity.nominal() - smaller.quantity.nominal()
        result = larger.quantity.hull - smaller.quantity.hull
        # What is lost in the rounding of either says nothing.
        if plain.meets(fact.quantity.hull) and result.low is not None and result.low > 0:
            return _derivation(fact, larger, smaller, chance, rule)
    return None


def _derivation(fact: Fact, larger: Fact, smaller: Fact, chance: float, rule: str) -> Derivation:
    power = round(max(chance, 0.001), 3)
    return of_two(fact, (larger, smaller), "−", rule, words="difference", holds=True, power=power)
