"""Terms as small programs in postfix order, evaluated over rationals or intervals without sympy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from auditor.interval import Interval, Rational
from auditor.rulebook import numeric
from auditor.rulebook.term import Name, Number, Term

Program = tuple[str | int | Fraction, ...]
"""Constants, names and operators in postfix order."""

_OVER_INTERVALS: dict[str, Callable[[Interval, Interval], Interval]] = {
    "+": Interval.__add__,
    "-": Interval.__sub__,
    "*": Interval.__mul__,
    "/": Interval.__truediv__,
    "^": numeric.power,
    "min": numeric.minimum,
    "max": numeric.maximum,
    "mod": numeric.modulo,
}
_OF_ONE: dict[str, Callable[[Interval], Interval]] = {
    "neg": Interval.__neg__,
    "ceil": numeric.ceiling,
    "floor": numeric.flooring,
    "sqrt": numeric.square_root,
    "log2": numeric.binary_logarithm,
}
_ROUGH: frozenset[object] = frozenset(("min", "max", "mod", "ceil", "floor", "sqrt", "log2"))


class InexactError(ArithmeticError):
    """A single value that rationals cannot hold, or that is not there."""


def program(term: Term) -> Program:
    """The program of a term."""
    if isinstance(term, Number):
        return (term.value.numerator if term.value.denominator == 1 else term.value,)
    if isinstance(term, Name):
        return (term.text,)
    return (*(step for operand in term.operands for step in program(operand)), term.operator)


def evaluate(steps: Program, values: Mapping[str, Interval]) -> Interval:
    """What a program gives over intervals: never too narrow; wider than need be where a name occurs twice."""
    stack: list[Interval] = []
    for step in steps:
        if not isinstance(step, str):
            stack.append(Interval.point(step))
        elif two := _OVER_INTERVALS.get(step):
            right = stack.pop()
            stack.append(two(stack.pop(), right))
        elif one := _OF_ONE.get(step):
            stack.append(one(stack.pop()))
        else:
            stack.append(values[step])
    return stack[0]


def compute(steps: Program, values: Mapping[str, Rational]) -> Rational:
    """What a program gives for single values. Raises InexactError where the result is no rational."""
    stack: list[Rational] = []
    for step in steps:
        if not isinstance(step, str):
            stack.append(step)
        elif step in values:
            stack.append(values[step])
        elif step in _OF_ONE:
            stack.append(_single(step, stack.pop()))
        else:
            right = stack.pop()
            stack.append(_pair(step, stack.pop(), right))
    return stack[0]


def _single(operator: str, x: Rational) -> Rational:
    if operator == "neg":
        return -x
    if operator == "ceil":
        return ceil(x)
    if operator == "floor":
        return floor(x)
    raise InexactError(operator)


def _pair(operator: str, x: Rational, y: Rational) -> Rational:
    if operator == "*":
        return x * y
    if operator == "+":
        return x + y
    if operator == "-":
        return x - y
    if operator in ("min", "max"):
        return y if (Fraction(y) < x) == (operator == "min") else x
    if operator == "^":
        return _power(x, y)
    if y == 0:
        raise InexactError(operator)
    return _quotient(x, y) if operator == "/" else x - y * floor(_quotient(x, y))


def _quotient(x: Rational, y: Rational) -> Rational:
    if isinstance(x, int) and isinstance(y, int):
        whole, rest = divmod(x, y)
        return Fraction(x, y) if rest else whole
    return Fraction(x) / y


def _power(x: Rational, y: Rational) -> Rational:
    if y.denominator != 1 or not -64 <= y <= 64 or (x == 0 and y < 0):
        raise InexactError("^")
    return Fraction(x) ** int(y)


@dataclass(frozen=True, slots=True)
class Form:
    """A relation solved for one of its symbols."""

    symbol: str
    """The symbol that it gives."""
    direction: str
    """`=`: the symbol is what the program gives; `>=`: at least that; `<=`: at most that."""
    steps: Program
    inputs: tuple[str, ...]
    """The symbols that the program needs, each once."""
    slopes: Mapping[str, int] | None
    """For each input +1 where the result rises with it, -1 where it falls, proven for inputs at or above their minimum;
    None if that is not proven."""
    minimums: Mapping[str, Rational]
    """The least values for which the slopes are proven, 0 where an input is left out; if the symbol itself is here, its
    values must reach that too."""

    def __call__(self, values: Mapping[str, Interval]) -> Interval:
        """The interval of the symbol, given those of its inputs; open to one side for a bound."""
        hull = self.range(values)
        if self.direction == "=":
            return hull
        if self.direction == ">=":
            return Interval(hull.low, None, hull.low_open)
        return Interval(None, hull.high, False, hull.high_open)

    def range(self, values: Mapping[str, Interval]) -> Interval:
        """What the program itself gives."""
        single = _single_values(self.inputs, values)
        if single is not None:
            with suppress(InexactError):
                return Interval.point(compute(self.steps, single))
        if self.slopes is not None:
            exact = _monotone(self, self.slopes, values)
            if exact is not None:
                return exact
        return evaluate(self.steps, values)


def _single_values(symbols: tuple[str, ...], values: Mapping[str, Interval]) -> dict[str, Rational] | None:
    """The values themselves where each is a single one."""
    single: dict[str, Rational] = {}
    for name in symbols:
        value = values[name].single
        if value is None:
            return None
        single[name] = value
    return single


def _monotone(form: Form, slopes: Mapping[str, int], values: Mapping[str, Interval]) -> Interval | None:
    """The exact range of a monotone program: its values at two corners; None where a corner is not finite."""
    low: dict[str, Rational] = {}
    high: dict[str, Rational] = {}
    open_low = open_high = False
    for name, slope in slopes.items():
        value = values[name]
        least, most = value.least, value.most
        if least is None or most is None or least < form.minimums.get(name, 0):
            return None
        low[name], high[name] = (least, most) if slope > 0 else (most, least)
        ends = (value.low_open, value.high_open) if slope > 0 else (value.high_open, value.low_open)
        open_low, open_high = open_low or ends[0], open_high or ends[1]
    try:
        ends_at = compute(form.steps, low), compute(form.steps, high)
    except InexactError:
        return None
    if min(ends_at) < form.minimums.get(form.symbol, min(ends_at)):
        return None
    # At zero, or past a rounding, an open end may be reached all the same: then it counts as closed, the wider choice.
    smooth = ends_at[0] != ends_at[1] and 0 not in (*low.values(), *high.values()) and _ROUGH.isdisjoint(form.steps)
    return Interval(*ends_at, smooth and open_low, smooth and open_high)


def packed(steps: Program) -> str:
    """The program as one line of words."""
    return " ".join(map(str, steps))


def unpacked(text: str) -> Program:
    """The program that `packed` wrote."""
    return tuple(_step(word) for word in text.split())


def _step(word: str) -> str | int | Fraction:
    if word[-1] not in "0123456789" or word[0].isalpha():
        return word
    return Fraction(word) if "/" in word else int(word)
