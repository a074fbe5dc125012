"""How numbers stand together in pairs: "X of Y", "from X to Y", "15GB/64GB = 23%"."""

from __future__ import annotations

from collections.abc import Mapping

from auditor.claims import Claim, Claims, Equation, Operand
from auditor.frozen import dataclass

_COMPARISONS = frozenset("<>≤≥")
_RATE = ("second", -1)


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim's place among two numbers that the text ties together."""

    form: str
    """As `Link.form`; a written ratio of two amounts ("15GB/64GB = 23%") is "of" too."""
    place: int
    """1 or 2."""
    other: int
    """Index of the other claim."""
    result: int | None
    """Index of the claim that says what share or multiple the two make."""
    least: bool = False
    """Whether the second bounds the first from below: "16 ≥ 15"."""


def pairs(claims: Claims) -> dict[int, Pair]:
    """The pair of each claim that is one of two single numbers; of several the first counts."""
    found: dict[int, Pair] = {}
    for link in claims.links:
        if isinstance(link.first, Operand) and isinstance(link.second, Operand):
            _add(found, link.form, link.first.claim, link.second.claim, link.result)
    for equation in claims.equations:
        first, second = equation.sides[0], equation.sides[-1]
        ratio = _ratio(equation, claims)
        if ratio is not None:
            _add(found, "of", *ratio)
        elif isinstance(first, Operand) and isinstance(second, Operand) and equation.relations[0] in _COMPARISONS:
            least = _is_least(equation.relations[0], claims.all[second.claim])
            _add(found, "against", first.claim, second.claim, None, least=least)
    return found


def shares(found: Mapping[int, Pair]) -> dict[int, tuple[int, int]]:
    """Part and whole of each claim that is the share which a pair makes: the percentage of "87.5% (56GB of 64GB)"."""
    parts = (pair for pair in found.values() if pair.form == "of" and pair.place == 2 and pair.result is not None)
    return {pair.result: (pair.other, found[pair.other].other) for pair in parts if pair.result is not None}


def _add(
    found: dict[int, Pair], form: str, first: int, second: int, result: int | None, *, least: bool = False
) -> None:
    found.setdefault(first, Pair(form, 1, second, result, least))
    found.setdefault(second, Pair(form, 2, first, result, least))


def _is_least(relation: str, second: Claim) -> bool:
    """Whether a sign makes a number what must be reached; of no rate ">" may say that a limit is passed."""
    rate = second.quantity is not None and _RATE in second.quantity.unit.dimensions
    return relation == "≥" or (relation == ">" and rate)


def _ratio(equation: Equation, claims: Claims) -> tuple[int, int, int] | None:
    """Part, whole and share of "part / whole = share", where both are amounts of one unit."""
    if len(equation.sides) < 2 or isinstance(equation.sides[0], Operand):
        return None
    quotient, share = equation.sides[0], equation.sides[1]
    if quotient.operator != "/" or len(quotient.operands) != 2 or not isinstance(share, Operand):
        return None
    part, whole = quotient.operands
    if not isinstance(part, Operand) or not isinstance(whole, Operand):
        return None
    above, below = claims.all[part.claim].quantity, claims.all[whole.claim].quantity
    if above is None or below is None or above.unit.dimensions != below.unit.dimensions or not above.unit.dimensions:
        return None
    return part.claim, whole.claim, share.claim


def of_one_unit(claim: Claim, other: Claim | None) -> bool:
    """Whether two numbers have one unit."""
    if claim.quantity is None or other is None or other.quantity is None:
        return False
    return claim.quantity.unit == other.quantity.unit
