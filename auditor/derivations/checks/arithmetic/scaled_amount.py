"""Amounts that are another one over, or times, the count beside them: "split over 4 stages (35 GB per stage)"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.paired import width
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.values import PHYSICAL
from auditor.derivations.workings import written
from auditor.facts import Claim, Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import line_start
from auditor.units import Dimensions

_AMOUNTS = frozenset({"byte", "parameter", "flop"})
_TIMES = frozenset({"second"})
"""What else is summed up, where the amount of each stands above."""
_PARTED = re.compile(r"\b(?:split|shard|divid|distribut|partition|spread|across|over|into|among)\w*", re.I)
_SUMMED = re.compile(r"\b(?:total|all|overall|altogether|sum)\b", re.I)
_BEHIND = re.compile(r"\s*(?:for|across|over)(?: all)?(?: the)?\s*\Z", re.I)
_REACH = 60
"""Characters between a count and the amount that it is spread over."""
_MOST = 4
"""Other amounts that are tried."""
_CHANCE = 0.25


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to come to an amount."""

    sign: str
    count: Claim


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that the words divide by, or multiply with, a count of the line, if that gives it
    from an amount near by."""
    summable = [fact for fact in facts.all if _kind(fact, _AMOUNTS | _TIMES) and fact.quantity.is_plain]
    amounts = [fact for fact in summable if _kind(fact)]
    places = {fact.index: place for place, fact in enumerate(amounts)}
    said = written(facts) | {link.result for link in facts.claims.links if link.result is not None}
    for place, fact in enumerate(summable):
        if fact.claim.index in said or fact.stance is not Stance.ASSERTED:
            continue
        ways = list(_ways(fact, facts))
        near = _of_each(place, summable, ways, facts) if ways else []
        ways = [way for way in ways if way.sign == "*"] if near else ways
        if not near and fact.index in places:
            near = _near(places[fact.index], amounts) if ways else []
        chance = width(fact.quantity) * len(near) * len(ways)
        found = _found(fact, ways, near, rule) if chance <= _CHANCE else None
        if found is not None:
            yield replace(found, power=round(max(chance, 0.001), 3))


def _kind(fact: Fact, amounts: frozenset[str] = _AMOUNTS) -> Dimensions:
    """The physical dimensions of an amount; empty for anything else."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    kind = tuple(each for each in dimensions if each[0] in PHYSICAL or each[0] in _AMOUNTS)
    return kind if len(kind) == 1 and kind[0][0] in amounts and kind[0][1] == 1 else ()


def _ways(fact: Fact, facts: Facts) -> Iterator[_Way]:
    claims, claim = facts.claims.all, fact.claim
    text = facts.claims.document.blocks[claim.block].text
    before = claims[claim.index - 1] if claim.index else None
    if before is not None and before.block == claim.block and _is_count(before):
        between, line = text[before.end : claim.start], text[line_start(text, before.start) : before.start]
        if "\n" not in between and len(between) <= _REACH:
            if _PARTED.search(line[-_REACH:]):
                yield _Way("/", before)
            if _SUMMED.search(line[-_REACH:]):
                yield _Way("*", before)
    after = claims[claim.index + 1] if claim.index + 1 < len(claims) else None
    summed = after is not None and after.block == claim.block and _is_count(after)
    if after is not None and summed and _BEHIND.match(text[claim.end : after.start]):
        yield _Way("*", after)


def _is_count(claim: Claim) -> bool:
    quantity = claim.quantity
    if quantity is None or not quantity.whole or quantity.value is None or quantity.value < 2:
        return False
    counted = claim.degree or quantity.unit.dimensions
    return bool(counted) and not any(name in PHYSICAL for name, _ in quantity.unit.dimensions)


def _of_each(place: int, summable: Sequence[Fact], ways: Sequence[_Way], facts: Facts) -> list[Fact]:
    """The amount of one of what is counted, above in the section: "per layer" before "total for 16 layers"."""
    fact, blocks = summable[place], facts.claims.document.blocks
    counted = {name for way in ways if way.sign == "*" and way.count.quantity for name in _dimensions(way.count)}
    kind = _kind(fact, _AMOUNTS | _TIMES)
    for other in summable[max(place - _MOST, 0) : place][::-1]:
        if blocks[other.claim.block].headings != blocks[fact.claim.block].headings:
            break
        if other.scope in counted and _kind(other, _AMOUNTS | _TIMES) == kind and other.stance is Stance.ASSERTED:
            return [other]
    return []


def _dimensions(claim: Claim) -> Iterator[str]:
    yield from (name for name, _ in claim.quantity.unit.dimensions) if claim.quantity is not None else ()


def _near(place: int, amounts: Sequence[Fact]) -> list[Fact]:
    """The nearest other amounts of the kind, each value once, those before first."""
    fact, found = amounts[place], dict[Interval, Fact]()
    for other in (*amounts[max(place - 3 * _MOST, 0) : place][::-1], *amounts[place + 1 : place + _MOST]):
        if _kind(other) == _kind(fact) and other.claim.block != fact.claim.block and other.stance is Stance.ASSERTED:
            found.setdefault(other.quantity.readings[0].interval, other)
    return list(found.values())[:_MOST]


def _found(fact: Fact, ways: Sequence[_Way], near: Sequence[Fact], rule: str) -> Derivation | None:
    for way in ways:
        value = way.count.quantity.value if way.count.quantity is not None else None
        count = Interval.point(value or Fraction(1))
        for other in near:
            amount = other.quantity.readings[0].interval
            result = amount / count if way.sign == "/" else amount * count
            if result.meets(fact.quantity.hull):
                return _derivation(fact, other, way, count, result, rule)
    return None


def _derivation(fact: Fact, other: Fact, way: _Way, count: Interval, result: Interval, rule: str) -> Derivation:
    names = (other.claim.name, way.count.name)
    given = (
        Input(names[0], other.quantity.readings[0].interval, other.claim.index),
        Input(names[1], count, way.count.index),
    )
    sign = "÷" if way.sign == "/" else "×"
    working = f"{other.claim.text} {sign} {way.count.text}"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(other.claim.index, way.count.index),
        holds=True,
        stated=fact.claim.text,
        expected=working,
        interval=result,
        basis=Basis.DERIVATION,
        steps=(Step(working, working, result, fact.quantity.unit.symbol, f"{names[0]} {names[1]} {way.sign}", given),),
    )
