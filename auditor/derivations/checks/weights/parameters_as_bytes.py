"""Parameters that are divided and given as bytes: "70B / 4 = 17.5 GB" where each takes two bytes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.quotients import quotients
from auditor.derivations.checks.widths import least_width
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import operands
from auditor.facts import Claim, Facts, Operand, Operation, Stance
from auditor.interval import Interval

_BYTES = ("byte", 1)
_WEIGHTS = "weight_memory"
_COUNTED = re.compile(r"[\d.,]+\s?(?:B|M|bn|billions?|millions?)\b(?!/)", re.IGNORECASE)
"""How parameters are counted; bytes have a prefix."""
_OPENS = re.compile(r"\W*[(（]\s?")
_MANY = 10**7
"""Fewer are no parameters of a model."""
_SAID = re.compile(r"\bbytes?\b|字节", re.IGNORECASE)
"""Words of a line that knows of the bytes of a parameter."""


class _Division(NamedTuple):
    """Parameters, what they are divided by, and the bytes that this is said to be."""

    parameters: Claim
    divisors: tuple[Claim, ...]
    stated: Claim


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each share of the weights that is a share of the parameters as it is printed."""
    width = least_width(facts)
    if width is None:
        return
    for division in (*_written(facts), *_bracketed(facts)):
        found = _judge(division, width, rule) if _is_of_weights(division, facts) else None
        # Where the right amount is told as well, the wrong one is cited.
        if found is not None and not _is_told(found.interval, facts):
            yield found


def _written(facts: Facts) -> Iterator[_Division]:
    for each in quotients(facts):
        if each.result is not None:
            yield _Division(each.whole, each.divisors, each.result)


def _bracketed(facts: Facts) -> Iterator[_Division]:
    """Those behind what they come to: "17.5 GB (70B / 4 GPUs)"."""
    claims, blocks = facts.claims.all, facts.claims.document.blocks
    for equation in facts.claims.equations:
        side = equation.sides[0]
        if len(equation.sides) > 1 or not isinstance(side, Operation) or side.operator != "/":
            continue
        first, *rest = (claims[claim] for claim in operands(side))
        before = claims[first.index - 1] if first.index else None
        if before is not None and before.block == first.block:
            text = blocks[first.block].text
            if _OPENS.fullmatch(text, before.end, first.start) and all(
                isinstance(part, Operand) for part in side.operands
            ):
                yield _Division(first, tuple(rest), before)


def _is_of_weights(division: _Division, facts: Facts) -> bool:
    """Whether parameters are divided into parts, and the result is the memory that a part takes."""
    fact = facts.by_claim[division.stated.index]
    if fact is None or fact.concept != _WEIGHTS or fact.stance is not Stance.ASSERTED:
        return False
    whole = division.parameters.quantity
    if whole is None or whole.value is None or whole.unit.dimensions or not whole.value >= _MANY:
        return False
    counted = _COUNTED.fullmatch(division.parameters.text.strip("~≈* ")) is not None
    return counted and not _SAID.search(facts.claims.document.blocks[division.stated.block].text)


def _is_told(size: Interval, facts: Facts) -> bool:
    return any(fact.concept == _WEIGHTS and fact.quantity.hull.meets(size) for fact in facts.all)


def _judge(division: _Division, width: Fraction, rule: str) -> Derivation | None:
    stated = division.stated.quantity
    if stated is None or _BYTES not in stated.readings[0].unit.dimensions:
        return None
    used = [each for each in (division.parameters, *division.divisors) if each.quantity is not None]
    given = [Input(each.name, each.quantity.hull, each.index) for each in used if each.quantity is not None]
    share = _divided([each.interval for each in given])
    size = share.scale(width)
    if len(used) <= len(division.divisors) or size.meets(stated.hull) or not share.meets(stated.hull):
        return None
    printed = _divided([each.quantity.nominal() for each in used if each.quantity is not None]).scale(width)
    assumed = f"{float(width):g} bytes for each parameter, as the format has it"
    of_each = Input("width", Interval.point(width), assumed=assumed)
    working = f"{' ÷ '.join(each.text for each in used)} × {float(width):g} bytes"
    program = " ".join((given[0].name, *(f"{one.name} /" for one in given[1:]), "width *"))
    unit = stated.readings[0].unit
    return one_step(
        division.stated,
        Step("parameters × bytes", working, size, unit.symbol, program, (*given, of_each)),
        rule,
        expected=show.interval(printed, unit),
        holds=False,
        assumptions=(assumed,),
        near_miss="the parameters are counted, not their bytes",
    )


def _divided(numbers: list[Interval]) -> Interval:
    whole, *parts = numbers
    for part in parts:
        whole /= part
    return whole
