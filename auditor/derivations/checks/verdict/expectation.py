"""What a report says a criticised figure should be, higher or lower, held against its own figure."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, one_step
from auditor.facts import Claim, Fact, Facts, Form, Stance

_HIGHER = ("higher", "larger", "greater")
_LOWER = ("lower", "smaller")
_CRITICISED = (Stance.QUOTED, Stance.DISPUTED)
_REACH = 4
"""How many blocks back the criticised figure may stand."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each "should be higher" whose report works the figure out itself."""
    for mark in facts.claims.all:
        said = mark.text.lower().split() if mark.form is Form.VERDICT else []
        if said[:2] != ["should", "be"] or said[-1] not in (*_HIGHER, *_LOWER):
            continue
        subject = _subject(facts, mark)
        own = [] if subject is None else [fact for fact in facts.all if _is_own(fact, subject)]
        if subject is None or not own:
            continue
        found = [_derivation(mark, subject, fact, rule, up=said[-1] in _HIGHER) for fact in own]
        if len({each.holds for each in found}) == 1:
            yield found[0]


def _subject(facts: Facts, mark: Claim) -> Fact | None:
    """The last criticised figure before the words, under the same heading."""
    blocks = facts.claims.document.blocks
    for claim in map(facts.claims.all.__getitem__, range(mark.index - 1, -1, -1)):
        if mark.block - claim.block > _REACH or blocks[claim.block].headings != blocks[mark.block].headings:
            return None
        fact = facts.by_claim[claim.index]
        if fact is not None and fact.known and fact.stance in _CRITICISED:
            return fact
    return None


def _is_own(fact: Fact, subject: Fact) -> bool:
    """Whether a figure is the report's own for what it criticises."""
    same = fact.concept == subject.concept and fact.scope == subject.scope
    return same and fact.stance is Stance.ASSERTED and fact.quantity.value is not None


def _derivation(mark: Claim, subject: Fact, own: Fact, rule: str, *, up: bool) -> Derivation:
    relation = "≥" if up else "≤"
    limit, value = subject.quantity.hull, own.quantity.hull
    larger, smaller = (value, limit) if up else (limit, value)
    holds = larger.high is None or smaller.low is None or larger.high >= smaller.low
    step = claim_step(subject.claim, limit, "criticised", subject.quantity.unit.symbol)
    compared = claim_step(own.claim, value, "own", own.quantity.unit.symbol)
    return one_step(
        mark,
        step,
        rule,
        expected=own.claim.text,
        holds=holds,
        stated=f"{subject.claim.text} {mark.text}",
        beside=(own.claim.index,),
        relation=relation,
        basis=Basis.COMPARISON,
        compared=compared,
    )
