"""The same quantity stated more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from auditor import show
from auditor.derivations.derivation import Basis, Derivation
from auditor.facts import Fact, Facts, Stance

_Key = tuple[str, str, str, tuple[str, ...], tuple[tuple[str, int], ...]]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each asserted statement that repeats an earlier one: consistent or contradictory."""
    groups: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.stance is Stance.ASSERTED and fact.known:
            groups[_key(fact)].append(fact)
    for group in groups.values():
        yield from _group(group, rule)


def _key(fact: Fact) -> _Key:
    return fact.concept, fact.scope, fact.role, fact.scenario, fact.quantity.readings[0].unit.dimensions


def _group(group: list[Fact], rule: str) -> Iterator[Derivation]:
    if len(group) < 2:
        return
    if all(a.quantity.hull.meets(b.quantity.hull) for a, b in pairwise(group)):
        for fact in group:
            other = group[1] if fact is group[0] else group[0]
            yield _derivation(fact, other, rule, holds=True)


def _derivation(fact: Fact, other: Fact, rule: str, *, holds: bool) -> Derivation:
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(other.claim.index,),
        holds=holds,
        stated=fact.claim.text,
        expected=show.interval(other.quantity.hull, other.quantity.readings[0].unit),
        interval=other.quantity.hull,
        basis=Basis.RESTATEMENT,
    )
