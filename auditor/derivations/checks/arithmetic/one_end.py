"""Sums of ranges, whose ends add up each: "0.1-6 GB" beside 4 GB is 4.1-10 GB, and not every range that meets it."""

from __future__ import annotations

from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.additive import Entry, admitted
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_PLAIN = (Modality.EXACT, Modality.RANGE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_ENDS = ("lower", "upper")


@dataclass(frozen=True, slots=True)
class OneEnd:
    """The end of a total that its parts do not come to, with what each of them has there."""

    stated: Interval
    parts: tuple[Interval, ...]
    summed: Interval
    shown: Interval
    """The sum of what is printed, whatever rounding admits."""
    name: str


@dataclass(frozen=True, slots=True)
class _End:
    """What a number has at one end."""

    printed: Interval
    """For a range the number that stands there, else all that is admitted."""
    rounded: Interval
    """The same with what rounding admits."""
    shown: Interval
    """The same without."""


def end_apart(total: Entry, parts: list[Entry], reading: int) -> OneEnd | None:
    """The end at which a total and its parts are apart, where both tell ranges; None for none."""
    modalities = [part.quantity.modality for part in parts]
    both = total.quantity.modality is Modality.RANGE and Modality.RANGE in modalities
    if not both or not all(modality in _PLAIN for modality in modalities):
        return None
    for end, name in enumerate(_ENDS):
        stated, ends = _at(total, reading, end), [_at(part, reading, end) for part in parts]
        known = [each for each in ends if each is not None]
        if stated is None or len(known) < len(ends):
            return None
        if not stated.rounded.meets(_sum([each.rounded for each in known])):
            printed = [each.printed for each in known]
            shown = _sum([each.shown for each in known])
            return OneEnd(stated.printed, tuple(printed), _sum(printed), shown, name)
    return None


def _sum(values: list[Interval]) -> Interval:
    summed = values[0]
    for value in values[1:]:
        summed = summed + value
    return summed


def _at(entry: Entry, reading: int, end: int) -> _End | None:
    """One end of a number; None for a range that is not printed plainly."""
    held, readings = admitted(entry, reading), entry.quantity.readings
    factor = readings[min(reading, len(readings) - 1)].unit.factor
    if entry.quantity.modality is not Modality.RANGE:
        value = entry.quantity.value
        return _End(held, held, held if value is None else Interval.point(value * factor))
    numbers = _NUMBER.findall(entry.claim.text)
    if len(numbers) != len(_ENDS):
        return None
    value, last = Fraction(numbers[end]) * factor, factor / 10 ** len(numbers[end].partition(".")[2])
    plain = held.low == value - last / 2 if end == 0 else held.high == value + last
    point = Interval.point(value)
    return _End(point, Interval(value - last / 2, value + last), point) if plain else None
