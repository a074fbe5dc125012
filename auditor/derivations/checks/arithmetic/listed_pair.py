"""A percentage or multiplier that is made of the two amounts right before it: "Target: 8", "Reached: 6", "75%"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.derivations.checks.paired import paired, width
from auditor.derivations.checks.relations import RATIO, REST, SHARE, SURPLUS, Standard
from auditor.derivations.derivation import Derivation
from auditor.facts import Fact, Facts
from auditor.interval import Interval
from auditor.quantity import Modality

_RATIOS = ("%", "×")
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_SHARES = (
    "utili", "usage", "used", "efficien", "share", "capacity", "achiev", "occup", "fraction", "maximum", "peak",
)  # fmt: skip
"""Beginnings of the words that call a percentage a part of something."""
_APART = 4
"""Blocks between the amounts and what is made of them, at most."""
_NEAR = 16
"""Numbers that are looked back over."""
_CHANCE = 0.25
"""The share of random percentages that may pass before a match says nothing."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the two amounts before it give."""
    for place, fact in enumerate(facts.all):
        if fact.quantity.unit.symbol in _RATIOS and fact.quantity.modality in _PLAIN:
            pair = _before(fact, facts.all[max(place - _NEAR, 0) : place], facts)
            made = _judge(fact, pair, rule) if pair is not None else None
            if made is not None:
                yield made


def _before(fact: Fact, earlier: Sequence[Fact], facts: Facts) -> tuple[Fact, Fact] | None:
    """The two amounts before a number, the smaller first: of one unit, in lines of its own section."""
    blocks = facts.claims.document.blocks
    own = blocks[fact.claim.block]
    found: list[Fact] = []
    for other in reversed(earlier):
        block = blocks[other.claim.block]
        far = fact.claim.block - other.claim.block > _APART
        if far or block.headings != own.headings or block.cell is not None or own.cell is not None:
            break
        if other.quantity.unit.symbol in _RATIOS and not _speaks_of(fact, _SHARES):
            continue
        found.append(other)
        if len(found) == 2:
            break
    if len(found) < 2 or not _alike(*found):
        return None
    first, second = found
    return (first, second) if _plain(first) < _plain(second) else (second, first)


def _alike(first: Fact, second: Fact) -> bool:
    """Whether two amounts can be held against each other, and differ."""
    dimensions = [each.quantity.readings[0].unit.dimensions for each in (first, second)]
    plain = all(each.quantity.modality in _PLAIN and each.quantity.value for each in (first, second))
    named = bool(dimensions[0]) or first.quantity.unit.symbol == second.quantity.unit.symbol == "%"
    return plain and named and dimensions[0] == dimensions[1] and _plain(first) != _plain(second)


def _plain(fact: Fact) -> float:
    low = fact.quantity.nominal().low
    return float(low) if low is not None else 0.0


def _judge(fact: Fact, pair: tuple[Fact, Fact], rule: str) -> Derivation | None:
    """What the pair gives by the relation that the words ask for, if that is what is printed."""
    smaller, larger = pair
    tried: list[tuple[Standard, Fact, Fact]] = []
    if fact.quantity.unit.symbol == "×":
        tried.append((RATIO, larger, smaller))
    else:
        if _speaks_of(fact, _SHARES):
            tried.append((SHARE, smaller, larger))
        if _speaks_of(fact, REST.stems):
            tried.append((REST, smaller, larger))
        if _speaks_of(fact, SURPLUS.stems):
            tried.append((SURPLUS, larger, smaller))
    chance = width(fact.quantity) * len(tried)
    if chance > _CHANCE:
        return None
    for standard, first, second in tried:
        printed = standard.value(first.quantity.nominal(), second.quantity.nominal())
        result = standard.value(_value(first), _value(second))
        if printed is not None and result is not None and printed.meets(fact.quantity.hull):
            return paired(fact, (first, second), standard, result, max(chance, 0.001), rule)
    return None


def _value(fact: Fact) -> Interval:
    return fact.quantity.readings[0].interval


def _speaks_of(fact: Fact, stems: tuple[str, ...]) -> bool:
    label = fact.claim.label
    words = f"{label.key} {label.before} {label.after}".lower().split()
    return any(word.strip("(*,.:").startswith(stems) for word in words)
