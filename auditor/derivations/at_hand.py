"""Premises cited from the line of the number that they speak of, where that line states them too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.derivations.candidate import Candidate
from auditor.derivations.concepts import as_premise
from auditor.derivations.forks import Fork
from auditor.facts import Fact, Facts

_MOST = 32
"""Numbers of a line that are looked at to either side."""


def at_hand(fork: Fork, fact: Fact, facts: Facts) -> Fork:
    """The filling, each stated value cited from the line of a fact, as near as it stands there in the same sense."""
    beside = sorted(_beside(fact, facts), key=lambda other: _distance(other, fact))
    picked = tuple(_closest(candidate, beside, facts) for candidate in fork.picked)
    return fork if picked == fork.picked else Fork(fork.plan, picked)


def _beside(fact: Fact, facts: Facts) -> Iterator[Fact]:
    """The other numbers of the line."""
    at = fact.index
    for others in (facts.all[max(at - _MOST, 0) : at][::-1], facts.all[at + 1 : at + 1 + _MOST]):
        for other in others:
            if other.claim.block != fact.claim.block:
                break
            yield other


def _distance(other: Fact, fact: Fact) -> int:
    """How many characters lie between two numbers."""
    return max(other.claim.start - fact.claim.end, fact.claim.start - other.claim.end)


def _closest(candidate: Candidate, beside: list[Fact], facts: Facts) -> Candidate:
    if candidate.steps or candidate.outside or len(candidate.claims) != 1:
        return candidate
    stated = facts.by_claim[next(iter(candidate.claims))]
    same = () if stated is None else (other for other in beside if _says(other, stated))
    found = next(iter(same), None)
    return candidate if found is None else replace(candidate, claims=frozenset((found.claim.index,)))


def _says(other: Fact, stated: Fact) -> bool:
    """Whether one statement can stand for the other as a premise."""
    mine, its = ((each.concept, each.scope, each.role, each.scenario, each.stance) for each in (other, stated))
    return mine == its and as_premise(other) == as_premise(stated)
