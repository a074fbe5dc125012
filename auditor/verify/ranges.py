"""Numbers of a certificate, and ranges of them: written anew here, so that the engine's own may be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

End = tuple[int, Fraction]
"""(0, x) is the number x; (-1, 0) and (1, 0) are the infinite ends; tuples compare as the ends do."""

_ZERO = Fraction(0)
MINUS: End = (-1, _ZERO)
PLUS: End = (1, _ZERO)
_LONGEST = 100_000


@dataclass(frozen=True, slots=True)
class Range:
    """All numbers between two ends."""

    low: End
    high: End
    low_open: bool = False
    high_open: bool = False

    @property
    def is_point(self) -> bool:
        """Whether it holds one number."""
        return self.low == self.high

    def holds(self, value: Fraction) -> bool:
        """Whether the number lies between the ends or is one of them."""
        return self.low <= (0, value) <= self.high

    def meets(self, other: Range) -> bool:
        """Whether the two share a number."""
        return not (_apart(self, other) or _apart(other, self))

    def scaled(self, factor: Fraction) -> Range:
        """Every number times a positive factor."""
        low, high = ((sign, value * factor) for sign, value in (self.low, self.high))
        return Range(low, high, self.low_open, self.high_open)

    def hull(self, other: Range) -> Range:
        """The smallest range that holds both."""
        low = min((self.low, self.low_open), (other.low, other.low_open))
        high = max((self.high, not self.high_open), (other.high, not other.high_open))
        return Range(low[0], high[0], low[1], not high[1])

    def __str__(self) -> str:
        return f"{'(' if self.low_open else '['}{_shown(self.low)}, {_shown(self.high)}{')' if self.high_open else ']'}"


WHOLE = Range(MINUS, PLUS, True, True)


def point(value: Fraction) -> Range:
    """One number."""
    return Range((0, value), (0, value))


def number(text: object) -> Fraction:
    """The number that a certificate writes: "15.15", "-3", "1/3". Raises ValueError for anything else."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise ValueError(f"{str(text)[:40]!r} is no number")
    parts = [Decimal(part) for part in text.split("/")]
    if len(parts) > 2 or not all(part.is_finite() and abs(part.adjusted()) < _LONGEST for part in parts):
        raise ValueError(f"{text[:40]!r} is no number")
    return Fraction(parts[0]) / Fraction(parts[1]) if len(parts) == 2 else Fraction(parts[0])


def read(fields: Mapping[str, Any]) -> Range:
    """The range with the ends `low` and `high`. Raises ValueError where it is none."""
    low, high = fields["low"], fields["high"]
    found = Range(
        MINUS if low is None else (0, number(low)),
        PLUS if high is None else (0, number(high)),
        low is None or bool(fields["low_open"]),
        high is None or bool(fields["high_open"]),
    )
    if found.low > found.high:
        raise ValueError(f"{found} is no range")
    return found


def has_whole(value: Range) -> bool:
    """Whether a range holds a whole number."""
    if value.low[0] or value.high[0]:
        return True
    low, high = value.low[1], value.high[1]
    first = floor(low) + 1 if value.low_open else ceil(low)
    return first < high or (first == high and not value.high_open)


def _apart(left: Range, right: Range) -> bool:
    return left.high < right.low or (left.high == right.low and (left.high_open or right.low_open))


def _shown(end: End) -> str:
    if end[0]:
        return "∞" if end[0] > 0 else "−∞"
    text = str(end[1])
    return text if len(text) <= 24 else f"{float(end[1]):.15g}" if abs(end[1]) < 10**300 else "a giant number"
