"""Times worked out as a share of a rate: "Compute time: 400 TFLOPS × 60%" is a rate, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.derivations.cited import is_asserted
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Claim, Equation, Facts, Operand, Operation

_TIME = re.compile(r"(?:\A|\s)(?:time|latency|delay|duration)(?: (?:per|of|for) (?:\w+ ){0,2}\w+)?\W*\Z", re.IGNORECASE)
"""How the name of a time ends."""
_RATES = ((("flop", 1),), (("flop", 1), ("second", -1)), (("byte", 1), ("second", -1)))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of a rate and a share, without a result, that is called a time."""
    for equation in facts.claims.equations:
        found = _factors(equation, facts)
        if found is None or not is_asserted(facts, found[0].index):
            continue
        rate, share = found
        text = facts.claims.document.blocks[rate.block].text
        begin = text.rfind("\n", 0, rate.start) + 1
        name, _, between = text[begin : rate.start].rpartition(":")
        if _TIME.search(name.strip("*_` ")) and not any(map(str.isalpha, between)):
            yield _derivation(rate, share, rule)


def _factors(equation: Equation, facts: Facts) -> tuple[Claim, Claim] | None:
    """A rate and the percentage of it, where they are all that is multiplied."""
    side = equation.sides[0]
    if len(equation.sides) > 1 or not isinstance(side, Operation) or side.operator != "*" or len(side.operands) != 2:
        return None
    first, second = side.operands
    if not isinstance(first, Operand) or not isinstance(second, Operand):
        return None
    rate, share = facts.claims.all[first.claim], facts.claims.all[second.claim]
    if rate.quantity is None or share.quantity is None or share.quantity.unit.symbol != "%":
        return None
    return (rate, share) if tuple(sorted(rate.quantity.unit.dimensions)) in _RATES else None


def _derivation(rate: Claim, share: Claim, rule: str) -> Derivation:
    assert rate.quantity is not None
    assert share.quantity is not None
    ends = (rate.quantity.readings[0].interval, share.quantity.readings[0].interval)
    given = tuple(Input(f"c{each.index}", end, each.index) for each, end in zip((rate, share), ends, strict=True))
    working, result = f"{rate.text} × {share.text}", ends[0] * ends[1]
    program = f"{given[0].name} {given[1].name} *"
    return Derivation(
        rule=rule,
        head=rate.index,
        premises=(share.index,),
        holds=False,
        stated=working,
        expected="a rate, and no time",
        interval=result,
        basis=Basis.DERIVATION,
        kind="unit",
        steps=(Step("share of the rate", working, result, rate.quantity.unit.symbol, program, given),),
    )
