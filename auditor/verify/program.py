"""A step's expression, run over ranges: as it stands, and at the corners of its inputs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, product

from auditor.verify.operations import operation
from auditor.verify.ranges import WHOLE, End, Range, number, point

_CONSTANT = re.compile(r"-?\d+(?:\.\d+)?(?:/\d+)?", re.ASCII)
_CORNERS = 1 << 10
_ROUGH = frozenset({"sqrt", "log2"})
"""Functions with irrational values, which everybody rounds."""
_JUMPS = frozenset({"ceil", "floor", "mod"})
"""Functions that jump, so that an open end need not be reached by the values near it."""
_TOLERANCE = Fraction(1, 10**6)
_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a program may give: at least the corners, at most what it gives over ranges."""

    inner: Range | None
    """The hull of the corners; None where no corner is a number."""
    outer: Range
    complete: bool
    """Whether every corner was tried."""
    tolerance: Fraction
    """The share of a value by which rounding may move it."""

    def admit(self, result: Range) -> bool:
        """Whether a result is one of the two, end by end, or lies between them where not every corner was tried."""
        return self._end(result, "low") and self._end(result, "high")

    def _end(self, result: Range, name: str) -> bool:
        given, outer = getattr(result, name), getattr(self.outer, name)
        inner = outer if self.inner is None else getattr(self.inner, name)
        if any(_near(given, end, self.tolerance) for end in (inner, outer)):
            return True
        loose = not self.complete or self.tolerance
        return bool(loose) and min(inner, outer) <= given <= max(inner, outer)


def bounds(program: str, inputs: Mapping[str, Range]) -> Bounds:
    """What the program may give. Raises ValueError where it is none over these inputs."""
    steps = program.split()
    outer = run(steps, inputs)
    ends = {name: _finite(value) for name, value in inputs.items()}
    total, complete = 1, not any(end[0] for value in inputs.values() for end in (value.low, value.high))
    for corners in ends.values():
        total *= len(corners)
    if not _JUMPS.isdisjoint(steps) and any(v.low_open or v.high_open for v in inputs.values()):
        return Bounds(None, outer, complete=False, tolerance=_ZERO)
    inner: Range | None = None
    for picked in islice(product(*ends.values()), _CORNERS):
        value = run(steps, {name: point(end) for name, end in zip(ends, picked, strict=True)})
        if value == WHOLE:
            complete = False
        else:
            inner = value if inner is None else inner.hull(value)
    tolerance = _ZERO if _ROUGH.isdisjoint(steps) else _TOLERANCE
    return Bounds(inner, outer, complete and total <= _CORNERS, tolerance)


def run(steps: Sequence[str], inputs: Mapping[str, Range]) -> Range:
    """The steps over ranges, in postfix order. Raises ValueError where they do not come out at one value."""
    stack: list[Range] = []
    for step in steps:
        if step in inputs:
            stack.append(inputs[step])
        elif _CONSTANT.fullmatch(step):
            stack.append(point(number(step)))
        else:
            arity, function = operation(step)
            if len(stack) < arity:
                raise ValueError(f"{step} has nothing to work on")
            stack[-arity:] = [function(*stack[-arity:])]
    if len(stack) != 1:
        raise ValueError("the expression does not come out at one value")
    return stack[0]


def _finite(value: Range) -> list[Fraction]:
    """The ends that are numbers; one inside where none is."""
    ends = dict.fromkeys(end[1] for end in (value.low, value.high) if end[0] == 0)
    return list(ends) or [Fraction(1)]


def _near(a: End, b: End, tolerance: Fraction) -> bool:
    return a == b or (a[0] == b[0] and abs(a[1] - b[1]) <= tolerance * max(abs(a[1]), abs(b[1])))
