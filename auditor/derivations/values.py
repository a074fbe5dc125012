"""Written expressions evaluated over intervals, once for each consistent choice of unit readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product

from auditor.derivations.derivation import Input
from auditor.facts import Claim, Expression, Fact, Operand, Operation
from auditor.frozen import dataclass
from auditor.interval import WHOLE, Interval
from auditor.quantity import Quantity
from auditor.units import NUMBER, Dimensions, Unit, combine_dimensions

PHYSICAL = frozenset(
    {"byte", "second", "flop", "operation", "watt", "gram", "dollar", "euro", "yuan", "metre", "celsius", "decibel"}
)
"""The dimensions in which two sides must agree; counts of things are words that texts leave out."""

CUT = "cut"
"""The operator of one operand that takes a whole number as what something was cut or rounded to."""

_LAST = Interval(-1, 1, low_open=True, high_open=True)
_WORLDS = 32
_LARGEST_POWER = 64
_LARGEST_POWER_OF_CHANCE = 1024

World = Mapping[tuple[str, ...], int]
"""Which reading is taken, for each set of readings that a unit has."""


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression comes to in one world."""

    base: Interval
    """In base units."""
    printed: Interval
    """By the numbers as printed, units left out (percentages as fractions)."""
    physical: Dimensions
    """Exponents of the physical dimensions."""
    bare: bool
    """Whether some operand has no unit at all, so that the physical dimensions may be incomplete."""


@dataclass(frozen=True, slots=True)
class Working:
    """A program and the numbers that it starts from."""

    program: str
    inputs: tuple[Input, ...]


def operands(expression: Expression) -> Iterator[int]:
    """The claim indices in an expression, from left to right."""
    stack = [expression]
    while stack:
        node = stack.pop()
        if isinstance(node, Operand):
            yield node.claim
        else:
            stack.extend(reversed(node.operands))


def worlds(quantities: list[Quantity]) -> list[World]:
    """Every consistent choice of readings: units with the same alternatives are read the same way."""
    kinds = sorted({_kind(quantity) for quantity in quantities if len(quantity.readings) > 1})
    choices = product(*(range(len(kind)) for kind in kinds))
    return [dict(zip(kinds, choice, strict=True)) for choice in islice(choices, _WORLDS)]


def quantity_value(quantity: Quantity, world: World, *, nominal: bool = False) -> Value:
    """A single quantity in a world; `nominal` takes its number alone, without what rounding admits around it."""
    choice = world.get(_kind(quantity), 0) if len(quantity.readings) > 1 else 0
    reading = quantity.readings[choice]
    physical = _physical(reading.unit.dimensions)
    base = quantity.nominal(choice) if nominal else reading.interval
    if reading.unit.symbol in ("%", "×", "‰"):
        printed = base
    else:
        printed = base.scale(1 / reading.unit.factor) if nominal else quantity.interval
    return Value(base, printed, physical, not reading.unit.symbol)


def first_reading(fact: Fact) -> Interval:
    """A number in the first reading of its unit: what amounts of one unit are to each other does not depend on it."""
    return fact.quantity.readings[0].interval


def dimensions_of(fact: Fact) -> Dimensions:
    """Those of a number's unit."""
    return fact.quantity.readings[0].unit.dimensions


def physical(quantity: Quantity) -> Dimensions:
    """The physical dimensions of a number as first read; what is counted texts leave out as they like."""
    return _physical(quantity.readings[0].unit.dimensions)


@lru_cache(maxsize=1024)
def _physical(dimensions: Dimensions) -> Dimensions:
    return tuple((name, power) for name, power in dimensions if name in PHYSICAL)


def evaluate(expression: Expression, claims: tuple[Claim, ...], world: World, *, nominal: bool = False) -> Value | None:
    """The value of an expression, or None where its units or operators make no sense together."""
    values: list[Value | None] = []
    stack: list[tuple[Expression, bool]] = [(expression, False)]
    while stack:
        node, ready = stack.pop()
        if isinstance(node, Operand):
            quantity = claims[node.claim].quantity
            values.append(None if quantity is None else quantity_value(quantity, world, nominal=nominal))
        elif not ready:
            stack.append((node, True))
            stack.extend((child, False) for child in reversed(node.operands))
        else:
            count = len(node.operands)
            values[-count:] = [_apply(node, values[-count:])]
    return values[0]


def _kind(quantity: Quantity) -> tuple[str, ...]:
    return tuple(reading.name for reading in quantity.readings)


def _apply(node: Operation, values: list[Value | None]) -> Value | None:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if node.operator == CUT:
        return Value(known[0].base + _LAST, known[0].printed + _LAST, known[0].physical, known[0].bare)
    if len(known) == 1:
        return Value(-known[0].base, -known[0].printed, known[0].physical, known[0].bare)
    result: Value | None = known[0]
    for value in known[1:]:
        result = None if result is None else _OPERATIONS[node.operator](result, value)
    return result


def _add(a: Value, b: Value) -> Value | None:
    return _sum(a, b, 1)


def _subtract(a: Value, b: Value) -> Value | None:
    return _sum(a, b, -1)


def _sum(a: Value, b: Value, sign: int) -> Value | None:
    if a.physical != b.physical and not (a.bare or b.bare):
        return None
    base = a.base + (b.base if sign > 0 else -b.base)
    printed = a.printed + (b.printed if sign > 0 else -b.printed)
    # With a unit left out nobody knows what the sum is in: it can only be compared as printed.
    same = a.physical == b.physical
    return Value(base if same else printed, printed, a.physical if same else (), a.bare or b.bare)


def _multiply(a: Value, b: Value) -> Value:
    return Value(
        a.base * b.base, a.printed * b.printed, combine_dimensions(a.physical, b.physical, 1), a.bare or b.bare
    )


def _divide(a: Value, b: Value) -> Value | None:
    base, printed = a.base / b.base, a.printed / b.printed
    if base == WHOLE:
        return None
    return Value(base, printed, combine_dimensions(a.physical, b.physical, -1), a.bare or b.bare)


def _power(a: Value, b: Value) -> Value | None:
    exponent = b.base.low
    if not b.base.is_point or exponent is None or exponent.denominator != 1 or a.base.high is None:
        return None
    # A chance is raised to higher powers: "(1 − 8/128)^256".
    most = _LARGEST_POWER if a.base.high > 1 or (a.base.low or -1) < 0 else _LARGEST_POWER_OF_CHANCE
    if abs(exponent) > most or abs(a.base.high) > 10**9:
        return None
    n = int(exponent)
    return Value(a.base**n, a.printed**n, tuple((name, power * n) for name, power in a.physical if n), a.bare)


_OPERATIONS = {"+": _add, "-": _subtract, "*": _multiply, "/": _divide, "^": _power}


def widen(interval: Interval, share: Fraction) -> Interval:
    """The interval with both ends moved out by a share of their size."""
    low = None if interval.low is None else interval.low - abs(interval.low) * share
    high = None if interval.high is None else interval.high + abs(interval.high) * share
    return Interval(low, high, interval.low_open, interval.high_open)


def spread(interval: Interval) -> float:
    """How wide an interval is beside its upper end, in floats; 1 where it has no ends, or the upper one is zero."""
    if not (interval.low_below and interval.high_below and interval.high_over):
        return 1.0
    width = interval.high_over * interval.low_below - interval.low_over * interval.high_below
    return width / (interval.low_below * abs(interval.high_over))


def words(expression: Expression, claims: tuple[Claim, ...]) -> str:
    """An expression with its quantities as printed, for the working."""
    if isinstance(expression, Operand):
        return claims[expression.claim].text
    parts = [
        words(part, claims) if isinstance(part, Operand) else f"({words(part, claims)})" for part in expression.operands
    ]
    if expression.operator == CUT:
        return words(expression.operands[0], claims)
    return f"−{parts[0]}" if len(parts) == 1 else _SIGNS[expression.operator].join(parts)


def head_unit(claim: Claim, world: World, *, printed: bool) -> Unit:
    """The unit in which to show what a claim should have been; with factor 1 for numbers compared as printed."""
    if claim.quantity is None:
        return NUMBER
    unit = claim.quantity.readings[world.get(_kind(claim.quantity), 0)].unit
    return Unit(unit.symbol, NUMBER.factor, unit.dimensions) if printed else unit


_SIGNS = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − ", "^": "^"}


def program(expression: Expression) -> str:
    """The expression in postfix order over names such as `c12`, for a checker: "c1 c2 * c3 /"."""
    if isinstance(expression, Operand):
        return f"c{expression.claim}"
    parts = [program(part) for part in expression.operands]
    if len(parts) == 1:
        return f"{parts[0]} {CUT if expression.operator == CUT else 'neg'}"
    return parts[0] + "".join(f" {part} {expression.operator}" for part in parts[1:])


def worked(expression: Expression, claims: tuple[Claim, ...], world: World, result: Interval) -> Working:
    """How an expression came to a result: by the numbers as printed, or in base units."""
    value = evaluate(expression, claims, world)
    printed = value is not None and value.printed == result
    return Working(program(expression), inputs(expression, claims, world, printed=printed))


def inputs(expression: Expression, claims: tuple[Claim, ...], world: World, *, printed: bool) -> tuple[Input, ...]:
    """The numbers that an expression starts from, as a comparison used them."""
    found: list[Input] = []
    for index in dict.fromkeys(operands(expression)):
        quantity = claims[index].quantity
        if quantity is not None:
            value = quantity_value(quantity, world)
            found.append(Input(f"c{index}", value.printed if printed else value.base, index))
    return tuple(found)
