"""Printed numbers to quantities: what the digits, the bound and the unit admit."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

from auditor.claims.lexicon import UNSCALED
from auditor.claims.numerals import Printed
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality, Quantity, Reading
from auditor.units import Alternative, Unit

_ABOUT = Fraction(1, 10)
_ZERO = Fraction(0)
_MEASURED = frozenset({"second", "watt", "dollar", "euro", "yuan", "celsius", "decibel", "metre"})
"""Dimensions whose whole numbers are measurements, not counts."""

_PER_BYTE = ("byte", -1)
"""Bytes are counted, what is done for each of them is measured: 591 FLOPs/byte are rounded."""


@dataclass(frozen=True, slots=True)
class Written:
    """A number, its bound, its scale and its unit, as the text puts them together."""

    low: Printed
    high: Printed
    """The same as `low` but for a range."""
    scales: tuple[Fraction, ...]
    """Readings of K, M, B, million ...; one of them 1 if there is no such word."""
    units: tuple[Alternative, ...]
    modality: Modality
    worded: bool
    """Whether the bound is a word or `+` ("up to 31.0 GB"), which admits what rounds to it; a sign (`≤`) does not."""


def quantity(text: str, written: Written) -> Quantity:
    """The quantity of a written number; `text` is the source as printed."""
    known = _quantity(written)
    return Quantity(text, known.value, known.interval, known.unit, known.modality, known.whole, known.readings)


@lru_cache(maxsize=4096)
def _quantity(written: Written) -> Quantity:
    whole = _is_whole(written)
    readings = []
    intervals = [_admitted(written, scale, whole=whole) for scale in written.scales]
    for scale, interval in zip(written.scales, intervals, strict=True):
        for unit in written.units:
            name = ", ".join(filter(None, (_scale_name(written.scales, scale), unit.name)))
            readings.append(Reading(name, unit.unit, _in_base(interval, unit.unit)))
    value = written.low.value * written.scales[0] if written.low is written.high else None
    return Quantity("", value, intervals[0], written.units[0].unit, written.modality, whole, tuple(readings))


def rounded(value: Fraction, step: Fraction) -> Interval:
    """Every value that prints as `value` when rounded or cut to a multiple of `step`: 1.15 is [1.145, 1.16)."""
    if not step:
        return Interval.point(value)
    if value < 0:
        return -rounded(-value, step)
    return Interval(max(_ZERO, value - step / 2), value + step, False, True)


def _is_whole(written: Written) -> bool:
    unit = written.units[0].unit
    if not (written.low.whole and written.high.whole) or written.scales != UNSCALED or unit.factor != 1:
        return False
    measured = any(name in _MEASURED or (name, power) == _PER_BYTE for name, power in unit.dimensions)
    return (not unit.symbol or bool(unit.dimensions)) and not measured


def _admitted(written: Written, scale: Fraction, *, whole: bool) -> Interval:
    low = _printed(written.low, scale, whole=whole)
    high = low if written.low is written.high else _printed(written.high, scale, whole=whole)
    between = low if low is high else low.hull(high)
    if written.modality is Modality.ABOUT:
        return _widened(between)
    if written.modality in (Modality.EXACT, Modality.RANGE):
        return between
    if not written.worded:
        low, high = (Interval.point(end.value * scale) for end in (written.low, written.high))
    return _half_line(low, high, written.modality)


def _half_line(low: Interval, high: Interval, modality: Modality) -> Interval:
    """The values beyond a bound; what is at most something positive is not negative, as all quantities of the field."""
    assert low.low is not None
    assert high.high is not None
    if modality in (Modality.AT_LEAST, Modality.MORE_THAN):
        return Interval.at_least(low.low, open=modality is Modality.MORE_THAN)
    open_end = high.high_open or modality is Modality.LESS_THAN
    if high.high < 0 or (high.high == 0 and open_end):
        return Interval.at_most(high.high, open=open_end)
    return Interval(_ZERO, high.high, False, open_end)


def _printed(number: Printed, scale: Fraction, *, whole: bool) -> Interval:
    if scale == 1:
        return Interval.point(number.value) if whole else rounded(number.value, number.step)
    return rounded(number.value * scale, number.step * scale)


def _widened(interval: Interval) -> Interval:
    assert interval.low is not None
    assert interval.high is not None
    low = interval.low - abs(interval.low) * _ABOUT
    high = interval.high + abs(interval.high) * _ABOUT
    return Interval(low, high, interval.low_open, interval.high_open)


def _in_base(interval: Interval, unit: Unit) -> Interval:
    return interval if unit.factor == 1 else interval.scale(unit.factor)


def _scale_name(scales: tuple[Fraction, ...], scale: Fraction) -> str:
    return f"K = {scale}" if len(scales) > 1 else ""
