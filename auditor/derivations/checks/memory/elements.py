"""The elements of a tensor given as its bytes: "64 × 2,048 × 4096 = 0.54 GB" where every value takes two bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.widths import least_width
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import operands
from auditor.facts import Claim, Equation, Facts, Operand, Operation
from auditor.interval import Interval

_BYTES = (("byte", 1),)
_WIDTHS = frozenset({"hidden_size", "ffn_hidden", "expert_hidden", "vocabulary"})
_FACTORS = 2
_OTHER = re.compile(r"\b(?:masks?|bool\w*|bytes?|elements?|ids|indices|flags?)\b", re.IGNORECASE)
"""Words of a line that speaks of bytes or elements itself, or of what takes a byte."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each product of a model's widths that is printed in bytes, though a value takes several."""
    widths = {fact.quantity.value for fact in facts.all if fact.concept in _WIDTHS and fact.quantity.whole}
    width = least_width(facts) if widths else None
    if width is None:
        return
    sizes = _sizes(facts)
    for equation in facts.claims.equations:
        factors = _factors(equation, facts, widths, width)
        if any(claim.quantity is not None and claim.quantity.value in sizes for claim in factors):
            # "327,680 × 8192", where a token takes 327,680 bytes.
            continue
        if factors and not _OTHER.search(_line(equation, facts)):
            result = equation.sides[1]
            assert isinstance(result, Operand)
            derivation = _judge(factors, facts.claims.all[result.claim], width, rule)
            if derivation is not None:
                yield derivation


def _sizes(facts: Facts) -> frozenset[Fraction]:
    """What the report states in bytes, of whatever: in bytes."""
    return frozenset(
        fact.quantity.value * reading.unit.factor
        for fact in facts.all
        for reading in fact.quantity.readings
        if fact.quantity.value is not None and ("byte", 1) in reading.unit.dimensions
    )


def _factors(equation: Equation, facts: Facts, widths: set[Fraction | None], width: Fraction) -> list[Claim]:
    """The counts of a product that is said to be bytes, one of them a width of the model and none a value's bytes."""
    product = equation.sides[0]
    if (
        len(equation.sides) < _FACTORS
        or not isinstance(product, Operation)
        or not isinstance(equation.sides[1], Operand)
    ):
        return []
    if product.operator != "*" or not all(isinstance(part, Operand) for part in product.operands):
        return []
    factors = [facts.claims.all[index] for index in operands(product)]
    values = [claim.quantity.value for claim in factors if claim.quantity is not None and _is_count(claim)]
    counted = len(values) == len(factors) and width not in values
    return factors if counted and not widths.isdisjoint(values) else []


def _is_count(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and quantity.whole and quantity.readings[0].unit.dimensions != _BYTES


def _line(equation: Equation, facts: Facts) -> str:
    return facts.claims.document.blocks[equation.block].text


def _judge(factors: Sequence[Claim], result: Claim, width: Fraction, rule: str) -> Derivation | None:
    quantity = result.quantity
    if quantity is None or quantity.readings[0].unit.dimensions != _BYTES:
        return None
    elements = Interval.point(1)
    for claim in factors:
        elements *= claim.quantity.hull if claim.quantity is not None else Interval.point(1)
    size = elements.scale(width)
    if size.meets(quantity.hull) or not elements.meets(quantity.hull):
        return None
    given = [Input(claim.name, claim.quantity.hull, claim.index) for claim in factors if claim.quantity is not None]
    each = Input("width", Interval.point(width), assumed=f"{float(width):g} bytes for each value, as the format has it")
    program = " ".join((given[0].name, *(f"{one.name} *" for one in given[1:]), "width *"))
    words = " × ".join(claim.text for claim in factors)
    step = Step(
        "values × bytes",
        f"{words} × {float(width):g} bytes",
        size,
        quantity.unit.symbol,
        program,
        (*given, each),
    )
    return one_step(
        result,
        step,
        rule,
        expected=show.interval(size, quantity.readings[0].unit),
        holds=False,
        kind="unit",
        assumptions=(each.assumed,),
        near_miss="the values are counted, not their bytes",
    )
