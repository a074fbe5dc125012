"""Terms as small programs in postfix order, evaluated over intervals without sympy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from auditor.interval import Interval
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
ROUGH: frozenset[object] = frozenset(("min", "max", "mod", "ceil", "floor", "sqrt", "log2"))
"""Operators past which an open end may be reached."""


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


def packed(steps: Program) -> str:
    """The program as one line of words."""
    return " ".join(map(str, steps))


def unpacked(text: str) -> Program:
    """The program that `packed` wrote."""
    return tuple(_step(word) for word in text.split())


def worked_out(text: str, values: Mapping[str, Interval]) -> Interval | None:
    """What a packed program gives; None where it is empty, ends in a bound, or names what has no value."""
    steps = unpacked(text)
    known = (*_OVER_INTERVALS, *_OF_ONE, *values)
    if not steps or any(isinstance(step, str) and step not in known for step in steps):
        return None
    return evaluate(steps, values)


def _step(word: str) -> str | int | Fraction:
    if word[-1] not in "0123456789" or word[0].isalpha():
        return word
    return Fraction(word) if "/" in word else int(word)
