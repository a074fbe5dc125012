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
    """All values between two ends, never none (ValueError). None is an infinite end; its open flag is always False."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            object.__setattr__(self, "low_open", self.low_open and self.low is not None)
            object.__setattr__(self, "high_open", self.high_open and self.high is not None)
            return
        if self.low < self.high or (self.low == self.high and not (self.low_open or self.high_open)):
            return
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
        low, high = _ends(self)
        widest_low, widest_high = _ends(other)
        return _low_key(widest_low) <= _low_key(low) and _high_key(high) <= _high_key(widest_high)

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
        return _make(_negative(high), _negative(low))

    def __add__(self, other: Interval) -> Interval:
        (a_low, a_high), (b_low, b_high) = _ends(self), _ends(other)
        return _make(_sum(a_low, b_low), _sum(a_high, b_high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.low is not None and other.low is not None and self.is_point and other.is_point:
            return Interval.point(self.low * other.low)
        corners = [_corner(a, i, b, j) for i, a in enumerate(_ends(self)) for j, b in enumerate(_ends(other))]
        low = min(corners, key=lambda corner: (corner.infinite, corner.value, corner.open))
        high = max(corners, key=lambda corner: (corner.infinite, corner.value, not corner.open))
        return _make(low.end, high.end)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; dividing by an interval with zero inside gives the whole line."""
        inverse = other.reciprocal()
        return WHOLE if inverse is None else self * inverse

    def reciprocal(self) -> Interval | None:
        """1/x for each x that is not 0; None where zero lies strictly inside or the interval is zero itself."""
        low, high = _ends(self)
        negative = low.value is None or low.value < 0
        positive = high.value is None or high.value > 0
        return None if negative is positive else _make(_inverse(high), _inverse(low))

    def __pow__(self, exponent: int) -> Interval:
        """A whole power; a negative one is the reciprocal's, the whole line where there is none."""
        if exponent < 0:
            inverse = self.reciprocal()
            return WHOLE if inverse is None else inverse**-exponent
        low, high = (_raised(end, exponent) for end in _ends(self))
        if exponent % 2 or exponent == 0 or (self.low is not None and self.low >= 0):
            return _make(low, high)
        if self.high is not None and self.high <= 0:
            return _make(high, low)
        return _make(_End(Fraction(0), False), max(low, high, key=_high_key))

    def scale(self, factor: Rational) -> Interval:
        """Every value times a positive factor."""
        low = None if self.low is None else self.low * factor
        high = low if self.high is self.low else None if self.high is None else self.high * factor
        return Interval(low, high, self.low_open, self.high_open)


@dataclass(frozen=True, slots=True)
class _Corner:
    """The product of two ends."""

    infinite: int
    """-1 or 1 where it is infinite, else 0."""
    value: Fraction
    open: bool

    @property
    def end(self) -> _End:
        return _End(None if self.infinite else self.value, self.open)


def _ends(interval: Interval) -> tuple[_End, _End]:
    return _End(interval.low, interval.low_open), _End(interval.high, interval.high_open)


def _make(low: _End, high: _End) -> Interval:
    return Interval(low.value, high.value, low.open, high.open)


def _before(left: Interval, right: Interval) -> bool:
    if left.high is None or right.low is None:
        return False
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


def _low_key(end: _End) -> tuple[bool, Fraction, bool]:
    return end.value is not None, end.value or _ZERO, end.open


def _high_key(end: _End) -> tuple[bool, Fraction, bool]:
    return end.value is None, end.value or _ZERO, not end.open


def _negative(end: _End) -> _End:
    return _End(None if end.value is None else -end.value, end.open)


def _sum(a: _End, b: _End) -> _End:
    if a.value is None or b.value is None:
        return _End(None, False)
    return _End(a.value + b.value, a.open or b.open)


def _corner(a: _End, a_high: int, b: _End, b_high: int) -> _Corner:
    if a.value is not None and b.value is not None and (value := a.value * b.value):
        return _Corner(0, value, a.open or b.open)
    # Zero times anything is zero, also times an infinite end, and is reached wherever one of the zeros is.
    sign = _sign(a, a_high) * _sign(b, b_high)
    reached = (a.value == 0 and not a.open) or (b.value == 0 and not b.open)
    return _Corner(sign, _ZERO, not reached and not sign)


def _sign(end: _End, high: int) -> int:
    if end.value is None:
        return 1 if high else -1
    return (end.value > 0) - (end.value < 0)


def _inverse(end: _End) -> _End:
    """1/x at an end; a zero end goes to infinity, an infinite one to zero, which is not reached."""
    if end.value is None:
        return _End(_ZERO, True)
    return _End(1 / end.value, end.open) if end.value else _End(None, False)


def _raised(end: _End, exponent: int) -> _End:
    if exponent == 0:
        return _End(Fraction(1), False)
    return end if end.value is None else _End(end.value**exponent, end.open)


_ZERO = Fraction(0)
WHOLE = Interval(None, None)
"""Every number."""
