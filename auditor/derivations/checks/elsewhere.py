"""A percentage or multiplier whose two quantities stand elsewhere: searched for, so that it can only be confirmed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from auditor import show
from auditor.derivations.checks.relations import MULTIPLIERS, PERCENTAGES, RATIO, SHARE, Standard
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity

_MOST_VALUES = 6
"""Different values of one kind that are paired: a search over more would find something for any number."""
_CHANCE = 0.2
"""The share of random percentages that may pass a search before a match says nothing."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that one pair of stated quantities of one kind gives."""
    kinds = _kinds(facts)
    for fact in facts.all:
        quantity = fact.quantity
        if quantity.unit.symbol not in ("%", "×") or quantity.modality is not Modality.EXACT:
            continue
        found = _search(fact, quantity, kinds, rule)
        if found is not None:
            yield found


def _kinds(facts: Facts) -> list[list[Fact]]:
    """Stated quantities that can be held against each other: those of one concept or of one physical dimension."""
    kinds: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts.all:
        if fact.quantity.modality is not Modality.EXACT or fact.quantity.unit.symbol in ("%", "×"):
            continue
        dimensions = fact.quantity.readings[0].unit.dimensions
        physical = tuple((name, power) for name, power in dimensions if name in PHYSICAL)
        if physical:
            kinds.setdefault(("physical", physical), []).append(fact)
        if fact.known:
            kinds.setdefault(("concept", fact.concept, dimensions), []).append(fact)
    return [_distinct(group) for group in kinds.values()]


def _distinct(group: list[Fact]) -> list[Fact]:
    seen: dict[object, Fact] = {}
    for fact in group:
        seen.setdefault(fact.quantity.readings[0].interval, fact)
    return list(seen.values())


def _search(fact: Fact, quantity: Quantity, kinds: list[list[Fact]], rule: str) -> Derivation | None:
    words = " ".join(
        (fact.claim.label.key, fact.claim.label.before, fact.claim.label.after, *fact.claim.label.row)
    ).lower()
    standards = [s for s in (MULTIPLIERS if quantity.unit.symbol == "×" else PERCENTAGES) if _asked_for(s, words)]
    for group in kinds:
        near = sorted(group, key=lambda other: abs(other.claim.index - fact.claim.index))[:_MOST_VALUES]
        chance = _width(quantity) * len(near) * (len(near) - 1) * len(standards)
        if len(near) < 2 or chance > _CHANCE:
            continue
        for first, second in permutations(near, 2):
            for standard in standards:
                result = standard.value(first.quantity.readings[0].interval, second.quantity.readings[0].interval)
                if result is not None and result.meets(quantity.hull):
                    return _derivation(fact, quantity, (first, second), standard, result, chance, rule)
    return None


def _asked_for(standard: Standard, words: str) -> bool:
    """Whether the number's own words ask for the relation; a plain share or ratio needs no word."""
    return standard in (SHARE, RATIO) or (bool(standard.stems) and any(s in words for s in standard.stems.split()))


def _width(quantity: Quantity) -> float:
    interval = quantity.hull
    if interval.low is None or interval.high is None or interval.high <= 0:
        return 1.0
    return float((interval.high - interval.low) / interval.high)


def _derivation(
    fact: Fact,
    stated: Quantity,
    pair: tuple[Fact, Fact],
    standard: Standard,
    result: Interval,
    chance: float,
    rule: str,
) -> Derivation:
    names = tuple(f"c{each.claim.index}" for each in pair)
    sides = dict(zip(("a", "b"), names, strict=True))
    texts = dict(zip(("first", "second"), (each.claim.text for each in pair), strict=True))
    given = tuple(
        Input(name, each.quantity.readings[0].interval, each.claim.index)
        for name, each in zip(names, pair, strict=True)
    )
    program = " ".join(sides.get(step, step) for step in standard.program.split())
    working = " ".join(texts.get(word, word) for word in standard.formula.split())
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=tuple(each.claim.index for each in pair),
        holds=True,
        stated=fact.claim.text,
        expected=show.interval(result, stated.readings[0].unit),
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(standard.formula, working, result, stated.unit.symbol, program, given),),
        power=round(chance, 3),
    )
