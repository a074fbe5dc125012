"""Ranges that tell which things are meant: what they come to one after another, and the count beside one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod

from auditor import patterns as re
from auditor.derivations.checks.degrees import count
from auditor.derivations.checks.placement.ranges import Ranges
from auditor.derivations.checks.placement.widths import Widths
from auditor.derivations.concepts import COUNTED, DEGREES, OF_ALL
from auditor.derivations.counts import exact_counts
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.once import once
from auditor.facts import Claim, Fact, Facts, Indices, Stance
from auditor.interval import Interval

_NUMBERED: Mapping[str, str] = {**COUNTED, "stage": "pipeline_parallel"}
"""Concepts by the noun of what they number."""
_SORT = re.compile(r"\b(?:MoE|dense|sparse|routed|linear|global|local|sliding)\b", re.IGNORECASE)
_GPU = "gpu"
_SHARED = frozenset({"sequence_parallel", "virtual_stages", "expert_tensor_parallel"})
"""Degrees that take no ranks of their own."""
_CHANCE = 0.1


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each range that is part of a stated count, as wide as one, or one of the document's others
    again, and for each count in brackets behind one."""
    if not facts.claims.indices:
        return
    widths, ranges = Widths(facts), Ranges(facts)
    counts: dict[tuple[str, Fraction], Fact] = {}
    for fact in facts.all:
        concept = fact.concept if fact.known else COUNTED.get(fact.quantity.unit.symbol.lower(), "")
        if concept and fact.quantity.value is not None and fact.stance is Stance.ASSERTED:
            counts.setdefault((concept, fact.quantity.value), fact)
    yield from ranges.counted(rule)
    for one in facts.claims.indices:
        if one.beside is not None and not _are_some(one, facts.claims.all[one.beside]):
            yield _counted(one, facts.claims.all[one.beside], facts.claims.all[one.claim], rule)
        claim = facts.claims.all[one.claim]
        if (total := _whole(one, counts)) is not None:
            yield _part(one, total.claim, claim, f"one of the ranges that cut up {total.claim.text}", rule)
        elif (strategy := _strategy(one, counts, facts)) is not None:
            yield replace(strategy, rule=rule)
        elif (alone := widths.derivation(one, rule)) is not None:
            yield alone
        elif (total := _rest(one, counts)) is not None:
            yield _part(one, total.claim, claim, f"up to the last of {total.claim.text}", rule)
        elif (said := ranges.derivation(one, rule)) is not None:
            yield said


def _are_some(one: Indices, count: Claim) -> bool:
    """Whether fewer of one sort are counted beside a range: "layers 0-13 (13 MoE layers)"."""
    value = count.quantity.value if count.quantity is not None else None
    return value is not None and value < one.length and _SORT.search(count.text) is not None


def _whole(one: Indices, counts: Mapping[tuple[str, Fraction], Fact]) -> Fact | None:
    concept = COUNTED.get(one.noun)
    return None if concept is None or one.whole is None else counts.get((concept, Fraction(one.whole)))


def _strategy(one: Indices, counts: Mapping[tuple[str, Fraction], Fact], facts: Facts) -> Derivation | None:
    """The GPUs that a strategy in letters takes, where nobody counts them: "EP6_TP2" and ranges that come to twelve."""
    if one.noun != _GPU or one.whole is None or any(concept == COUNTED[_GPU] for concept, _ in counts):
        return None
    degrees = spelled(facts)
    if prod(map(count, degrees)) != one.whole or len(degrees) < 2:
        return None
    claim, working = facts.claims.all[one.claim], " × ".join(each.claim.text for each in degrees)
    program = degrees[0].claim.name + "".join(f" {each.claim.name} *" for each in degrees[1:]) + " ≤"
    given = tuple(Input(each.claim.name, Interval.point(count(each)), each.claim.index) for each in degrees)
    inside = Interval(None, Fraction(one.whole))
    return Derivation(
        rule="",
        head=one.claim,
        premises=tuple(each.claim.index for each in degrees),
        holds=True,
        stated=claim.text,
        expected=f"one of the ranges that cut up {one.whole} GPUs",
        interval=inside,
        basis=Basis.ARITHMETIC,
        steps=(Step("GPUs one after another", working, inside, "", program, given),),
        power=_CHANCE,
    )


@once
def spelled(facts: Facts) -> Sequence[Fact]:
    """The degrees of the first strategy that is spelled in letters, "EP6_TP2_PP1", one each."""
    found: dict[str, Fact] = {}
    block = -1
    for fact in exact_counts(facts):
        if not fact.claim.degree or fact.concept not in DEGREES or fact.concept in _SHARED:
            continue
        if block in (-1, fact.claim.block):
            block = fact.claim.block
            found.setdefault(fact.concept, fact)
        elif len(found) > 1:
            break
        else:
            found, block = {fact.concept: fact}, fact.claim.block
    return list(found.values())


def _rest(one: Indices, counts: Mapping[tuple[str, Fraction], Fact]) -> Fact | None:
    """The count at whose last member a range ends, numbered from 0 or from 1, that leaves out the first."""
    concept = _NUMBERED.get(one.noun, "")
    found = (counts.get((concept, Fraction(whole))) for whole in (one.high + 1, one.high))
    return next((each for each in found if each is not None and one.low > 0 and each.scope in OF_ALL), None)


def _part(one: Indices, total: Claim, claim: Claim, meant: str, rule: str) -> Derivation:
    """The range lies among the first so many numbers, whose last it reaches, or which it and its neighbours cut up."""
    assert total.quantity is not None
    name, whole = total.name, total.quantity.value or Fraction()
    inside = Interval(None, whole)
    given = (Input(name, Interval.point(whole), total.index),)
    return Derivation(
        rule=rule,
        head=one.claim,
        premises=(total.index,),
        holds=True,
        stated=claim.text,
        expected=meant,
        interval=inside,
        basis=Basis.ARITHMETIC,
        steps=(Step(f"{one.noun}s one after another", f"up to {total.text}", inside, "", f"{name} ≤", given),),
        power=_CHANCE,
    )


def _counted(one: Indices, count: Claim, claim: Claim, rule: str) -> Derivation:
    """From the first of a range to its last."""
    width = Fraction(one.length)
    result = Interval.point(width)
    name, working = claim.name, f"{one.high} − {one.low} + 1"
    given = (Input(name, Interval(Fraction(one.low), Fraction(one.high)), claim.index),)
    assert count.quantity is not None
    step = Step(f"{one.noun}s {claim.text}", working, result, "", f"{name} count", given)
    return one_step(count, step, rule, expected=str(width), holds=count.quantity.value == width, basis=Basis.ARITHMETIC)
