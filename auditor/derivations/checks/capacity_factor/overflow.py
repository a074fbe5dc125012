"""What a capacity factor leaves beside an even share, as a percentage: "Capacity factor: 1.2 (allows 20% overflow)"."""

from __future__ import annotations

from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.quantity import Modality

_BEYOND = re.compile(
    r"\b(?:overflow|over-?provision\w*|headroom|slack|buffer|extra|more|margin|above|surplus|additional|spare|excess)\b",
    re.IGNORECASE,
)
_ONE = Interval.point(1)
_CHANCE = 0.05


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage of a line that the one factor of the line gives."""
    factors: dict[int, list[Fact]] = {}
    for fact in facts.all:
        if fact.concept == "capacity_factor" and fact.quantity.modality is Modality.EXACT and fact.quantity.value:
            factors.setdefault(fact.claim.block, []).append(fact)
    for fact in facts.all if factors else ():
        told = factors.get(fact.claim.block, [])
        percent = fact.quantity.unit.symbol == "%" and fact.stance is Stance.ASSERTED
        if len(told) != 1 or not percent or not _BEYOND.search(f"{fact.claim.label.before} {fact.claim.label.after}"):
            continue
        more = told[0].quantity.hull - _ONE
        if (fact.quantity.value or 0) > 0 and more.meets(fact.quantity.hull):
            yield _derivation(fact, told[0], more, rule)


def _derivation(fact: Fact, factor: Fact, more: Interval, rule: str) -> Derivation:
    name = f"c{factor.claim.index}"
    given = Input(name, factor.quantity.hull, factor.claim.index)
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(factor.claim.index,),
        holds=True,
        stated=fact.claim.text,
        expected=f"{factor.claim.text} − 1",
        interval=more,
        basis=Basis.DERIVATION,
        steps=(Step("factor − 1", f"{factor.claim.text} − 1", more, "%", f"{name} 1 -", (given,)),),
        power=_CHANCE,
    )
