"""Bounds on what is stated elsewhere: "less than 1% of the memory" where 0.2% is in use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.concepts import GOALS, is_goal
from auditor.derivations.derivation import ONE_SIDE, Basis, Derivation
from auditor.derivations.said_again import said_again
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_BOUNDS = frozenset({Modality.AT_MOST, Modality.LESS_THAN, Modality.AT_LEAST, Modality.MORE_THAN})
_FAR = Fraction(10)
"""How many times a value a bound on it may be: of one further off nearly any value would keep within."""

_MOST = 200
"""Statements of one quantity that are held against each of its bounds; beyond them a bound stays open."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each bound, no requirement, that all other statements of the quantity keep."""
    stated: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.known and fact.stance is Stance.ASSERTED and fact.quantity.is_plain:
            stated[fact.concept].append(fact)
    for fact in facts.all:
        told = fact.known and fact.stance is Stance.ASSERTED and fact.role not in GOALS and not is_goal(fact)
        if not told or fact.quantity.modality not in _BOUNDS:
            continue
        known = stated.get(fact.concept, ())
        others = [other for other in known if _is_of(fact, other)] if len(known) <= _MOST else ()
        if others and all(_keeps(other, fact.quantity.hull) for other in others):
            yield _derivation(fact, others[0], rule)


def _is_of(fact: Fact, other: Fact) -> bool:
    scopes = fact.scope == other.scope or not (fact.scope and other.scope)
    plain = other.role not in GOALS and other.claim.block != fact.claim.block
    return scopes and plain and one_situation(fact, other)


def _keeps(other: Fact, bound: Interval) -> bool:
    """Whether a value keeps a bound that is not far from it."""
    value, end = other.quantity.hull, bound.high if bound.high is not None else bound.low
    if end is None or end <= 0 or value.low is None or value.low <= 0 or not value.meets(bound):
        return False
    return max(end / value.low, value.low / end) <= _FAR


def _derivation(fact: Fact, other: Fact, rule: str) -> Derivation:
    value = other.quantity.hull
    return said_again(fact.claim, other.claim, value, rule, power=ONE_SIDE, basis=Basis.COMPARISON)
