"""The same quantity stated more than once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance

_MOST = 400
"""Statements of one quantity that are compared; a document with more is a log, not a report."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each asserted statement that another one repeats, or contradicts under the same name."""
    groups: dict[tuple[str, tuple[tuple[str, int], ...]], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        if fact.stance is Stance.ASSERTED:
            groups[fact.concept, fact.quantity.readings[0].unit.dimensions].append(fact)
    for group in groups.values():
        if 1 < len(group) <= _MOST:
            yield from _group(group, facts, rule)


def _group(group: list[Fact], facts: Facts, rule: str) -> Iterator[Derivation]:
    for fact in group:
        others = [other for other in group if other is not fact and _compatible(fact, other)]
        agreeing = [other for other in others if _says_the_same(fact, other)]
        if agreeing:
            yield _derivation(fact, agreeing[0], rule, holds=True)
        elif (rival := _rival(fact, others, group, facts)) is not None:
            yield _derivation(fact, rival, rule, holds=False)


def _compatible(fact: Fact, other: Fact) -> bool:
    """Whether the two can mean one quantity: scopes and roles equal or left open, one situation inside the other."""
    scopes = fact.scope == other.scope or not fact.scope or not other.scope
    a, b = set(fact.scenario), set(other.scenario)
    return scopes and (a <= b or b <= a)


def _says_the_same(fact: Fact, other: Fact) -> bool:
    if fact.claim.block == other.claim.block:
        return False
    if fact.quantity.value is None or other.quantity.value is None:
        return fact.quantity.interval == other.quantity.interval
    return fact.quantity.hull.meets(other.quantity.hull)


def _rival(fact: Fact, others: list[Fact], group: list[Fact], facts: Facts) -> Fact | None:
    """The one earlier statement under the same name and in the same situation that cannot be true beside this one."""
    if not fact.known or not fact.claim.label.key:
        return None
    named = [other for other in group if other.claim.label.key == fact.claim.label.key]
    alike = [
        other
        for other in others
        if other.claim.label.key == fact.claim.label.key
        and other.scenario == fact.scenario
        and other.role == fact.role
        and other.claim.span.start < fact.claim.span.start
        and other.claim.block != fact.claim.block
    ]
    if len(alike) != 1 or len(named) != 2 or _is_template(fact, alike[0], facts):
        return None
    if fact.quantity.hull.meets(alike[0].quantity.hull) or explained(fact, alike[0], facts):
        return None
    return alike[0]


def explained(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether a count or percentage that is stated turns one into the other: they differ in scope, not in truth."""
    if fact.quantity.value in (None, 0) or other.quantity.value in (None, 0):
        return False
    ratio = fact.quantity.hull / other.quantity.hull
    inverse = other.quantity.hull / fact.quantity.hull
    factors = {each.quantity.hull for each in facts.all if each.quantity.whole or each.quantity.unit.symbol == "%"}
    return any(factor.meets(ratio) or factor.meets(inverse) for factor in factors)


def _is_template(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether the two stand in sections that share further names: then each section describes a thing of its own."""
    blocks = facts.claims.document.blocks
    here, there = blocks[fact.claim.block].headings, blocks[other.claim.block].headings
    if here == there:
        return True
    keys: dict[tuple[int, ...], set[str]] = defaultdict(set)
    for each in facts.all:
        keys[blocks[each.claim.block].headings].add(each.claim.label.key)
    return len((keys[here] & keys[there]) - {"", fact.claim.label.key}) > 0


def _derivation(fact: Fact, other: Fact, rule: str, *, holds: bool) -> Derivation:
    value, name = other.quantity.hull, f"c{other.claim.index}"
    unit = other.quantity.readings[0].unit
    given = (Input(name, value, other.claim.index),)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(other.claim.index,),
        holds=holds,
        stated=fact.claim.text,
        expected=show.interval(value, unit) if holds else other.claim.text,
        interval=value,
        basis=Basis.RESTATEMENT,
        steps=(Step("stated elsewhere", other.claim.text, value, unit.symbol, name, given),),
    )
