"""A time or rate that two other quantities of its section come to, where the units leave no other way to join them.

"16 MB" and "400 Gbit/s" give a time, "128 sequences" and "0.5 s" a rate. Searched for, so that it is confirmed, and
doubted only where a thousand is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from auditor import show
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.units import Dimensions, combine_dimensions

_NEAR = 6
"""Quantities to either side that are paired."""
_COUNTS = frozenset(
    {
        "batch", "collective", "iteration", "layer", "micro-batch", "op", "pass", "request", "sample", "sequence",
        "stage", "step",
    }
)  # fmt: skip
"""What texts count and leave out as they like: "0.3 ms per stage", "8000 sequences/s"."""
_CLOSE = Fraction(15, 1000)
"""How near the numbers as printed have to come; approximate ones admit far more."""
_CHANCE = 0.2
"""The share of random numbers that may pass a search before a match says nothing."""
_RATIOS = ("%", "×")
_TIME: Dimensions = (("second", 1),)
_ASKED = frozenset({"required", "target", "limit", "minimum", "maximum"})


@dataclass(frozen=True, slots=True)
class _Way:
    """Two quantities and how their units join."""

    first: Fact
    second: Fact
    sign: str
    """`*` or `/`."""

    def of(self, first: Interval, second: Interval) -> Interval:
        """What it gives."""
        return first * second if self.sign == "*" else first / second


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each time or rate that some pair gives, or gives but for a thousand."""
    blocks = facts.claims.document.blocks
    inner = worked_with(facts)
    stated = (fact for fact in facts.all if _is_usable(fact) and fact.claim.index not in inner)
    for _, group in groupby(stated, key=lambda fact: blocks[fact.claim.block].headings):
        section = list(group)
        for place, fact in enumerate(section):
            if "second" in dict(_dimensions(fact)):
                near = [*section[max(place - _NEAR, 0) : place], *section[place + 1 : place + 1 + _NEAR]]
                found = _judge(fact, list(_ways(fact, near)), rule)
                if found is not None:
                    yield found


def _is_usable(fact: Fact) -> bool:
    """Whether a number is a plain one with a unit."""
    plain = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return plain and bool(fact.quantity.unit.dimensions) and fact.quantity.unit.symbol not in _RATIOS


def _judge(fact: Fact, ways: Sequence[_Way], rule: str) -> Derivation | None:
    chance = float(2 * _CLOSE * len(ways))
    if chance > _CHANCE:
        return None
    for way in ways:
        if _gives(way, fact, Fraction(1)) and _result(way).meets(fact.quantity.hull):
            return _derivation(fact, way, rule, holds=True, chance=chance)
    if len(ways) != 1 or fact.scope or fact.role in _ASKED or ways[0].first.claim.block == ways[0].second.claim.block:
        return None
    if any(_dimensions(each) == _TIME and each.index > fact.index for each in (ways[0].first, ways[0].second)):
        # A time behind a rate is worked out from it.
        return None
    for factor, size in ((Fraction(1000), "small"), (Fraction(1, 1000), "large")):
        said = f"what is stated is 1,000 times too {size}"
        if _gives(ways[0], fact, factor):
            return _derivation(fact, ways[0], rule, holds=False, near_miss=said)
    return None


def _ways(fact: Fact, near: Sequence[Fact]) -> Iterator[_Way]:
    """The pairs of quantities with a unit whose product or quotient has the unit of a number, each value once."""
    wanted, scenario = _dimensions(fact), set(fact.scenario)
    usable = {
        (each.quantity.nominal(), each.quantity.unit.symbol): each
        for each in near
        if each.claim.block != fact.claim.block and set(each.scenario) <= scenario
    }
    ends = [(each, _dimensions(each)) for each in usable.values()]
    for first, a in ends:
        factor, divisor = combine_dimensions(wanted, a, -1), combine_dimensions(a, wanted, -1)
        for second, b in ends if a != wanted else ():
            if b == factor and first.claim.index < second.claim.index and b != wanted:
                yield _Way(first, second, "*")
            if b == divisor and first is not second:
                yield _Way(first, second, "/")


def _dimensions(fact: Fact) -> Dimensions:
    """Those of the unit, what texts leave out as they like left out."""
    return tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] not in _COUNTS)


def _gives(way: _Way, fact: Fact, factor: Fraction) -> bool:
    """Whether the numbers as printed come to the stated one times a factor."""
    result = way.of(way.first.quantity.nominal(), way.second.quantity.nominal())
    stated = fact.quantity.nominal()
    if not (result.is_point and stated.is_point) or not result.low or not stated.low:
        return False
    return abs(result.low / (stated.low * factor) - 1) <= _CLOSE


def _result(way: _Way) -> Interval:
    return way.of(way.first.quantity.readings[0].interval, way.second.quantity.readings[0].interval)


def _derivation(
    fact: Fact, way: _Way, rule: str, *, holds: bool, chance: float | None = None, near_miss: str = ""
) -> Derivation:
    ends = (way.first, way.second)
    given = tuple(Input(each.claim.name, each.quantity.readings[0].interval, each.claim.index) for each in ends)
    working = f" {'×' if way.sign == '*' else '÷'} ".join(each.claim.text for each in ends)
    program = f"{given[0].name} {given[1].name} {way.sign}"
    result, unit = _result(way), fact.quantity.readings[0].unit
    return one_step(
        fact.claim,
        Step(working, working, result, unit.symbol, program, given),
        rule,
        expected=show.interval(result, unit),
        holds=holds,
        near_miss=near_miss,
        power=None if chance is None else round(chance, 3),
    )
