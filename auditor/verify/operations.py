"""The operators and functions of an expression, over ranges."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from math import ceil, floor

from auditor.verify.ranges import MINUS, PLUS, WHOLE, End, Range, point

_MOST_BITS = 1 << 16
_POWER = 64
_ZERO = Fraction(0)


def operation(name: str) -> tuple[int, Callable[..., Range]]:
    """How many values an operator or function takes, and what it does. Raises ValueError for an unknown one."""
    if name in _OF_TWO:
        return 2, lambda a, b: _guarded(_OF_TWO[name](a, b))
    if name in _OF_ONE:
        return 1, lambda a: _guarded(_OF_ONE[name](a))
    raise ValueError(f"{name[:40]!r} is no operator, and no input has that name")


def _guarded(value: Range) -> Range:
    for _, end in (value.low, value.high):
        if max(end.numerator.bit_length(), end.denominator.bit_length()) > _MOST_BITS:
            raise ValueError("a number grows beyond all bounds")
    return value


def _add(a: Range, b: Range) -> Range:
    return Range(_sum(a.low, b.low), _sum(a.high, b.high), a.low_open or b.low_open, a.high_open or b.high_open)


def _sum(a: End, b: End) -> End:
    return (a[0] or b[0], _ZERO if a[0] or b[0] else a[1] + b[1])


def _neg(a: Range) -> Range:
    return Range((-a.high[0], -a.high[1]), (-a.low[0], -a.low[1]), a.high_open, a.low_open)


def _subtract(a: Range, b: Range) -> Range:
    return _add(a, _neg(b))


def _multiply(a: Range, b: Range) -> Range:
    sides = [(a.low, a.low_open), (a.high, a.high_open)], [(b.low, b.low_open), (b.high, b.high_open)]
    corners = [_product(x, y) for x in sides[0] for y in sides[1]]
    low = min(corners)
    high = max(corners, key=lambda corner: (corner[0], not corner[1]))
    return Range(low[0], high[0], low[1], high[1])


def _product(a: tuple[End, bool], b: tuple[End, bool]) -> tuple[End, bool]:
    """The product of two ends and whether it is left out; zero times infinity is zero."""
    (x, x_open), (y, y_open) = a, b
    signs = [sign or (value > 0) - (value < 0) for sign, value in (x, y)]
    if 0 in signs:
        reached = (signs[0] == 0 and not x_open) or (signs[1] == 0 and not y_open)
        return (0, _ZERO), not reached
    if x[0] or y[0]:
        return (signs[0] * signs[1], _ZERO), True
    return (0, x[1] * y[1]), x_open or y_open


def _divide(a: Range, b: Range) -> Range:
    inverse = _inverse(b)
    return WHOLE if inverse is None else _multiply(a, inverse)


def _inverse(a: Range) -> Range | None:
    """1/x; None where zero lies inside."""
    nothing = (0, _ZERO)
    if a.low < nothing < a.high or a.low == a.high == nothing:
        return None
    low = _reciprocal(a.high, MINUS)
    return Range(low, _reciprocal(a.low, PLUS), a.high_open or low[0] != 0, a.low_open or a.low == nothing)


def _reciprocal(end: End, at_zero: End) -> End:
    if end[0]:
        return (0, _ZERO)
    return at_zero if end[1] == 0 else (0, 1 / end[1])


def _power(a: Range, b: Range) -> Range:
    if b.is_point and b.low[0] == 0 and b.low[1].denominator == 1 and abs(b.low[1]) <= _POWER:
        return _whole_power(a, int(b.low[1]))
    nothing = (0, _ZERO)
    if a.low < nothing or b.low < nothing or b.high == PLUS or b.high[1] > _POWER:
        return WHOLE
    least, most = _whole_power(a, floor(b.low[1])), _whole_power(a, ceil(b.high[1]))
    return Range(min(least.low, most.low), max(least.high, most.high))


def _whole_power(a: Range, exponent: int) -> Range:
    if exponent < 0:
        inverse = _inverse(a)
        return WHOLE if inverse is None else _whole_power(inverse, -exponent)
    ends = [_raised(end, exponent) for end in (a.low, a.high)]
    if exponent % 2 == 0 and exponent and a.low < (0, _ZERO) < a.high:
        return Range((0, _ZERO), max(ends), False, a.low_open and a.high_open)
    if ends[0] <= ends[1]:
        return Range(ends[0], ends[1], a.low_open, a.high_open)
    return Range(ends[1], ends[0], a.high_open, a.low_open)


def _raised(end: End, exponent: int) -> End:
    if exponent == 0:
        return (0, Fraction(1))
    if end[0]:
        return (end[0] ** exponent, _ZERO)
    if max(end[1].numerator.bit_length(), end[1].denominator.bit_length()) * exponent > _MOST_BITS:
        raise ValueError("a number grows beyond all bounds")
    return (0, end[1] ** exponent)


def _largest(a: Range, b: Range) -> Range:
    low = max((a.low, a.low_open), (b.low, b.low_open))
    high = max((a.high, not a.high_open), (b.high, not b.high_open))
    return Range(low[0], high[0], low[1], not high[1])


def _smallest(a: Range, b: Range) -> Range:
    return _neg(_largest(_neg(a), _neg(b)))


def _remainder(a: Range, b: Range) -> Range:
    if b.low <= (0, _ZERO):
        return WHOLE
    if a.is_point and b.is_point and a.low[0] == b.low[0] == 0:
        return point(a.low[1] - b.low[1] * floor(a.low[1] / b.low[1]))
    return Range((0, _ZERO), b.high, False, True)


def _ceiling(a: Range) -> Range:
    low = a.low if a.low[0] else (0, Fraction(floor(a.low[1]) + 1 if a.low_open else ceil(a.low[1])))
    return Range(low, a.high if a.high[0] else (0, Fraction(ceil(a.high[1]))))


def _floor(a: Range) -> Range:
    return _neg(_ceiling(_neg(a)))


def _rising(a: Range, function: Callable[[Decimal], Decimal], least: End) -> Range:
    """A function that rises from zero on, to forty digits."""

    def at(end: End) -> End:
        if end[0] or end[1] <= 0:
            return end if end[0] > 0 else least
        value = _CONTEXT.divide(Decimal(end[1].numerator), Decimal(end[1].denominator))
        return (0, Fraction(function(value)))

    return Range(at(a.low), at(a.high))


def _about(a: Range) -> Range:
    ends = [(sign, value + side * abs(value) / 10) for (sign, value), side in ((a.low, -1), (a.high, 1))]
    return Range(ends[0], ends[1], a.low_open, a.high_open)


def _cut(a: Range) -> Range:
    """What lies less than one away."""
    return _add(a, Range((0, Fraction(-1)), (0, Fraction(1)), True, True))


def _count(a: Range) -> Range:
    """How many whole numbers there are from the first to the last."""
    return (
        _add(_subtract(point(a.high[1]), point(a.low[1])), point(Fraction(1))) if not (a.low[0] or a.high[0]) else WHOLE
    )


_CONTEXT = Context(prec=40)
_OF_TWO: dict[str, Callable[[Range, Range], Range]] = {
    "+": _add,
    "-": _subtract,
    "*": _multiply,
    "/": _divide,
    "^": _power,
    "max": _largest,
    "min": _smallest,
    "mod": _remainder,
}
_OF_ONE: dict[str, Callable[[Range], Range]] = {
    "neg": _neg,
    "ceil": _ceiling,
    "floor": _floor,
    "sqrt": lambda a: _rising(a, _CONTEXT.sqrt, (0, _ZERO)),
    "log2": lambda a: _rising(a, lambda x: _CONTEXT.divide(_CONTEXT.ln(x), _CONTEXT.ln(Decimal(2))), MINUS),
    "about": _about,
    "cut": _cut,
    "count": _count,
    "≥": lambda a: Range(a.low, PLUS, a.low_open, True),
    "≤": lambda a: Range(MINUS, a.high, True, a.high_open),
}
