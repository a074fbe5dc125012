"""What a deployment reaches, held against what is required of it elsewhere in the document."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.agreement import Outcome, compare
from auditor.derivations.concepts import FALLING, GOALS, RISING
from auditor.derivations.derivation import ONE_SIDE, Basis, Derivation, Input, Step
from auditor.derivations.values import Value
from auditor.facts import Claim, Fact, Facts, Form, Polarity, Stance
from auditor.quantity import Modality


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each reached value and each requirement on the same quantity that can be compared."""
    known = [fact for fact in facts.all if fact.known and fact.stance is Stance.ASSERTED]
    required = [fact for fact in known if fact.role in GOALS]
    for fact in known:
        if fact.role in GOALS:
            continue
        for need in required:
            if _same_quantity(fact, need):
                derivation = _judge(fact, need, facts, rule)
                if derivation is not None:
                    yield derivation


def _same_quantity(fact: Fact, need: Fact) -> bool:
    if (
        fact.claim.block == need.claim.block
        or fact.concept != need.concept
        or not set(need.scenario) <= set(fact.scenario)
    ):
        return False
    same_scope = fact.scope == need.scope or (not fact.scope and not need.scope)
    return same_scope and fact.quantity.readings[0].unit.dimensions == need.quantity.readings[0].unit.dimensions


def _judge(fact: Fact, need: Fact, facts: Facts, rule: str) -> Derivation | None:
    relation = direction(need)
    if not relation:
        return None
    left, right = _value(fact), _value(need)
    holds = compare(left, right, relation).outcome is Outcome.HOLDS
    mark = favourable_mark(fact.claim, facts)
    if not holds and mark is None:
        return None
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(need.claim.index,) if mark is None else (need.claim.index, mark.index),
        holds=holds,
        stated=fact.claim.text,
        expected=f"{relation} {need.claim.text}",
        interval=right.base,
        relation=relation,
        basis=Basis.COMPARISON,
        steps=(
            Step("requirement", need.claim.text, right.base, need.quantity.unit.symbol, f"c{need.claim.index}",
                 (Input(f"c{need.claim.index}", right.base, need.claim.index),)),
        ),
        power=ONE_SIDE if holds and mark is None else None,
    )  # fmt: skip


def direction(need: Fact) -> str:
    """How what is reached must stand to a requirement: `≤`, `≥`; empty where that is not clear."""
    if need.quantity.modality in (Modality.AT_MOST, Modality.LESS_THAN):
        return "≤"
    if need.quantity.modality in (Modality.AT_LEAST, Modality.MORE_THAN):
        return "≥"
    if need.role == "limit" and need.concept in RISING:
        return ""
    if need.concept in FALLING or (need.role == "limit" and need.concept not in RISING):
        return "≤"
    return "≥" if need.concept in RISING else ""


def _value(fact: Fact) -> Value:
    return Value(fact.quantity.hull, fact.quantity.interval, (), bare=False)


def favourable_mark(claim: Claim, facts: Facts) -> Claim | None:
    """The first tick or favourable word of the claim's own line or table row, if none there is unfavourable."""
    blocks = facts.claims.document.blocks
    cell = blocks[claim.block].cell
    marks = []
    for other in facts.claims.all:
        if other.form is Form.QUANTITY:
            continue
        there = blocks[other.block].cell
        row = cell is not None and there is not None and (cell.table, cell.row) == (there.table, there.row)
        if other.block == claim.block or row:
            marks.append(other)
    if any(mark.polarity is Polarity.BAD for mark in marks):
        return None
    return next((mark for mark in marks if mark.polarity is Polarity.GOOD), None)
