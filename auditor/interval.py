"""Intervals of rationals with open, closed and infinite ends: the one type by which values are compared.

An audit compares and multiplies tens of thousands of them, so the ends are pairs of integers (a denominator of 0 is
infinite) and turned into a Fraction only where one is asked for: arithmetic on Fraction costs ten times as much.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from auditor import ends
from auditor.ends import End

Rational = Fraction | int


class Interval:
    """All values between two ends, never none (ValueError). None is an infinite end; its open flag is always False."""

    __slots__ = ("_high", "_low", "high_below", "high_open", "high_over", "low_below", "low_open", "low_over")

    low_open: bool
    high_open: bool
    low_over: int
    """Numerator of the lower end in lowest terms; -1 where it is infinite."""
    low_below: int
    """Its denominator; 0 where it is infinite."""
    high_over: int
    high_below: int
    _low: Fraction | None
    _high: Fraction | None

    def __init__(
        self, low: Rational | None, high: Rational | None, low_open: bool = False, high_open: bool = False
    ) -> None:
        self._low = self._high = None
        self.low_open = low_open and low is not None
        self.high_open = high_open and high is not None
        self.low_over, self.low_below = (-1, 0) if low is None else (low.numerator, low.denominator)
        self.high_over, self.high_below = (1, 0) if high is None else (high.numerator, high.denominator)
        if low is None or high is None:
            return
        left, right = self.low_over * self.high_below, self.high_over * self.low_below
        if left > right or (left == right and (low_open or high_open)):
            raise ValueError(f"empty interval: {low} to {high}")

    @staticmethod
    def point(value: Rational) -> Interval:
        """The interval that holds `value` alone."""
        return _point(value.numerator, value.denominator)

    @staticmethod
    def at_least(value: Rational, *, open: bool = False) -> Interval:
        """Everything from `value` up."""
        return Interval(value, None, low_open=open)

    @staticmethod
    def at_most(value: Rational, *, open: bool = False) -> Interval:
        """Everything up to `value`."""
        return Interval(None, value, high_open=open)

    @staticmethod
    def between(
        low: tuple[int, int], high: tuple[int, int], low_open: bool = False, high_open: bool = False
    ) -> Interval:
        """From one value to another, each a numerator and a positive denominator. Raises ValueError where that is
        empty."""
        left, right = low[0] * high[1], high[0] * low[1]
        if left > right or (left == right and (low_open or high_open)):
            raise ValueError(f"empty interval: {Fraction(*low)} to {Fraction(*high)}")
        if low is high:
            return _point(*ends.lowest(*low))
        return _make((*low, low_open), (*high, high_open))

    @property
    def low(self) -> Fraction | None:
        """The lower end; None if it is infinite."""
        if self._low is None and self.low_below:
            self._low = Fraction(self.low_over, self.low_below)
        return self._low

    @property
    def high(self) -> Fraction | None:
        """The upper end; None if it is infinite."""
        if self._high is None and self.high_below:
            same = self.low_over == self.high_over and self.low_below == self.high_below
            self._high = self.low if same else Fraction(self.high_over, self.high_below)
        return self._high

    @property
    def is_point(self) -> bool:
        """Whether it holds one value only."""
        return self.low_over == self.high_over and self.low_below == self.high_below != 0

    @property
    def is_whole_line(self) -> bool:
        """Whether it holds every number."""
        return self.low_below == self.high_below == 0

    @property
    def least(self) -> Rational | None:
        """The lower end as an int where it is whole, which is cheaper to go on with."""
        return self.low_over if self.low_below == 1 else self.low

    @property
    def most(self) -> Rational | None:
        """The upper end as an int where it is whole."""
        return self.high_over if self.high_below == 1 else self.high

    @property
    def single(self) -> Rational | None:
        """The one value that it holds, an int where that is whole; None if it holds several."""
        if self.low_over != self.high_over or self.low_below != self.high_below:
            return None
        return self.low_over if self.low_below == 1 else self.low

    @property
    def middle(self) -> Fraction | None:
        """The middle of a bounded interval, the finite end of a half-line, None for the whole line."""
        low, high = self.low, self.high
        if low is None or high is None:
            return high if low is None else low
        return (low + high) / 2

    def contains(self, value: Rational) -> bool:
        """Whether `value` lies inside."""
        return self.meets(_point(value.numerator, value.denominator))

    def meets(self, other: Interval) -> bool:
        """Whether the two share a value: the one overlap test of the program."""
        left, right = self.high_over * other.low_below, other.low_over * self.high_below
        if left < right or (left == right and (self.high_open or other.low_open)):
            return False
        left, right = other.high_over * self.low_below, self.low_over * other.high_below
        return not (left < right or (left == right and (other.high_open or self.low_open)))

    def within(self, other: Interval) -> bool:
        """Whether every value of this interval lies in `other`."""
        left, right = other.low_over * self.low_below, self.low_over * other.low_below
        if left > right or (left == right and other.low_open and not self.low_open):
            return False
        left, right = self.high_over * other.high_below, other.high_over * self.high_below
        return left < right or (left == right and (self.high_open or not other.high_open))

    def intersect(self, other: Interval) -> Interval | None:
        """The values in both, or None where there are none."""
        if not self.meets(other):
            return None
        (a_low, a_high), (b_low, b_high) = _ends(self), _ends(other)
        low = a_low if ends.before(b_low, a_low) or (ends.same(a_low, b_low) and a_low[2]) else b_low
        high = a_high if ends.before(a_high, b_high) or (ends.same(a_high, b_high) and a_high[2]) else b_high
        return _make(low, high)

    def hull(self, other: Interval) -> Interval:
        """The smallest interval that holds both."""
        (a_low, a_high), (b_low, b_high) = _ends(self), _ends(other)
        low = b_low if ends.before(b_low, a_low) or (ends.same(a_low, b_low) and a_low[2]) else a_low
        high = b_high if ends.before(a_high, b_high) or (ends.same(a_high, b_high) and a_high[2]) else a_high
        return _make(low, high)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Interval):
            return NotImplemented
        return (
            self.low_over == other.low_over
            and self.high_over == other.high_over
            and self.low_below == other.low_below
            and self.high_below == other.high_below
            and self.low_open == other.low_open
            and self.high_open == other.high_open
        )

    def __hash__(self) -> int:
        return hash((self.low_over, self.low_below, self.high_over, self.high_below))

    def __repr__(self) -> str:
        return f"Interval({self.low!r}, {self.high!r}, {self.low_open}, {self.high_open})"

    def __neg__(self) -> Interval:
        return _build(-self.high_over, self.high_below, -self.low_over, self.low_below, self.high_open, self.low_open)

    def __add__(self, other: Interval) -> Interval:
        (a_low, a_high), (b_low, b_high) = _ends(self), _ends(other)
        return _make(ends.add(a_low, b_low), ends.add(a_high, b_high))

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __mul__(self, other: Interval) -> Interval:
        if self.is_point and other.is_point:
            return _point(*ends.lowest(self.low_over * other.low_over, self.low_below * other.low_below))
        if self.low_over > 0 < other.low_over:
            return _make(
                (
                    self.low_over * other.low_over,
                    self.low_below * other.low_below,
                    self.low_open or other.low_open,
                ),
                (
                    self.high_over * other.high_over,
                    self.high_below * other.high_below,
                    self.high_open or other.high_open,
                ),
            )
        corners = [ends.product(a, b) for a in _ends(self) for b in _ends(other)]
        low = high = corners[0]
        for corner in corners[1:]:
            if ends.before(corner, low) or (ends.same(corner, low) and not corner[2]):
                low = corner
            if ends.before(high, corner) or (ends.same(corner, high) and not corner[2]):
                high = corner
        return _make(low, high)

    def __truediv__(self, other: Interval) -> Interval:
        """The quotients; dividing by an interval with zero inside gives the whole line."""
        inverse = other.reciprocal()
        return WHOLE if inverse is None else self * inverse

    def reciprocal(self) -> Interval | None:
        """1/x for each x that is not 0; None where zero lies strictly inside or the interval is zero itself."""
        if (self.low_over < 0) is (self.high_over > 0):
            return None
        low, high = _ends(self)
        return _make(ends.inverse(high), ends.inverse(low))

    def __pow__(self, exponent: int) -> Interval:
        """A whole power; a negative one is the reciprocal's, the whole line where there is none."""
        if exponent < 0:
            inverse = self.reciprocal()
            return WHOLE if inverse is None else inverse**-exponent
        low, high = (ends.power(end, exponent) for end in _ends(self))
        if exponent % 2 or exponent == 0 or self.low_over >= 0:
            return _make(low, high)
        if self.high_over <= 0:
            return _make(high, low)
        return _make((0, 1, False), low if ends.before(high, low) or (ends.same(low, high) and high[2]) else high)

    def upwards(self) -> Interval:
        """Everything from its lower end up."""
        return _build(self.low_over, self.low_below, 1, 0, self.low_open, False)

    def downwards(self) -> Interval:
        """Everything up to its upper end."""
        return _build(-1, 0, self.high_over, self.high_below, False, self.high_open)

    def scale(self, factor: Rational) -> Interval:
        """Every value times a positive factor."""
        over, below = factor.numerator, factor.denominator
        if self.is_point:
            return _point(*ends.lowest(self.low_over * over, self.low_below * below))
        low = self.low_over * over, self.low_below * below, self.low_open
        return _make(low, (self.high_over * over, self.high_below * below, self.high_open))

    def scale_down(self, factor: Rational) -> Interval:
        """Every value divided by a positive factor."""
        over, below = factor.numerator, factor.denominator
        low = self.low_over * below, self.low_below * over, self.low_open
        return _make(low, (self.high_over * below, self.high_below * over, self.high_open))


def _build(low_over: int, low_below: int, high_over: int, high_below: int, low_open: bool, high_open: bool) -> Interval:
    """An interval of ends that are in lowest terms and in order."""
    made = _new(Interval)
    made._low = made._high = None
    made.low_over, made.low_below, made.low_open = low_over, low_below, low_open
    made.high_over, made.high_below, made.high_open = high_over, high_below, high_open
    return made


_new = object.__new__


def _point(over: int, below: int) -> Interval:
    return _build(over, below, over, below, False, False)


def _make(low: End, high: End) -> Interval:
    low_over, low_below, low_open = low
    high_over, high_below, high_open = high
    if low_below:
        if low_below != 1 and (common := gcd(low_over, low_below)) != 1:
            low_over, low_below = low_over // common, low_below // common
    else:
        low_over, low_open = -1, False
    if high_below:
        if high_below != 1 and (common := gcd(high_over, high_below)) != 1:
            high_over, high_below = high_over // common, high_below // common
    else:
        high_over, high_open = 1, False
    return _build(low_over, low_below, high_over, high_below, low_open, high_open)


def _ends(interval: Interval) -> tuple[End, End]:
    low = interval.low_over, interval.low_below, interval.low_open
    return low, (interval.high_over, interval.high_below, interval.high_open)


WHOLE = Interval(None, None)
"""Every number."""
