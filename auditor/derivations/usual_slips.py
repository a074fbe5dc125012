"""How far a mistaken number lies from the right one: by less than a few times, or by a factor that a slip makes."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from auditor.interval import Interval

FAR = 3
"""Times as much, or as little: what is nearer is mistaken, what is farther off misread unless a slip explains it."""
NEARLY = Fraction(3, 100)
"""By what share rounded inputs lead away from a factor."""


def is_by_factor(left: Interval, right: Interval, factors: Iterable[Fraction], share: Fraction = NEARLY) -> bool:
    """Whether one number is the other times one of some positive factors, to about a share."""
    about = left.scale(1 - share).hull(left.scale(1 + share))
    return any(about.scale(each).meets(right) or about.scale_down(each).meets(right) for each in factors)


def limit(interval: Interval) -> Interval:
    """What a number can be mistaken for: of a half-line its end, else the interval as it is."""
    end = interval.high if interval.low is None else interval.low
    return interval if end is None or None not in (interval.low, interval.high) else Interval.point(end)
