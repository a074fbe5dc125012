"""What a written calculation leaves unsaid: a rounding of its factors, the millions of a divisor, what each takes."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from auditor.derivations.agreement import Comparison, Outcome, compare, distance, slip
from auditor.derivations.converted import FACTORS
from auditor.derivations.values import CUT, PHYSICAL, Value, operands
from auditor.facts import Claim, Expression, Operand, Operation
from auditor.unit_table import unit_table

_ROUNDED = {"+": 10, "-": 10, "*": 100, "/": 100}
"""By the operator, from where on a bare whole number may be what an amount was rounded to; many factors are counts."""
_FACTORS = 2
_MILLION = 10**6
_FAR = 100
"""A result that is so many times another is no slip in working it out."""


def rounded(claims: tuple[Claim, ...], worked: Expression, stated: Expression) -> Expression | None:
    """The calculation of an amount with its bare whole numbers as what other amounts were rounded to: "2 × 4,267".

    Of the factors of a product one at most is an amount, so that it has to be one of two. None for what is counted.
    """
    if not isinstance(worked, Operation) or not isinstance(stated, Operand) or not _is_amount(claims[stated.claim]):
        return None
    if worked.operator not in "+-" and (worked.operator not in "*/" or len(worked.operands) > _FACTORS):
        return None
    parts = tuple(_loose(claims, part, worked) for part in worked.operands)
    return replace(worked, operands=parts) if parts != worked.operands else None


def of_quotients(
    claims: tuple[Claim, ...], worked: Expression, stated: Expression, quotients: frozenset[Fraction | None]
) -> Expression | None:
    """The product of a factor and a bare number that the text gives as the result of a division, as rounded there."""
    if not isinstance(worked, Operation) or worked.operator not in "*/" or len(worked.operands) > _FACTORS:
        return None
    if not isinstance(stated, Operand):
        return None
    parts = tuple(
        _loose(claims, part, worked) if isinstance(part, Operand) and _value(claims, part) in quotients else part
        for part in worked.operands
    )
    return replace(worked, operands=parts) if parts != worked.operands else None


def _value(claims: tuple[Claim, ...], part: Operand) -> Fraction | None:
    quantity = claims[part.claim].quantity
    return None if quantity is None else quantity.value


def _is_amount(claim: Claim) -> bool:
    quantity = claim.quantity
    return quantity is not None and not quantity.whole and any(name in PHYSICAL for name, _ in quantity.unit.dimensions)


def _loose(claims: tuple[Claim, ...], part: Expression, whole: Operation) -> Expression:
    quantity = claims[part.claim].quantity if isinstance(part, Operand) else None
    if quantity is None or quantity.unit.symbol or not quantity.whole or quantity.value is None:
        return part
    exact = quantity.value < _ROUNDED[whole.operator] or quantity.value in FACTORS
    return part if exact else Operation(CUT, (part,), whole.span)


def of_many(
    claims: tuple[Claim, ...], worked: Expression, done: Value, stated: Expression, result: Value, relation: str
) -> Comparison | None:
    """That a quotient per million holds as printed where its bare divisor is in millions: "$14 / 12 = $1.17/Mtoken"."""
    if not isinstance(worked, Operation) or worked.operator != "/" or not isinstance(stated, Operand):
        return None
    below = [claims[index].quantity for part in worked.operands[1:] for index in operands(part)]
    if done.physical != result.physical or all(q is None or q.unit.symbol for q in below):
        return None
    quantity = claims[stated.claim].quantity
    if quantity is None or not _is_per_many(quantity.unit.symbol):
        return None
    plain = compare(_plain(done), _plain(result), relation)
    return replace(plain, printed=True) if plain.outcome is Outcome.HOLDS else None


def _plain(value: Value) -> Value:
    return Value(value.printed, value.printed, (), bare=True)


def _is_per_many(symbol: str) -> bool:
    """Whether a unit is per thousand, million or billion of something."""
    return any(unit_table().find(part) is None for part in symbol.split("/")[1:])


def says_other(
    claims: tuple[Claim, ...], worked: Expression, done: Value, stated: Expression, result: Value, relation: str
) -> bool:
    """Whether something else is stated than what is worked out, by a factor left unsaid.

    Things are counted and what they take is stated ("64 × 1,536 tokens → 26 GB"), or hold ("2 × 16 experts = 4.3B"), or
    what one amount leads to: "4 bit = 35 GB".
    """
    if isinstance(worked, Operand):
        return distance(done.base, result.base) > _FAR
    counted = [claims[index] for index in operands(worked) if _counts(claims[index])]
    if done.physical or not counted:
        return False
    nearest = min(distance(done.base, result.base), distance(done.printed, result.printed))
    if result.physical:
        return relation == "→" or nearest > _FAR
    return nearest > _FAR and _is_of_each(counted, stated, claims) and slip(done.base, result.base) is None


def _is_of_each(counted: list[Claim], stated: Expression, claims: tuple[Claim, ...]) -> bool:
    """Whether millions or more of something else than is counted are stated."""
    quantity = claims[stated.claim].quantity if isinstance(stated, Operand) else None
    if quantity is None or quantity.value is None or quantity.value < _MILLION:
        return False
    same = any(each.quantity is not None and each.quantity.unit.symbol == quantity.unit.symbol for each in counted)
    return not same and not quantity.whole


def _counts(claim: Claim) -> bool:
    return claim.quantity is not None and bool(claim.quantity.unit.dimensions)
