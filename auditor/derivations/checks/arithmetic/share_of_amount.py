"""Amounts that are the percentage beside them of another amount: "peak 500 TFLOPS", "44% MFU", "220 TFLOPS".

Searched for among the nearest, so that they are only confirmed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from auditor import show
from auditor.derivations.checks.arithmetic.surrounding import is_plain
from auditor.derivations.checks.paired import width
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts, Operand, Operation, Stance
from auditor.interval import Interval

_NEAR = 3
"""Amounts, and percentages, before a number that are tried."""
_LOOKED = 10
"""Numbers that are looked back over for them."""
_CHANCE = 0.1
_FEWEST = 2
"""Amounts that a percentage may be of together."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that a percentage near by gives of another amount near by."""
    shares = [fact.index for fact in facts.all if _is_share(fact)]
    results = _results(facts)
    for fact in facts.all if shares else ():
        near = bisect_left(shares, fact.index) - bisect_left(shares, fact.index - _LOOKED)
        if near and is_plain(fact) and physical(fact.quantity) and fact.claim.index not in results:
            found = _judge(fact, facts, rule)
            if found is not None:
                yield found


def _results(facts: Facts) -> frozenset[int]:
    """What written arithmetic ends in, whose working stands there."""
    found: set[int] = set()
    for equation in facts.claims.equations:
        if any(isinstance(side, Operation) for side in equation.sides):
            found.update(side.claim for side in equation.sides if isinstance(side, Operand))
    return frozenset(found)


def _judge(fact: Fact, facts: Facts, rule: str) -> Derivation | None:
    amounts, shares = _near(fact, facts)
    chance = width(fact.quantity) * len(amounts) * len(shares)
    for share in shares if chance <= _CHANCE else ():
        for amount in amounts:
            if _gives((amount,), share, fact):
                return _derivation(fact, (amount,), share, max(chance, 0.001), rule)
    return _of_sum(fact, facts, rule)


def _gives(amounts: Sequence[Fact], share: Fact, fact: Fact) -> bool:
    """Whether a percentage of some amounts together is what is stated, by the printed numbers."""
    total = sum((each.quantity.nominal() for each in amounts), Interval.point(0))
    return (total * share.quantity.nominal()).meets(fact.quantity.readings[0].interval)


def _of_sum(fact: Fact, facts: Facts, rule: str) -> Derivation | None:
    """The percentage in the name of an amount, of all amounts in the lines above: "Overhead (5%): 3.1 GB"."""
    blocks = facts.claims.document.blocks
    share = facts.all[fact.index - 1] if fact.index else None
    if share is None or not _is_share(share) or share.claim.block != fact.claim.block or blocks[fact.claim.block].cell:
        return None
    parts: list[Fact] = []
    for other in reversed(facts.all[max(fact.index - _LOOKED, 0) : share.index]):
        same = blocks[other.claim.block].headings == blocks[fact.claim.block].headings
        last = parts[-1].claim.block if parts else fact.claim.block
        if not same or last - other.claim.block > 1 or other.claim.block == last or not _is_amount(other, fact):
            break
        parts.append(other)
    if len(parts) < _FEWEST or width(fact.quantity) > _CHANCE or not _gives(parts, share, fact):
        return None
    return _derivation(fact, parts[::-1], share, max(width(fact.quantity), 0.001), rule)


def _near(fact: Fact, facts: Facts) -> tuple[Sequence[Fact], Sequence[Fact]]:
    """The amounts of the number's kind, and the percentages, right before it in its section, the nearest first."""
    blocks = facts.claims.document.blocks
    here, own = blocks[fact.claim.block].headings, blocks[fact.claim.block].cell
    amounts: list[Fact] = []
    shares: list[Fact] = []
    listed: list[Fact] = []
    for other in reversed(facts.all[max(fact.index - _LOOKED, 0) : fact.index]):
        if blocks[other.claim.block].headings != here:
            break
        cell = blocks[other.claim.block].cell
        if _is_share(other):
            # A percentage of another row is of that row, but where one column holds amounts and percentages.
            apart = own is not None and (cell is None or (cell.table, cell.row) != (own.table, own.row))
            below = own is not None and cell is not None and (cell.table, cell.column) == (own.table, own.column)
            shares += [other] if not apart and len(shares) < _NEAR else []
            listed += [other] if apart and below and not listed else []
        elif _is_amount(other, fact) and len(amounts) < _NEAR:
            amounts.append(other)
    return amounts, shares or listed


def _is_share(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.quantity.unit.symbol == "%" and 0 < (fact.quantity.value or 0) < 100


def _is_amount(other: Fact, fact: Fact) -> bool:
    same = physical(other.quantity) == physical(fact.quantity) and other.quantity.value != fact.quantity.value
    return same and is_plain(other)


def _derivation(fact: Fact, amounts: Sequence[Fact], share: Fact, chance: float, rule: str) -> Derivation:
    *parts, percent = (
        Input(each.claim.name, each.quantity.readings[0].interval, each.claim.index) for each in (*amounts, share)
    )
    result = sum((each.interval for each in parts), Interval.point(0)) * percent.interval
    told = " + ".join(each.claim.text for each in amounts)
    working = f"({told}) × {share.claim.text}" if len(amounts) > 1 else f"{told} × {share.claim.text}"
    program = parts[0].name + "".join(f" {each.name} +" for each in parts[1:]) + f" {percent.name} *"
    unit = fact.quantity.readings[0].unit
    return one_step(
        fact.claim,
        Step(working, working, result, unit.symbol, program, (*parts, percent)),
        rule,
        expected=show.interval(result, unit),
        holds=True,
        compared=claim_step(fact.claim, fact.quantity.readings[0].interval, "stated"),
        power=round(chance, 3),
    )
