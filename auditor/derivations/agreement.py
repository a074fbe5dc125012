"""Whether two values agree, in every way that a text could mean them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fractions import Fraction
from math import inf

from auditor.derivations.values import Value, widen
from auditor.frozen import dataclass
from auditor.interval import Interval

ABOUT = Fraction(1, 10)
"""How far `≈` and `~` reach."""

_THOUSANDS = tuple(Fraction(10) ** power for power in (3, 6, 9, 12, 15))
_BINARY = tuple(Fraction(1024) ** power for power in (1, 2, 3, 4))
_SECONDS = (("second", 1),)
_CLOCK = (Fraction(60), Fraction(3600), Fraction(24), Fraction(86400))


def _both_ways(*scales: Fraction) -> tuple[tuple[Fraction, float], ...]:
    """Factors, each with its value in floats."""
    return tuple((factor, float(factor)) for scale in scales for factor in (scale, 1 / scale))


_SLIPS = _both_ways(*_THOUSANDS, *_BINARY)
_PREFIXES, _TIMES = _both_ways(*_THOUSANDS), _both_ways(*_THOUSANDS, *_CLOCK)
_BINARY_PREFIXES = _both_ways(*_BINARY)
_LARGER = _BINARY_PREFIXES[::2]
_NEAR = 2
"""How many times farther off the usual reading may be than the nearest, to be told all the same."""
_ROUNDING = 1e-9
"""Far more than floats err in a division."""


class Outcome(Enum):
    """How a comparison ends."""

    HOLDS = "holds"
    SLIPS = "slips"
    """Wrong by a power of a thousand or of 1024."""
    FAILS = "fails"
    UNKNOWN = "unknown"
    """The units do not let the two be compared."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The end of a comparison, and the two intervals that it was decided on."""

    outcome: Outcome
    left: Interval
    right: Interval
    printed: bool = False
    """Whether the numbers were compared as printed, units left out; else in base units."""


def compare(left: Value, right: Value, relation: str) -> Comparison:
    """Whether `left relation right` can be true; `relation` is one of `= ≈ → < > ≤ ≥`."""
    if left.physical == right.physical:
        return Comparison(_decide(left.base, right.base, relation), left.base, right.base)
    if not (left.bare or right.bare):
        return Comparison(Outcome.UNKNOWN, left.base, right.base)
    pairs = [(a, b, b is right.printed) for a in (left.base, left.printed) for b in (right.base, right.printed)]
    for a, b, printed in pairs:
        if _decide(a, b, relation) is Outcome.HOLDS:
            return Comparison(Outcome.HOLDS, a, b, printed)
    kinds = {name for name, _ in (*left.physical, *right.physical)}
    if any(_off_by_unit(a, b, kinds) for a, b, _ in pairs) and not _is_beyond_seconds(left, right):
        return Comparison(Outcome.UNKNOWN, left.base, right.base)
    if left.bare and distance(left.base, right.base) < distance(left.printed, right.printed):
        return Comparison(Outcome.FAILS, left.base, right.base)
    return Comparison(Outcome.FAILS, left.printed, right.printed, printed=True)


def distance(left: Interval, right: Interval) -> Fraction:
    """How many times one is the other; what is not definite and positive is as far as can be."""
    if left.low is None or right.low is None or left.low <= 0 or right.low <= 0:
        return _THOUSANDS[-1]
    return left.low / right.low if left.low > right.low else right.low / left.low


def best(comparisons: Iterable[Comparison]) -> Comparison | None:
    """The kindest of several readings: one that holds, else the nearest that could be decided, else None."""
    decided = [c for c in comparisons if c.outcome is not Outcome.UNKNOWN]
    for wanted in (Outcome.HOLDS, Outcome.SLIPS):
        for comparison in decided:
            if comparison.outcome is wanted:
                return comparison
    if not decided:
        return None
    nearest = min(distance(comparison.left, comparison.right) for comparison in decided)
    # The first of near ones is the usual reading.
    return next(each for each in decided if distance(each.left, each.right) <= _NEAR * nearest)


def _decide(left: Interval, right: Interval, relation: str) -> Outcome:
    if relation in ("≈", "→"):
        right = widen(right, ABOUT)
    if relation in ("=", "≈", "→"):
        if left.meets(right):
            return Outcome.HOLDS
        return Outcome.SLIPS if slip(left, right) else Outcome.FAILS
    if relation in ("<", "≤"):
        left, right = right, left
    return Outcome.HOLDS if _can_exceed(left, right, strict=relation in "<>") else Outcome.FAILS


def _can_exceed(larger: Interval, smaller: Interval, *, strict: bool) -> bool:
    if larger.high is None or smaller.low is None:
        return True
    if larger.high == smaller.low:
        return not strict and not larger.high_open and not smaller.low_open
    return larger.high > smaller.low


def slip(left: Interval, right: Interval, *, binary: bool = True) -> Fraction | None:
    """The power of 1000 or 1024 by which `right` would have to be multiplied to meet `left`; None if there is none.

    Intervals without an end, and ones that reach from zero, would meet any multiple: they show no slip.
    """
    if not (_is_definite(left) and _is_definite(right)):
        return None
    return _factor(left, right, _SLIPS if binary else _PREFIXES)


def _factor(left: Interval, right: Interval, factors: tuple[tuple[Fraction, float], ...]) -> Fraction | None:
    """The first of some factors by which `right` would have to be multiplied to meet `left`."""
    least, most = _ratios(left, right) if _is_definite(left) and _is_definite(right) else (0.0, inf)
    for factor, nearly in factors:
        if least <= nearly <= most and left.meets(right.scale(factor)):
            return factor
    return None


def _ratios(left: Interval, right: Interval) -> tuple[float, float]:
    """Between which the ratio of two definite intervals lies, in floats and somewhat too wide: a cheap test."""
    try:
        low = left.low_over * right.high_below / (left.low_below * right.high_over)
        high = left.high_over * right.low_below / (left.high_below * right.low_over)
    except OverflowError:
        return 0.0, inf
    return low * (1 - _ROUNDING), high * (1 + _ROUNDING)


def _is_definite(interval: Interval) -> bool:
    return interval.low_over > 0 and interval.low_below > 0 and interval.high_below > 0


def _is_beyond_seconds(worked: Value, stated: Value) -> bool:
    """Whether bare numbers give far less than is stated in plain seconds: no time is told in thousands of these."""
    if not worked.bare or stated.physical != _SECONDS or stated.base != stated.printed:
        return False
    factor = slip(worked.printed, stated.printed, binary=False)
    return factor is not None and factor < 1


def _off_by_unit(worked: Interval, stated: Interval, kinds: set[str]) -> bool:
    """Whether a unit that is left out explains the difference: a prefix that its kind can have, or one of the clock."""
    if _factor(worked, stated, _TIMES if "second" in kinds else _PREFIXES) is not None:
        return True
    if "byte" not in kinds:
        return False
    # Nobody leaves the larger unit out and works in fractions of it: "93.4 / 4 = 23910.4 GB".
    whole = worked.low is not None and worked.is_point and worked.low.denominator == 1
    return _factor(worked, stated, _BINARY_PREFIXES if whole else _LARGER) is not None
