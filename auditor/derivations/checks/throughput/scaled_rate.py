"""A rate of one GPU that is scaled with the number of GPUs: "60 tokens/ms × (16/32) = 30 tokens/ms per GPU"."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Claim, Expression, Fact, Facts, Operand, Operation
from auditor.interval import Interval


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each throughput per GPU that is a rate times a ratio of numbers of GPUs."""
    counts = {fact.quantity.value for fact in facts.all if fact.concept == "gpus" and fact.quantity.whole}
    for equation in facts.claims.equations:
        for left, right in zip(equation.sides, equation.sides[1:], strict=False):
            head = facts.by_claim[right.claim] if isinstance(right, Operand) else None
            if head is None or head.concept != "throughput" or head.scope != "gpu":
                continue
            rate = _scaled(left, counts, facts.claims.all)
            if rate is not None:
                yield _derivation(head, rate, rule)


def _scaled(side: Expression, counts: set[Fraction | None], claims: tuple[Claim, ...]) -> Claim | None:
    """The rate of a product with a quotient of two whole numbers, one of which is a number of GPUs."""
    if not isinstance(side, Operation) or side.operator != "*" or len(side.operands) != 2:
        return None
    rates = [claims[part.claim] for part in side.operands if isinstance(part, Operand)]
    ratios = [part for part in side.operands if isinstance(part, Operation) and part.operator == "/"]
    if len(rates) != 1 or len(ratios) != 1 or len(ratios[0].operands) != 2:
        return None
    parts = [claims[part.claim].quantity for part in ratios[0].operands if isinstance(part, Operand)]
    whole = [quantity.value for quantity in parts if quantity is not None and quantity.whole and quantity.value]
    if len(whole) != 2 or whole[0] == whole[1] or counts.isdisjoint(whole):
        return None
    return rates[0]


def _derivation(head: Fact, rate: Claim, rule: str) -> Derivation:
    reading = head.quantity.readings[0]
    value = rate.quantity.hull if rate.quantity is not None else Interval.point(0)
    bare = rate.quantity is not None and not rate.quantity.unit.symbol
    same = value.scale(reading.unit.factor) if bare else value
    factor = str(reading.unit.factor) if bare else "1"
    given = (Input(rate.name, value, rate.index),)
    program = f"{rate.name} {factor} *"
    return one_step(
        head.claim,
        Step("the rate of a GPU", rate.text, same, reading.unit.symbol, program, given),
        rule,
        expected=f"{rate.text} per GPU, whatever their number",
        holds=same.meets(head.quantity.hull),
    )
