"""A scale from values to whole pixels, with round marks on it."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import log10

from auditor import show
from auditor.frozen import dataclass

_WIDE = 50
"""From which ratio of the ends on a scale is logarithmic."""
_MARKS = 4


@dataclass(frozen=True, slots=True)
class Tick:
    """A round value on the axis."""

    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` over the pixels from `start` to `stop`."""

    low: Fraction
    high: Fraction
    start: int
    stop: int
    logarithmic: bool = False

    def at(self, value: Fraction) -> int:
        """The pixel of a value; one beyond the ends is moved to the end."""
        value = min(max(value, self.low), self.high)
        if self.high == self.low:
            return self.start
        if self.logarithmic:
            share = (_log(value) - _log(self.low)) / (_log(self.high) - _log(self.low))
        else:
            share = float((value - self.low) / (self.high - self.low))
        return self.start + round((self.stop - self.start) * share)

    def ticks(self) -> list[Tick]:
        """A few round values within the ends."""
        values = self._powers() if self.logarithmic else self._steps()
        return [Tick(self.at(value), label) for value, label in zip(values, _labels(values), strict=True)]

    def _powers(self) -> list[Fraction]:
        first, last = _exponent(self.low), _exponent(self.high) + 1
        step = max(1, (last - first) // _MARKS)
        return [v for v in (Fraction(10) ** e for e in range(first, last + 1, step)) if self.low <= v <= self.high]

    def _steps(self) -> list[Fraction]:
        size = self.high - self.low
        if not size:
            return [self.low]
        base = Fraction(10) ** _exponent(size)
        steps = [base * factor for factor in (Fraction(1, 10), Fraction(1, 5), Fraction(1, 2), 1, 2, 5)]
        step = next(step for step in steps if size / step <= _MARKS)
        first = -(-self.low // step)
        return [step * (first + n) for n in range(_MARKS + 2) if step * (first + n) <= self.high]


def fitted(values: Iterable[Fraction], start: int, stop: int) -> Axis:
    """An axis for values: from zero, closer in where they lie close together, logarithmic where they lie far apart."""
    known = list(values)
    low, high = min(known), max(known)
    if low > 0 and high / low >= _WIDE:
        return Axis(low / 2, high * 2, start, stop, logarithmic=True)
    if low == high or low < high / 2:
        low, high = min(low, Fraction(0)), max(high, Fraction(0))
        return Axis(low, high + (high - low) / 10 or Fraction(1), start, stop)
    room = (high - low) / 4
    return Axis(low - room, high + room, start, stop)


def _labels(values: list[Fraction]) -> list[str]:
    """The values with as many digits as tell them apart."""
    for digits in (4, 8, 12):
        labels = [show.number(value, digits) for value in values]
        if len(set(labels)) == len(values):
            break
    return labels


def _log(value: Fraction) -> float:
    """The logarithm of a positive rational of any size."""
    shift = value.numerator.bit_length() - value.denominator.bit_length()
    return log10(value / Fraction(2) ** shift) + shift * log10(2)


def _exponent(value: Fraction) -> int:
    """The power of ten at or below a positive value."""
    exponent = int(_log(value) // 1)
    while Fraction(10) ** exponent > value:
        exponent -= 1
    while Fraction(10) ** (exponent + 1) <= value:
        exponent += 1
    return exponent
