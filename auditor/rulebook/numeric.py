"""Functions over intervals that the four operations do not give; irrational ends are rounded outwards."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, isqrt

from auditor.interval import WHOLE, Interval

_BITS = 80
_MOST_BITS = 8192
_ZERO = Fraction(0)


def ceiling(x: Interval) -> Interval:
    """The least whole numbers at or above each value."""
    low = None if x.low is None else Fraction(floor(x.low) + 1 if x.low_open else ceil(x.low))
    return Interval(low, None if x.high is None else Fraction(ceil(x.high)))


def flooring(x: Interval) -> Interval:
    """The greatest whole numbers at or below each value."""
    high = None if x.high is None else Fraction(ceil(x.high) - 1 if x.high_open else floor(x.high))
    return Interval(None if x.low is None else Fraction(floor(x.low)), high)


def minimum(x: Interval, y: Interval) -> Interval:
    """The smaller of two values."""
    return -maximum(-x, -y)


def maximum(x: Interval, y: Interval) -> Interval:
    """The larger of two values."""
    low = max(
        ((i.low, i.low_open) for i in (x, y) if i.low is not None),
        default=(None, False),
    )
    if x.high is None or y.high is None:
        return Interval(low[0], None, low_open=low[1])
    high = max((x.high, not x.high_open), (y.high, not y.high_open))
    return Interval(low[0], high[0], low[1], not high[1])


def modulo(x: Interval, y: Interval) -> Interval:
    """What remains of x after whole multiples of y; exact for two single values."""
    if y.low is None or y.low <= 0:
        return WHOLE
    if x.is_point and y.is_point:
        assert x.low is not None
        return Interval.point(x.low - y.low * floor(x.low / y.low))
    return Interval(_ZERO, y.high, high_open=True)


def square_root(x: Interval) -> Interval:
    """The square roots; what lies below zero is left out."""
    low = _ZERO if x.low is None or x.low <= 0 else _root(x.low, up=False)
    if x.high is None:
        return Interval(low, None)
    return Interval(low, _root(max(x.high, _ZERO), up=True))


def binary_logarithm(x: Interval) -> Interval:
    """log2 of each positive value, to a few decimals outwards."""
    low = None if x.low is None or x.low <= 0 else _log2(x.low, up=False)
    return Interval(low, None if x.high is None or x.high <= 0 else _log2(x.high, up=True))


def power(base: Interval, exponent: Interval) -> Interval:
    """base ^ exponent; the whole line where the base may be negative and the exponent is no whole number."""
    if exponent.is_point and exponent.low is not None and exponent.low.denominator == 1 and abs(exponent.low) <= 64:
        return base ** int(exponent.low)
    if base.low is None or base.low < 0 or exponent.low is None or exponent.high is None or exponent.low < 0:
        return WHOLE
    least, most = floor(exponent.low), ceil(exponent.high)
    low = min(_raise(base.low, least, up=False) or _ZERO, _raise(base.low, most, up=False) or _ZERO)
    if base.high is None:
        return Interval(low, None)
    highs = (_raise(base.high, least, up=True), _raise(base.high, most, up=True))
    return Interval(low, None if None in highs else max(h for h in highs if h is not None))


def _root(value: Fraction, *, up: bool) -> Fraction:
    scaled = value.numerator * value.denominator << (2 * _BITS)
    root = isqrt(scaled)
    return Fraction(root + (up and root * root != scaled), value.denominator << _BITS)


def _log2(value: Fraction, *, up: bool) -> Fraction:
    """By squaring: each doubling of the argument's power gives one more binary digit."""
    whole = value.numerator.bit_length() - value.denominator.bit_length()
    rest = value / Fraction(2) ** whole
    if rest < 1:
        whole, rest = whole - 1, rest * 2
    digits, steps = 0, 24
    if rest == 1:
        return Fraction(whole)
    for _ in range(steps):
        rest = _rounded(rest * rest, up=up)
        digits *= 2
        if rest >= 2:
            digits, rest = digits + 1, rest / 2
    return whole + Fraction(digits + (2 if up else -1), 1 << steps)


def _raise(base: Fraction, exponent: int, *, up: bool) -> Fraction | None:
    """base ^ exponent rounded outwards; None where it is too large to write (upwards), 0 where too large downwards."""
    result = Fraction(1)
    for digit in bin(exponent)[2:]:
        result = _rounded(result * result, up=up)
        if digit == "1":
            result = _rounded(result * base, up=up)
        size = result.numerator.bit_length() - result.denominator.bit_length()
        if size > _MOST_BITS:
            return None if up else Fraction(1)
        if size < -_MOST_BITS:
            result = Fraction(1, 1 << _MOST_BITS) if up else _ZERO
    return result


def _rounded(value: Fraction, *, up: bool) -> Fraction:
    """The value cut to some hundred binary digits."""
    size = value.numerator.bit_length() - value.denominator.bit_length()
    shift = 2 * _BITS - size
    if value.denominator.bit_length() <= 2 * _BITS and value.numerator.bit_length() <= 2 * _BITS:
        return value
    scaled = value * (Fraction(2) ** shift)
    return Fraction(ceil(scaled) if up else floor(scaled)) / Fraction(2) ** shift
