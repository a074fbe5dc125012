"""Intervals of rationals with open, closed and infinite ends: the one type by which values are compared."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

Rational = Fraction | int


@dataclass(frozen=True, slots=True)
class _End:
    """One end: a value (None is infinite) and whether the value itself is left out."""

    value: Fraction | None
    open: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """All x between two ends. None is an infinite end, which counts as open. Never empty: `low > high` raises ValueError."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            return
        if self.low > self.high or (self.low == self.high and (self.low_open or self.high_open)):
            raise ValueError(f"empty interval: {self.low} to {self.high}")

    @staticmethod
    def point(value: Rational) -> Interval:
        """The interval that holds `value` alone."""
        exact = Fraction(value)
        return Interval(exact, exact)

    @staticmethod
    def at_least(value: Rational, *, open: bool = False) -> Interval:
        """Everything from `value` up."""
        return Interval(Fraction(value), None, low_open=open)

    @staticmethod
    def at_most(value: Rational, *, open: bool = False) -> Interval:
        """Everything up to `value`."""
        return Interval(None, Fraction(value), high_open=open)

    @property
    def is_point(self) -> bool:
        """Whether it holds one value only."""
        return self.low is not None and self.low == self.high

    @property
    def middle(self) -> Fraction | None:
        """The middle of a bounded interval, the finite end of a half-line, None for the whole line."""
        if self.low is None or self.high is None:
            return self.high if self.low is None else self.low
        return (self.low + self.high) / 2

    def contains(self, value: Rational) -> bool:
        """Whether `value` lies inside."""
        return self.meets(Interval.point(value))

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value: the one overlap test of the program."""
        return not (_before(self, other) or _before(other, self))

    def within(self, other: Interval) -> bool:
        """Whether every value of this interval lies in `other`."""
        return self.hull(other) == Interval(other.low, other.high, _ends(other)[0].open, _ends(other)[1].open)

    def intersect(self, other: Interval) -> Interval | None:
        """The values in both, or None where there are none."""
        if not self.meets(other):
            return None
        low = max(_ends(self)[0], _ends(other)[0], key=_low_key)
        high = min(_ends(self)[1], _ends(other)[1], key=_high_key)
        return _make(low, high)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        low = min(_ends(self)[0], _ends(other)[0], key=_low_key)
        high = max(_ends(self)[1], _ends(other)[1], key=_high_key)
        return _make(low, high)

    def __neg__(self) -> Interval:
        low, high = _ends(self)
        return Interval(_negate(high.value), _negate(low.value), high.open, low.open)

    def __add__(self, other: Interval) -> Interval:
        a, b = _ends(self), _ends(other)
        return _make(_add(a[0], b[0]), _add(a[1], b[1]))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.is_point and other.is_point:
            assert self.low is not None and other.low is not None
            return Interval.point(self.low * other.low)
        corners = [_times(a, i, b, j) for i, a in enumerate(_ends(self)) for j, b in enumerate(_ends(other))]
        low = min(corners, key=lambda c: (c.sign, c.value or 0, c.open))
        high = max(corners, key=lambda c: (c.sign, c.value or 0, not c.open))
        return _make(low.end, high.end)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; dividing by an interval around zero gives the whole line."""
        inverse = other.reciprocal()
        return WHOLE if inverse is None else self * inverse

    def reciprocal(self) -> Interval | None:
        """1/x for each x, or None where zero lies strictly inside or the interval is zero itself."""
        low, high = _ends(self)
        if self.is_point and low.value == 0:
            return None
        if (low.value is None or low.value < 0) and (high.value is None or high.value > 0):
            return None
        ends = (_invert(high, below=high.value == 0), _invert(low, below=False))
        return _make(*ends)

    def __pow__(self, exponent: int) -> Interval:
        """An integer power; a negative one is the reciprocal's."""
        if exponent < 0:
            return WHOLE if (inverse := self.reciprocal()) is None else inverse**-exponent
        result, base = Interval.point(1), self
        if exponent % 2 == 0 and exponent and self.meets(Interval.point(0)):
            size = max(-self, self, key=lambda i: (i.high is None, i.high or 0))
            return _make(_End(Fraction(0), False), _ends(size**(exponent - 1) * size if exponent > 2 else _square(size))[1])
        for _ in range(exponent):
            result = result * base
        return result

    def scale(self, factor: Rational) -> Interval:
        """Every value times a positive factor."""
        return Interval(
            None if self.low is None else self.low * factor,
            None if self.high is None else self.high * factor,
            self.low_open,
            self.high_open,
        )


@dataclass(frozen=True, slots=True)
class _Corner:
    """A product of two ends; sign is -1 or 1 for an infinite one, else 0."""

    sign: int
    value: Fraction | None
    open: bool

    @property
    def end(self) -> _End:
        return _End(self.value, self.open)


def _ends(interval: Interval) -> tuple[_End, _End]:
    return (
        _End(interval.low, interval.low_open or interval.low is None),
        _End(interval.high, interval.high_open or interval.high is None),
    )


def _make(low: _End, high: _End) -> Interval:
    return Interval(low.value, high.value, low.open, high.open)


def _before(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


def _low_key(end: _End) -> tuple[bool, Fraction, bool]:
    return (end.value is not None, end.value or Fraction(0), end.open)


def _high_key(end: _End) -> tuple[bool, Fraction, bool]:
    return (end.value is None, end.value or Fraction(0), not end.open)


def _negate(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _add(a: _End, b: _End) -> _End:
    if a.value is None or b.value is None:
        return _End(None, True)
    return _End(a.value + b.value, a.open or b.open)


def _times(a: _End, a_high: int, b: _End, b_high: int) -> _Corner:
    if a.value is None or b.value is None:
        sign = _sign(a, a_high) * _sign(b, b_high)
        if sign == 0:
            zero_closed = (a.value == 0 and not a.open) or (b.value == 0 and not b.open)
            return _Corner(0, Fraction(0), not zero_closed)
        return _Corner(sign, None, True)
    value = a.value * b.value
    if value == 0:
        closed = (a.value == 0 and not a.open) or (b.value == 0 and not b.open)
        return _Corner(0, value, not closed)
    return _Corner(0, value, a.open or b.open)


def _sign(end: _End, high: int) -> int:
    if end.value is None:
        return 1 if high else -1
    return (end.value > 0) - (end.value < 0)


def _invert(end: _End, *, below: bool) -> _End:
    if end.value is None:
        return _End(Fraction(0), True)
    if end.value == 0:
        return _End(None, True)
    return _End(1 / end.value, end.open)


def _square(size: Interval) -> Interval:
    return size * size if size.low is not None and size.low >= 0 else Interval(Fraction(0), size.high, False, size.high_open) * Interval(
        Fraction(0), size.high, False, size.high_open
    )


WHOLE = Interval(None, None)
"""Every number."""
