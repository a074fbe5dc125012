"""A printed quantity: what its digits, its bound words and its unit admit."""

from __future__ import annotations

from dataclasses import field
from enum import StrEnum
from fractions import Fraction

from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import Unit


class Modality(StrEnum):
    """How a number is meant, beside its digits."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    RANGE = "range"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a unit or scale that has several."""

    name: str
    """What the reading takes the symbol for, as "GB = 2^30 bytes"; empty where there is only one."""
    unit: Unit
    """The unit under this reading; its factor turns printed values into base units."""
    interval: Interval
    """The admitted values in base units (bytes, seconds, FLOP, plain counts)."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, as an interval for each reading of the unit."""

    text: str
    """The source as printed."""
    value: Fraction | None
    """The number as printed in `unit`, K/M/B/T and words multiplied out; None for a range."""
    interval: Interval
    """What print and modality admit, in `unit`: rounding and truncation, `~`, `+`, `<`, ranges."""
    unit: Unit
    """The unit as printed, in canonical spelling (`token/ms/GPU`); dimensionless when there is none."""
    modality: Modality
    """The bound or approximation that stands with the number."""
    whole: bool
    """Whether it counts whole things (16 GPUs) or is a bare integer, and so is exact."""
    readings: tuple[Reading, ...]
    """At least one; the admitted values in base units under each reading."""

    _hull: Interval | None = field(default=None, init=False, repr=False, compare=False)
    _nominal: Interval | None = field(default=None, init=False, repr=False, compare=False)

    def __hash__(self) -> int:
        # Quantities are looked up again and again: all that they hold would be hashed each time.
        return hash((self.text, self.unit.symbol))

    @property
    def hull(self) -> Interval:
        """The smallest interval in base units that holds every reading."""
        hull = self._hull
        if hull is None:
            hull = self.readings[0].interval
            for reading in self.readings[1:]:
                hull = hull.hull(reading.interval)
            object.__setattr__(self, "_hull", hull)
        return hull

    @property
    def is_plain(self) -> bool:
        """Whether the number is told as itself, exactly or about: no bound, no range."""
        return self.modality in (Modality.EXACT, Modality.ABOUT)

    def nominal(self, reading: int = 0) -> Interval:
        """The number itself, in base units, where it is a plain or approximate one; else all that is admitted."""
        if reading:
            return self._number(self.readings[min(reading, len(self.readings) - 1)])
        nominal = self._nominal
        if nominal is None:
            nominal = self._number(self.readings[0])
            object.__setattr__(self, "_nominal", nominal)
        return nominal

    def _number(self, chosen: Reading) -> Interval:
        if self.value is None or not self.is_plain:
            return chosen.interval
        return Interval.point(self.value).scale(chosen.unit.factor)
