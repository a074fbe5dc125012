"""Ranges that tell which things are meant: what they come to one after another, and the count beside one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from auditor.derivations.checks.widths import Widths
from auditor.derivations.concepts import COUNTED
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Fact, Facts, Indices, Stance
from auditor.interval import Interval

_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that is part of a stated count, or as wide as one, and for each count in brackets
    behind one."""
    if not facts.claims.indices:
        return
    widths = Widths(facts)
    counts: dict[tuple[str, Fraction], Fact] = {}
    for fact in facts.all:
        if fact.known and fact.quantity.value is not None and fact.stance is Stance.ASSERTED:
            counts.setdefault((fact.concept, fact.quantity.value), fact)
    for one in facts.claims.indices:
        if one.beside is not None:
            yield _counted(one, facts.claims.all[one.beside], facts.claims.all[one.claim], rule)
        total = _whole(one, counts)
        if total is not None:
            yield _part(one, total.claim, facts.claims.all[one.claim], rule)
        elif (alone := widths.derivation(one, rule)) is not None:
            yield alone


def _whole(one: Indices, counts: Mapping[tuple[str, Fraction], Fact]) -> Fact | None:
    concept = COUNTED.get(one.noun)
    return None if concept is None or one.whole is None else counts.get((concept, Fraction(one.whole)))


def _part(one: Indices, total: Claim, claim: Claim, rule: str) -> Derivation:
    """The range lies among the first so many numbers, which it and its neighbours cut up without gap or overlap."""
    name, whole = f"c{total.index}", Fraction(one.whole or 0)
    inside = Interval(None, whole)
    given = (Input(name, Interval.point(whole), total.index),)
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=(total.index,),
        holds=True,
        stated=claim.text,
        expected=f"one of the ranges that cut up {total.text}",
        interval=inside,
        basis=Basis.ARITHMETIC,
        steps=(Step(f"{one.noun}s one after another", f"up to {total.text}", inside, "", f"{name} ≤", given),),
        power=_CHANCE,
    )


def _counted(one: Indices, count: Claim, claim: Claim, rule: str) -> Derivation:
    """From the first of a range to its last."""
    width = Fraction(one.high - one.low + 1)
    result = Interval.point(width)
    name, working = f"c{claim.index}", f"{one.high} − {one.low} + 1"
    given = (Input(name, Interval(Fraction(one.low), Fraction(one.high)), claim.index),)
    assert count.quantity is not None
    return Derivation(
        rule=rule,
        head=count.index,
        premises=(claim.index,),
        holds=count.quantity.value == width,
        stated=count.text,
        expected=str(width),
        interval=result,
        basis=Basis.ARITHMETIC,
        steps=(Step(f"{one.noun}s {claim.text}", working, result, "", f"{name} count", given),),
    )
