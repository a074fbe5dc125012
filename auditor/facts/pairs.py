"""How numbers stand together: in pairs ("X of Y", "from X to Y"), and as operands and results of arithmetic."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.claims import Claims, Equation, Expression, Operand

_COMPARISONS = frozenset("<>≤≥")


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


@dataclass(frozen=True, slots=True)
class Place:
    """A claim's place in written arithmetic."""

    operand: bool
    """Whether an operator stands beside it; else it is a result, alone on its side."""
    words: str
    """The words that stand with it inside the expression."""
    leading: bool
    """Whether it is the first number of all, so that the words before it are its own."""
    factors: frozenset[str] = frozenset()
    """The units of the counts that stand in one product with it, its own too."""


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
            _add(found, "against", first.claim, second.claim, None)
    return found


def shares(found: dict[int, Pair]) -> dict[int, tuple[int, int]]:
    """Part and whole of each claim that is the share which a pair makes: the percentage of "87.5% (56GB of 64GB)"."""
    parts = (pair for pair in found.values() if pair.form == "of" and pair.place == 2 and pair.result is not None)
    return {pair.result: (pair.other, found[pair.other].other) for pair in parts if pair.result is not None}


def _add(found: dict[int, Pair], form: str, first: int, second: int, result: int | None) -> None:
    found.setdefault(first, Pair(form, 1, second, result))
    found.setdefault(second, Pair(form, 2, first, result))


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


def places(claims: Claims) -> dict[int, Place]:
    """The place of each claim that stands in written arithmetic."""
    found: dict[int, Place] = {}
    for equation in claims.equations:
        inside = [(operand, not isinstance(side, Operand)) for side in equation.sides for operand in _operands(side)]
        first = min(operand.claim for operand, _ in inside)
        factors = {claim: units for side in equation.sides for claim, units in _factors(side, claims)}
        for operand, beside in inside:
            units = factors.get(operand.claim, frozenset())
            place = Place(beside, operand.label, operand.claim == first, units)
            found.setdefault(operand.claim, place)
    for link in claims.links:
        for part in (link.first, link.second):
            for operand in () if isinstance(part, Operand) else _operands(part):
                found.setdefault(operand.claim, Place(True, operand.label, False))
    return found


def _factors(side: Expression, claims: Claims) -> Iterator[tuple[int, frozenset[str]]]:
    """Each factor of a product with the units of all counts among the factors."""
    if isinstance(side, Operand) or side.operator != "*":
        return
    factors = [part.claim for part in side.operands if isinstance(part, Operand)]
    quantities = [claims.all[claim].quantity for claim in factors]
    dimensions = [quantity.unit.dimensions for quantity in quantities if quantity is not None]
    counts = frozenset(found[0][0] for found in dimensions if len(found) == 1 and found[0][1] == 1)
    yield from ((claim, counts) for claim in factors)


def _operands(expression: Expression) -> Iterator[Operand]:
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operand):
            yield part
        else:
            waiting.extend(part.operands)
