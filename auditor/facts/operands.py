"""The places of numbers in written arithmetic: operands, results, and operands that are the result in another scope."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.claims import Claims, Expression, Operand
from auditor.facts.units import SCOPES
from auditor.frozen import dataclass
from auditor.quantity import Quantity

_AMOUNTS = frozenset({"byte", "flop", "parameter", "dollar", "watt"})
"""Dimensions of what can be divided among things."""


@dataclass(frozen=True, slots=True)
class Place:
    """A claim's place in written arithmetic."""

    operand: bool
    """Whether an operator stands beside it; else it is a result, alone on its side."""
    words: str
    """The words that stand with it inside the expression."""
    leading: bool
    """Whether it is the first number of all, so that the words before it are its own."""
    first: int = -1
    """Index of the first number of all; -1 where that is not known."""
    factors: frozenset[str] = frozenset()
    """The units of the counts that stand in one product with it, its own too."""
    part: str | None = None
    """The scope in which it is what the result is in another: "total" in "20GB ÷ 16 GPUs", "layer" in "2GB × 16
    layers", "" in "20GB ÷ 16"; None for other operands."""
    summed: str = ""
    """For a result, the scope whose amounts it adds up: "layer" for the last number of "2GB × 16 layers = 32GB"."""
    product: bool = False
    """Whether it is what a product comes to."""


def places(claims: Claims) -> dict[int, Place]:
    """The place of each claim that stands in written arithmetic."""
    found: dict[int, Place] = {}
    for equation in claims.equations:
        if len(equation.sides) == 1 and _is_choice(equation.sides[0], claims):
            continue
        inside = [(operand, not isinstance(side, Operand)) for side in equation.sides for operand in _operands(side)]
        first = min(operand.claim for operand, _ in inside)
        factors = {claim: units for side in equation.sides for claim, units in _factors(side, claims)}
        scopes = dict(filter(None, (_part(side, claims) for side in equation.sides[:1])))
        product = not isinstance(equation.sides[0], Operand) and equation.sides[0].operator == "*"
        for operand, beside in inside:
            units, scope = factors.get(operand.claim, frozenset()), scopes.get(operand.claim)
            summed = "" if beside else next((each for each in scopes.values() if each in SCOPES.values()), "")
            place = Place(
                beside, operand.label, operand.claim == first, first, units, scope, summed, product and not beside
            )
            found.setdefault(operand.claim, place)
    for link in claims.links:
        for part in (link.first, link.second):
            for operand in () if isinstance(part, Operand) else _operands(part):
                found.setdefault(operand.claim, Place(True, operand.label, False))
    return found


def _is_choice(side: Expression, claims: Claims) -> bool:
    """Whether a lone quotient of two amounts of one unit, or under two names, gives both: "120GB FP32 / 60GB FP16"."""
    if isinstance(side, Operand) or side.operator != "/" or not all(isinstance(p, Operand) for p in side.operands):
        return False
    keys = [claims.all[p.claim].label.key for p in side.operands if isinstance(p, Operand)]
    if all(keys) and len(set(keys)) > 1:
        # "Routed experts / top-k: 256 / 8"
        return True
    units = [q.unit for p in side.operands if isinstance(p, Operand) and (q := claims.all[p.claim].quantity)]
    return bool(units[0].dimensions) and all(unit == units[0] for unit in units)


def _part(side: Expression, claims: Claims) -> tuple[int, str] | None:
    """The amount that a side multiplies or divides by one count, and the scope that it then has itself."""
    if isinstance(side, Operand) or len(side.operands) != 2:
        return None
    first, second = side.operands
    if not isinstance(first, Operand) or not isinstance(second, Operand):
        return None
    if side.operator == "/" and _is_amount(claims.all[first.claim].quantity):
        unit = _counted(claims.all[second.claim].quantity)
        return (first.claim, "total" if unit == "gpu" else "") if unit in ("gpu", "") else None
    if side.operator == "*":
        amount, count = (first, second) if _is_amount(claims.all[first.claim].quantity) else (second, first)
        unit = _counted(claims.all[count.claim].quantity)
        if _is_amount(claims.all[amount.claim].quantity) and unit in SCOPES:
            return amount.claim, SCOPES[unit]
    return None


def _is_amount(quantity: Quantity | None) -> bool:
    dimensions = quantity.unit.dimensions if quantity is not None else ()
    return len(dimensions) == 1 and dimensions[0][0] in _AMOUNTS and dimensions[0][1] == 1


def _counted(quantity: Quantity | None) -> str | None:
    """What a number counts; empty for a bare one, None for an amount or a rate."""
    if quantity is None or not quantity.whole:
        return None
    dimensions = quantity.unit.dimensions
    if not dimensions:
        return "" if not quantity.unit.symbol else None
    return dimensions[0][0] if len(dimensions) == 1 and dimensions[0][1] == 1 else None


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
