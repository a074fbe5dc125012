"""Words of failure that stand: what is required in their list is more than what is available there."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.derivations.outside import without_gpu
from auditor.facts import Claim, Extent, Fact, Facts, Ground, Polarity
from auditor.units import Dimensions

_REACH = frozenset({Extent.LINE, Extent.ROW, Extent.LIST})
_AVAILABLE = frozenset({"available", "limit"})
_MOST = 40
"""Numbers that a verdict may speak of."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each mark or word of failure over a requirement that is larger than what there is."""
    for ground in facts.claims.grounds:
        bad = ground.extent in _REACH and all(mark.polarity is Polarity.BAD for mark in ground.marks)
        pair = _short(ground, facts) if bad and len(ground.numbers) <= _MOST else None
        if pair is not None:
            yield from (_derivation(mark, *pair, rule) for mark in ground.marks)


def _short(ground: Ground, facts: Facts) -> tuple[Fact, Fact] | None:
    """The first requirement in reach with what there is of it, where that is less."""
    stated = [fact for number in ground.numbers if (fact := facts.by_claim[number]) is not None]
    there = [fact for fact in stated if fact.role in _AVAILABLE]
    wanted = [fact for fact in stated if fact.role == "required"]
    return next(((need, have) for need in wanted for have in there if _exceeds(need, have)), None)


def _exceeds(need: Fact, have: Fact) -> bool:
    low, high = need.quantity.hull.low, have.quantity.hull.high
    alike = bool(_kind(need)) and _kind(need) == _kind(have)
    scopes = need.scope == have.scope or not (need.scope and have.scope)
    return alike and scopes and low is not None and high is not None and low > high


def _kind(fact: Fact) -> Dimensions:
    dimensions = fact.quantity.readings[0].unit.dimensions
    return without_gpu(dimensions) or dimensions


def _derivation(mark: Claim, need: Fact, have: Fact, rule: str) -> Derivation:
    names = [f"c{fact.claim.index}" for fact in (need, have)]
    required, there = (
        Step(
            fact.claim.text, fact.claim.text, fact.quantity.hull, fact.quantity.unit.symbol, name,
            (Input(name, fact.quantity.hull, fact.claim.index),),
        )
        for fact, name in zip((need, have), names, strict=True)
    )  # fmt: skip
    return Derivation(
        rule=rule,
        head=mark.index,
        premises=(need.claim.index, have.claim.index),
        holds=True,
        stated=mark.text,
        expected=f"{need.claim.text} > {have.claim.text}",
        interval=have.quantity.hull,
        relation=">",
        basis=Basis.COMPARISON,
        steps=(there,),
        compared=required,
    )
