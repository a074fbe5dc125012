"""Both values of a change that stand elsewhere as one quantity in two situations: "(12,800 → 15,360)" below a table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice, product

from auditor.derivations.checks.consistency.reprinted import digits
from auditor.derivations.derivation import Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Fact, Facts, Operand, Stance
from auditor.quantity import Modality

_FORMS = frozenset({"change", "versus"})
_DIGITS = 4
"""Digits that two numbers must have together to be hardly printed twice by chance."""
_MOST = 8
"""Places of one value that are tried."""

Places = Mapping[Fraction, Sequence[Fact]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of such a pair; those that it repeats are confirmed by none of their copies."""
    told: set[int] = set()
    pairs = list(_pairs(facts))
    places = _places(facts) if pairs else {}
    for pair in pairs:
        again = _again(pair, places)
        for fact, other in zip(pair, again, strict=True) if again is not None else ():
            if fact.claim.index not in told:
                told.add(fact.claim.index)
                yield _derivation(fact, other, _chance(pair, len(places)), rule)


def _pairs(facts: Facts) -> Iterator[tuple[Fact, Fact]]:
    for link in facts.claims.links:
        if link.form in _FORMS and isinstance(link.first, Operand) and isinstance(link.second, Operand):
            first, second = (facts.by_claim[each.claim] for each in (link.first, link.second))
            if first and second and _is_plain(first) and _is_plain(second) and _is_telling(first, second):
                yield first, second


def _is_plain(fact: Fact) -> bool:
    exact = fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)
    return exact and fact.stance is Stance.ASSERTED


def _is_telling(first: Fact, second: Fact) -> bool:
    return digits(first) + digits(second) >= _DIGITS and first.quantity.value != second.quantity.value


def _places(facts: Facts) -> Places:
    """The stated quantities by their printed values."""
    found: dict[Fraction, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.known and _is_plain(fact) and fact.quantity.value is not None:
            found[fact.quantity.value].append(fact)
    return found


def _again(pair: tuple[Fact, Fact], places: Places) -> tuple[Fact, Fact] | None:
    """Where two situations of one quantity have the two values, elsewhere."""
    first, second = (_first_places(fact, places) for fact in pair)
    for one, other in product(first, second):
        named = one.concept == other.concept and one.scope == other.scope and one.scenario != other.scenario
        if named and one.quantity.readings[0].unit.dimensions == other.quantity.readings[0].unit.dimensions:
            return one, other
    return None


def _first_places(fact: Fact, places: Places) -> list[Fact]:
    there = places.get(fact.quantity.value or Fraction(0), ())
    return list(islice((other for other in there if _fits(fact, other)), _MOST))


def _fits(fact: Fact, other: Fact) -> bool:
    """Whether a number may be another one said again: of one name, where it has one, and of its unit, where it has."""
    named = not fact.known or fact.concept == other.concept
    one_unit = not fact.quantity.unit.symbol or fact.quantity.unit == other.quantity.unit
    same = one_unit and fact.quantity.hull.meets(other.quantity.hull)
    return fact.claim.block != other.claim.block and named and same


def _chance(pair: tuple[Fact, Fact], places: int) -> float:
    figures = sum(digits(each) for each in pair)
    return round(max(places * places / 10.0**figures, 0.001), 3)


def _derivation(fact: Fact, other: Fact, chance: float, rule: str) -> Derivation:
    return said_again(fact.claim, other.claim, other.quantity.hull, rule, power=chance)
