"""What a report restates of the documents beside it: the configuration that holds, the plan that it verifies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from auditor import patterns as re
from auditor.derivations.citing import cited, stated
from auditor.derivations.concepts import CAPACITIES, DEGREES, FIXED, MODEL, is_goal
from auditor.derivations.derivation import Basis, Derivation
from auditor.derivations.outside import (
    agrees,
    doubtful,
    falls_short,
    meets,
    named,
    other_model,
    premises,
    same_quantity,
)
from auditor.derivations.same import Factors, explained
from auditor.facts import Fact, Facts, Operand, Premise, Rank, Stance

_GIVEN = FIXED | DEGREES
_PLAIN = frozenset({"", "available", "maximum", "limit", "theoretical"})
"""Roles in which a number says what is there."""
_SAID = frozenset({"available", "maximum", "limit"})
_OPENING = re.compile(r"\W*(?:[A-Z]{2,3}\W*)?\Z")
"""What may stand before the number that a line begins with: marks, and the letters of a degree."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of the report that restates one of the brief or a plan, rightly or wrongly."""
    given = premises(facts)
    if not given:
        return
    told = _Told(facts)
    for rank in Rank:
        yield from _check(told, [premise for premise in given if premise.rank is rank], rule)


def check_model(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each document beside the report that describes another model."""
    for outside in facts.outside:
        pairs = other_model(outside, facts)
        if not pairs:
            continue
        fact, premise = pairs[0]
        differences = "; ".join(f"{p.text} in line {p.line}, {f.claim.text} here" for f, p in pairs)
        yield Derivation(
            rule=rule,
            head=fact.claim.index,
            premises=tuple(f.claim.index for f, _ in pairs[1:]),
            holds=False,
            stated=fact.claim.text,
            expected=f"{premise.text} ({premise.place})",
            interval=premise.fact.quantity.hull,
            basis=Basis.RESTATEMENT,
            steps=(*(step for f, p in pairs[1:] for step in (cited(p), stated("here", f))), cited(premise)),
            message=f"{outside.name} describes another model ({differences}): only its hardware is used.",
            outside=tuple(p for _, p in pairs),
        )


class _Told:
    """What the whole report says that bears on a difference, worked out once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.doubts = doubtful(facts)
        firsts = (link.first for link in facts.claims.links if link.form == "against")
        self.against_limits = frozenset(first.claim for first in firsts if isinstance(first, Operand))
        self._repeated: dict[int, bool] = {}
        self._first: dict[int, int] = {}
        for claim in facts.claims.all:
            if claim.quantity is not None:
                self._first.setdefault(claim.block, claim.start)

    def leads(self, fact: Fact) -> bool:
        """Whether the number is what its line, item or cell is about: the first behind the key, or the opening."""
        claim = fact.claim
        if self._first[claim.block] < claim.start:
            return False
        before = self.facts.claims.document.blocks[claim.block].text[: claim.start]
        return bool(claim.label.key or claim.label.row or _OPENING.match(before))

    @cached_property
    def factors(self) -> Factors:
        """The counts and percentages of the report."""
        return Factors(self.facts)

    def repeats(self, premise: Premise) -> bool:
        """Whether the report asserts somewhere what a premise says."""
        if (known := self._repeated.get(id(premise))) is None:
            asserted = (other for other in self.facts.all if other.stance is Stance.ASSERTED)
            known = self._repeated[id(premise)] = any(agrees(other, premise) for other in asserted)
        return known


def _check(told: _Told, given: list[Premise], rule: str) -> Iterator[Derivation]:
    for fact in told.facts.all if given else ():
        if not fact.known or fact.stance is not Stance.ASSERTED:
            continue
        alike = [premise for premise in given if same_quantity(fact, premise)]
        agreeing = next((premise for premise in alike if agrees(fact, premise)), None)
        if agreeing is not None:
            yield _derivation(fact, agreeing, rule, "", holds=True)
        elif alike and all(_contradict(fact, premise, told) for premise in alike):
            severity = _severity(fact, alike[0], told)
            if severity is not None:
                yield _derivation(fact, alike[0], rule, severity, holds=False)


def _contradict(fact: Fact, premise: Premise, told: _Told) -> bool:
    """Whether the two cannot both be true, and the report's number is no other thing under the same name."""
    if fact.scenario != premise.fact.scenario or is_goal(fact) is not is_goal(premise.fact):
        return False
    if is_goal(fact):
        return falls_short(fact, premise)
    if fact.role not in _PLAIN or meets(fact, premise):
        return False
    if fact.concept not in CAPACITIES or not _below(fact, premise):
        return True
    # Less than what there is may be what is used of it.
    return fact.role in _SAID and fact.claim.index not in told.against_limits


def _below(fact: Fact, premise: Premise) -> bool:
    stated, given = fact.quantity.hull.high, premise.fact.quantity.hull.low
    return stated is not None and given is not None and stated <= given


def _severity(fact: Fact, premise: Premise, told: _Told) -> str | None:
    """Empty to keep the rule's, "warning" where the text could mean another thing; None where it well may."""
    named = fact.concept in _GIVEN or is_goal(fact) or fact.concept in CAPACITIES
    if not named and not _same_name(fact, premise):
        return None
    open_scope = fact.scope != premise.fact.scope
    if open_scope and explained(fact, premise.fact, told.factors):
        return None
    repeated = told.repeats(premise)
    if is_goal(fact) or told.leads(fact):
        doubted = premise.source in told.doubts and fact.concept in MODEL
        return "" if named and not (repeated or open_scope or doubted) else "warning"
    return None if repeated or explained(fact, premise.fact, told.factors) else "warning"


def _same_name(fact: Fact, premise: Premise) -> bool:
    key = fact.claim.label.key.lower()
    return bool(key) and key == premise.fact.claim.label.key.lower()


def _derivation(fact: Fact, premise: Premise, rule: str, severity: str, *, holds: bool) -> Derivation:
    # A limit is restated by its number: "at most 10 s" and "at most 12 s" admit common values.
    own, given = (named(fact), named(premise.fact)) if is_goal(fact) else (None, None)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(),
        holds=holds,
        stated=fact.claim.text,
        expected=f"{premise.text} ({premise.place})",
        interval=given or premise.fact.quantity.hull,
        basis=Basis.RESTATEMENT,
        severity=severity,
        steps=(cited(premise, given),),
        compared=stated("restated", fact, own) if own is not None else None,
        message="" if holds else _told(fact, premise),
        outside=(premise,),
    )


def _told(fact: Fact, premise: Premise) -> str:
    given = premise.fact.claim.text
    # Where a key stands before the value it says of what that is.
    key = "" if given == premise.text else f": {premise.text}"
    return f"{fact.claim.text} is stated here; the {premise.rank.name.lower()} says {given} ({premise.place}{key})."
