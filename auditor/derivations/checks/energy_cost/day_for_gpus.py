"""GPU hours that are worked out as hours times 24: the hours of a day stand where the number of GPUs belongs."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation
from auditor.derivations.of_two import of_two
from auditor.facts import Equation, Fact, Facts, Operand, Operation, Stance

_TIME = (("second", 1),)
_DAY = 24
_SLIP = "the hours of a day are taken for the GPUs"


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such product, where the report names one number of GPUs."""
    gpus = {fact.quantity.value: fact for fact in reversed(facts.all) if _is_fleet(fact)}
    if len(gpus) != 1 or _DAY in gpus:
        return
    (fleet,) = gpus.values()
    for equation in facts.claims.equations:
        hours = _hours(equation, facts)
        result = equation.sides[1] if len(equation.sides) > 1 else None
        head = facts.by_claim[result.claim] if hours is not None and isinstance(result, Operand) else None
        if head is not None and hours is not None and head.concept == "gpu_hours":
            holds = (hours.quantity.hull * fleet.quantity.hull).meets(head.quantity.hull)
            yield of_two(head, (hours, fleet), "×", rule, words="GPU hours", holds=holds, near_miss=_SLIP)


def _is_fleet(fact: Fact) -> bool:
    asserted = fact.stance is Stance.ASSERTED and fact.concept == "gpus" and fact.scope in OF_ALL
    return asserted and fact.quantity.whole and bool(fact.quantity.value)


def _hours(equation: Equation, facts: Facts) -> Fact | None:
    """The hours of a product with a bare 24."""
    side = equation.sides[0]
    if not isinstance(side, Operation) or side.operator != "*" or len(side.operands) != 2:
        return None
    claims = [facts.claims.all[each.claim] for each in side.operands if isinstance(each, Operand)]
    quantities = [each.quantity for each in claims if each.quantity is not None]
    times = [each for each, q in zip(claims, quantities, strict=True) if q.readings[0].unit.dimensions == _TIME]
    bare = [q for q in quantities if not q.unit.symbol and q.value == _DAY]
    return facts.by_claim[times[0].index] if len(times) == len(bare) == 1 else None
