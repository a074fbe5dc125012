"""The arithmetic of a token as a report's own figures have it: what it says that a throughput needs, over that rate."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from auditor.derivations.agreement import slip
from auditor.derivations.candidate import Candidate
from auditor.derivations.derivation import Input, Step
from auditor.derivations.values import operands, widen
from auditor.facts import Claim, Fact, Facts, Operand, Operation
from auditor.interval import Interval

_LEADING = ("at", "for", "with", "to reach", "to achieve", "reaching")
_SIZES = frozenset({"flops_per_token", "parameters", "active_parameters"})
"""What tells how much arithmetic a token takes."""
_OPERATIONS = 2
"""Of each parameter, in a forward pass."""
_NEAR = Fraction(1, 2)
"""How far attention, embeddings and rounding may take the arithmetic of a token from two for each parameter."""


def works(facts: Facts) -> list[Candidate]:
    """FLOP per token: one candidate for each rate of arithmetic that the report ties to a throughput, if they fit.

    They do if their quotient is, up to a slipped unit, what the report says of a token, or about two operations for
    each of its parameters: a rate of all GPUs over a throughput of one would be far off.
    """
    found = []
    sizes = [fact for fact in facts.all if fact.concept in _SIZES]
    for throughput, rate in _tied(facts) if sizes else ():
        if throughput.quantity is None or rate.quantity is None:
            continue
        per_token = rate.quantity.hull / throughput.quantity.hull
        if any(_agrees(per_token, fact) for fact in sizes):
            found.append(_candidate(throughput, rate, per_token))
    return found


def _tied(facts: Facts) -> Iterator[tuple[Claim, Claim]]:
    claims = facts.claims.all
    for equation in facts.claims.equations:
        for left, relation, right in zip(equation.sides, equation.relations, equation.sides[1:], strict=False):
            if relation not in ("=", "≈") or not isinstance(left, Operation) or not isinstance(right, Operand):
                continue
            tokens = [claims[index] for index in operands(left) if _is_throughput(claims[index])]
            if left.operator == "*" and len(tokens) == 1 and _is_rate(claims[right.claim]):
                yield tokens[0], claims[right.claim]
    for before, claim in pairwise(claims):
        led = before.label.before.strip().lower().endswith(_LEADING)
        if before.block == claim.block and led and _is_throughput(before) and _is_rate(claim):
            yield before, claim


def _is_throughput(claim: Claim) -> bool:
    return _has(claim, "token", 1) and _has(claim, "second", -1)


def _is_rate(claim: Claim) -> bool:
    """An amount of arithmetic counts too: "2000 TFLOPs" is how texts write a rate."""
    return _has(claim, "flop", 1) and not _has(claim, "token", -1) and not _has(claim, "gpu", -1)


def _has(claim: Claim, dimension: str, power: int) -> bool:
    readings = claim.quantity.readings if claim.quantity is not None else ()
    return any((dimension, power) in reading.unit.dimensions for reading in readings)


def _agrees(per_token: Interval, fact: Fact) -> bool:
    value = fact.quantity.hull
    if fact.concept == "flops_per_token":
        return per_token.meets(value) or slip(per_token, value) is not None
    if fact.concept not in ("parameters", "active_parameters"):
        return False
    return per_token.meets(widen(value.scale(Fraction(_OPERATIONS)), _NEAR))


def _candidate(throughput: Claim, rate: Claim, per_token: Interval) -> Candidate:
    pair = [(claim, claim.quantity) for claim in (rate, throughput) if claim.quantity is not None]
    given = tuple(Input(claim.name, quantity.hull, claim.index) for claim, quantity in pair)
    program = " ".join([*(each.name for each in given), "/"])
    step = Step("arithmetic ÷ throughput", f"{rate.text} ÷ {throughput.text}", per_token, "FLOP/token", program, given)
    nominal = pair[0][1].nominal() / pair[1][1].nominal()
    return Candidate(per_token, frozenset((rate.index, throughput.index)), nominal, steps=(step,))
