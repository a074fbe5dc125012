"""Programs over single values: rationals as pairs of integers, brought to lowest terms only by who takes the result.

A Fraction does that after each operation, which costs ten times as much as the operation itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from auditor.interval import Interval

Pair = tuple[int, int]
"""Numerator and denominator, the latter above 0; not always in lowest terms."""

_LARGEST_POWER = 64


class InexactError(ArithmeticError):
    """A single value that rationals cannot hold, or that is not there."""


def single_values(symbols: tuple[str, ...], values: Mapping[str, Interval]) -> dict[str, Pair] | None:
    """The values themselves where each is a single one."""
    single: dict[str, Pair] = {}
    for name in symbols:
        value = values[name]
        over, below = value.low_over, value.low_below
        if over != value.high_over or below != value.high_below or not below:
            return None
        single[name] = over, below
    return single


def compute(steps: tuple[str | int | Fraction, ...], values: Mapping[str, Pair]) -> Pair:
    """What a program gives for single values. Raises InexactError where the result is no rational."""
    stack: list[Pair] = []
    for step in steps:
        if not isinstance(step, str):
            stack.append((step.numerator, step.denominator))
        elif (given := values.get(step)) is not None:
            stack.append(given)
        elif step == "*":
            over, below = stack.pop()
            left = stack[-1]
            stack[-1] = left[0] * over, left[1] * below
        elif (two := _OF_TWO.get(step)) is not None:
            right = stack.pop()
            stack[-1] = two(stack[-1], right)
        elif (one := _OF_ONE.get(step)) is not None:
            stack[-1] = one(stack[-1])
        else:
            raise InexactError(step)
    return stack[0]


def before(left: Pair, right: Pair) -> bool:
    """Whether one value is less than another."""
    return left[0] * right[1] < right[0] * left[1]


def _add(x: Pair, y: Pair) -> Pair:
    return (x[0] + y[0], x[1]) if x[1] == y[1] else (x[0] * y[1] + y[0] * x[1], x[1] * y[1])


def _subtract(x: Pair, y: Pair) -> Pair:
    return (x[0] - y[0], x[1]) if x[1] == y[1] else (x[0] * y[1] - y[0] * x[1], x[1] * y[1])


def _divide(x: Pair, y: Pair) -> Pair:
    if y[0] > 0:
        return x[0] * y[1], x[1] * y[0]
    if y[0] == 0:
        raise InexactError("/")
    return -x[0] * y[1], -x[1] * y[0]


def _remainder(x: Pair, y: Pair) -> Pair:
    over, below = _divide(x, y)
    return _subtract(x, (y[0] * (over // below), y[1]))


def _minimum(x: Pair, y: Pair) -> Pair:
    return y if before(y, x) else x


def _maximum(x: Pair, y: Pair) -> Pair:
    return y if before(x, y) else x


def _power(x: Pair, y: Pair) -> Pair:
    exponent, rest = divmod(y[0], y[1])
    if rest or not -_LARGEST_POWER <= exponent <= _LARGEST_POWER or (x[0] == 0 and exponent < 0):
        raise InexactError("^")
    if exponent < 0:
        x, exponent = _divide((1, 1), x), -exponent
    return x[0] ** exponent, x[1] ** exponent


_OF_TWO: Mapping[str, Callable[[Pair, Pair], Pair]] = {
    "/": _divide,
    "+": _add,
    "-": _subtract,
    "^": _power,
    "min": _minimum,
    "max": _maximum,
    "mod": _remainder,
}
_OF_ONE: Mapping[str, Callable[[Pair], Pair]] = {
    "neg": lambda x: (-x[0], x[1]),
    "ceil": lambda x: (-(-x[0] // x[1]), 1),
    "floor": lambda x: (x[0] // x[1], 1),
}
"""Roots and logarithms are no rationals."""
