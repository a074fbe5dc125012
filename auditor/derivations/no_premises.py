"""Numbers of workings that are no premises of the plan: counts of a part of a catalogued model ("8 experts × 7,168" of
a model with 256), figures that the report objects to elsewhere, GPUs that something is divided over, and times that no
single sequence takes."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.aggregate import aggregate_times
from auditor.derivations.catalogued import is_miscounted
from auditor.derivations.concepts import DEGREES
from auditor.derivations.values import operands
from auditor.derivations.workings import worked_with
from auditor.facts import Facts, Operand, Operation, Stance
from auditor.interval import Interval

_OVER = re.compile(r"(?:\b(?:over|across|among|by)|[÷/]) ?\(?(?:[A-Z]P[ =]{0,3})?\Z")
_REACH = 16
_Value = tuple[str, Interval]
"""A concept and the number that is stated of it."""
_OBJECTED = frozenset({Stance.QUOTED, Stance.DISPUTED})


def no_premises(facts: Facts) -> frozenset[int]:
    """The claims of these numbers."""
    return _objected(facts) | frozenset(_sharing(facts)) | aggregate_times(facts)


def cited(facts: Facts) -> frozenset[str]:
    """Concepts of which somebody else states a number: they are not what nobody speaks of."""
    return frozenset(fact.concept for fact in facts.all if fact.known and fact.stance in _OBJECTED)


def _objected(facts: Facts) -> frozenset[int]:
    denied = {(fact.concept, fact.quantity.nominal()) for fact in facts.all if fact.known and fact.stance in _OBJECTED}
    denied -= _multiplied_again(facts) if denied else set()
    if not denied and not facts.figures:
        return frozenset()
    return frozenset(
        fact.claim.index
        for index in worked_with(facts)
        if (fact := facts.by_claim[index]) is not None
        and ((fact.concept, fact.quantity.nominal()) in denied or is_miscounted(fact, facts))
    )


def _multiplied_again(facts: Facts) -> set[_Value]:
    """The degrees of products that are objected to and worked out again: what is denied is what they came to."""
    objected: set[frozenset[_Value]] = set()
    asserted: set[frozenset[_Value]] = set()
    for equation in facts.claims.equations:
        product = equation.sides[0]
        if not isinstance(product, Operation) or product.operator != "*":
            continue
        degrees = [fact for index in operands(product) if (fact := facts.by_claim[index]) is not None]
        if degrees and all(fact.concept in DEGREES for fact in degrees):
            into = objected if degrees[0].stance in _OBJECTED else asserted
            into.add(frozenset((fact.concept, fact.quantity.nominal()) for fact in degrees))
    return set().union(*(objected & asserted))


def _sharing(facts: Facts) -> Iterator[int]:
    """The GPUs that a product of degrees behind "over" comes to: "358 GB over TP4 × PP4 = 16 GPUs" is of one copy."""
    claims, source = facts.claims.all, facts.claims.document.source
    for equation in facts.claims.equations:
        product, result = equation.sides[0], equation.sides[-1]
        if not isinstance(product, Operation) or product.operator != "*" or not isinstance(result, Operand):
            continue
        degrees = [facts.by_claim[index] for index in operands(product)]
        if all(fact is not None and fact.concept in DEGREES for fact in degrees):
            start = claims[next(operands(product))].span.start
            if _OVER.search(source[max(start - _REACH, 0) : start]):
                yield result.claim
