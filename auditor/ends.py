"""The ends of intervals as pairs of integers: compared, added, multiplied."""

from __future__ import annotations

from math import gcd

End = tuple[int, int, bool]
"""Numerator, denominator (0 where infinite), and whether the value itself is left out; not always in lowest terms."""


def before(left: End, right: End) -> bool:
    """Whether one end is less than another; two infinite ones are never told apart by products."""
    if left[1] or right[1]:
        return left[0] * right[1] < right[0] * left[1]
    return left[0] < right[0]


def same(left: End, right: End) -> bool:
    """Whether two ends are one value, or one infinity."""
    if left[1] and right[1]:
        return left[0] * right[1] == right[0] * left[1]
    return left[1] == right[1] and left[0] == right[0]


def add(a: End, b: End) -> End:
    """The sum of two lower or of two upper ends."""
    if a[1] == b[1]:
        return a[0] + b[0], a[1], a[2] or b[2]
    return a[0] * b[1] + b[0] * a[1], a[1] * b[1], a[2] or b[2]


def product(a: End, b: End) -> End:
    """The product of two ends; an infinite one has its sign above and 0 below."""
    over = a[0] * b[0]
    if over and a[1] and b[1]:
        return over, a[1] * b[1], a[2] or b[2]
    # Zero times anything is zero, also times an infinite end, and is reached wherever one of the zeros is.
    if over:
        return (1 if over > 0 else -1), 0, False
    reached = (a[0] == 0 and not a[2]) or (b[0] == 0 and not b[2])
    return 0, 1, not reached


def inverse(end: End) -> End:
    """1/x at an end; a zero end goes to infinity, an infinite one to zero, which is not reached."""
    over, below, is_open = end
    if not below:
        return 0, 1, True
    return (below, over, is_open) if over >= 0 else (-below, -over, is_open)


def power(end: End, exponent: int) -> End:
    """A whole power, from 0 up, of an end."""
    if exponent == 0:
        return 1, 1, False
    return end[0] ** exponent, end[1] ** exponent, end[2]


def lowest(over: int, below: int) -> tuple[int, int]:
    """A quotient in lowest terms."""
    common = gcd(over, below)
    return over // common, below // common
