"""Words that say of requirements in general that they are met, held against those of a brief."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.checks.general_verdicts import general, topics
from auditor.derivations.checks.verdict.asked import Asked, asked_of, is_disputed, is_reached
from auditor.derivations.checks.verdict.satisfaction import said
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.goals import OWN, Gpus, bounded, direction
from auditor.derivations.outside import requirements
from auditor.derivations.values import Value
from auditor.facts import Claim, Fact, Facts, Premise


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each claim about requirements in general that a requirement of a brief contradicts."""
    claims = [mark for mark, numbers in general(facts) if not numbers] if facts.outside else []
    if not claims:
        return
    gpus = Gpus(facts)
    missed = [found for premise in requirements(facts) if (found := _missed(premise, facts, gpus)) is not None]
    for mark in claims:
        concepts = topics(facts, mark)
        for premise, fact, asked in missed:
            if not concepts or premise.fact.concept in concepts:
                yield _derivation(mark, premise, fact, asked, rule)
                break


def _missed(premise: Premise, facts: Facts, gpus: Gpus) -> tuple[Premise, Fact, Asked] | None:
    """The first value that fails a requirement, if all do, and the report does not say so itself."""
    relation = direction(premise.fact)
    if not relation or is_disputed(premise, facts):
        return None
    first: tuple[Premise, Fact, Asked] | None = None
    for fact in facts.all:
        if not is_reached(fact, premise) or not set(fact.scenario) <= OWN:
            continue
        asked = asked_of(fact, premise, gpus)
        if asked is None:
            continue
        if not asked.certain or _holds(fact, asked, relation):
            return None
        first = first or (premise, fact, asked)
    return first


def _holds(fact: Fact, asked: Asked, relation: str) -> bool:
    reached = Value(fact.quantity.hull, fact.quantity.interval, (), bare=False)
    return compare(reached, Value(asked.value, asked.value, (), bare=False), relation).outcome is Outcome.HOLDS


def _derivation(mark: Claim, premise: Premise, fact: Fact, asked: Asked, rule: str) -> Derivation:
    relation, name = direction(premise.fact), fact.claim.name
    text, hull = fact.claim.text, fact.quantity.hull
    own = Step(text, text, hull, fact.quantity.unit.symbol, name, (Input(name, hull, fact.claim.index),))
    count = [asked.gpus.claim.index] if asked.gpus is not None else []
    expected = f"{bounded(premise.fact, relation)}{asked.words} ({premise.place})"
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(fact.claim.index, *count),
        holds=False,
        stated=f"{mark.text}, {text}",
        expected=expected,
        interval=asked.value,
        relation=relation,
        basis=Basis.COMPARISON,
        steps=asked.steps,
        compared=own,
        message=f"{said(mark)}, but {text} does not meet the requirement: {expected}.",
        outside=(premise,),
    )
