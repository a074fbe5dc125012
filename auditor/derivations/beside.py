"""The premises of a situation that documents beside the report give."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from auditor.derivations.candidate import Candidate, Cells, Key
from auditor.derivations.citing import cited, stated
from auditor.derivations.concepts import DEGREES, FIXED, MODEL, as_premise, is_no_premise
from auditor.derivations.outside import doubtful, meets, premises
from auditor.facts import Fact, Facts, Premise, Rank
from auditor.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Given:
    """A premise, and how far it goes."""

    premise: Premise
    firm: bool
    """Whether it may refute; else it supports only, as what differs from one situation to the next, and the model of a
    document that nothing shows to be the report's."""


def beside(facts: Facts) -> list[Given]:
    """What the documents beside a report give, requirements left out."""
    doubts = doubtful(facts)
    return [
        Given(each, each.fact.concept in FIXED | DEGREES and not (each.source in doubts and each.fact.concept in MODEL))
        for each in premises(facts)
        if not is_no_premise(each.fact)
    ]


def fill(cells: Cells, given: Sequence[Given], scenario: tuple[str, ...], stated: Iterable[Fact]) -> list[Fact]:
    """Adds what holds in a scenario where the report states nothing, and a brief's where it states otherwise.

    A value that the brief replaces stays among its premises: what follows from the two is a consequence of that one.
    Gives the facts that hold.
    """
    here = [each for each in given if set(each.premise.fact.scenario) <= set(scenario)]
    by_cell: dict[tuple[Rank, Key], list[Given]] = defaultdict(list)
    for each in here:
        by_cell[each.premise.rank, (each.premise.fact.concept, each.premise.fact.scope)].append(each)
    own: dict[Key, list[Fact]] = defaultdict(list)
    for fact in stated:
        own[fact.concept, fact.scope].append(fact)
    for (_, cell), found in sorted(by_cell.items()):
        rivals = own.get(cell, [])
        if cell in cells and not all(_outranks(each, rivals) for each in found):
            continue
        kept = [] if rivals else cells.at(cell)
        cells.replace(cell, [*kept, *(_candidate(each, rivals) for each in found)])
    return [each.premise.fact for each in here]


def _outranks(given: Given, rivals: list[Fact]) -> bool:
    """Whether a premise takes the place of what the report states in the same situation, none of which it can be."""
    premise = given.premise
    if premise.rank is not Rank.BRIEF or (rivals and not given.firm):
        return False
    return not any(fact.scenario != premise.fact.scenario or meets(fact, premise) for fact in rivals)


def _candidate(given: Given, replaced: list[Fact]) -> Candidate:
    premise, fact = given.premise, given.premise.fact
    interval, nominal = as_premise(fact)
    return Candidate(
        interval,
        frozenset(fact.claim.index for fact in replaced),
        nominal,
        steps=(*(stated("in place of", each) for each in replaced), cited(premise, interval)),
        role=fact.role,
        loose=not given.firm,
        outside=(premise,),
    )
