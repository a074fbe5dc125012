"""What is stated against what follows, as interval bars on one axis."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import show
from auditor.findings import Derivation, Finding
from auditor.frozen import dataclass
from auditor.interval import WHOLE, Interval
from auditor.report.html.pictures.axis import Axis, Tick, fitted
from auditor.report.html.values import head_unit, stated, tells
from auditor.report.view import View
from auditor.text import visible
from auditor.units import Unit

_ROW = 34
_LEFT, _RIGHT = 8, 352
_TRIED = 5
_LONGEST = 46


@dataclass(frozen=True, slots=True)
class Bar:
    """One interval."""

    style: str
    """stated, derived or tried: hollow, filled and dashed."""
    label: str
    y: int
    x: int
    width: int
    """0 for a single value."""
    open_left: bool
    """Whether it goes on beyond the picture."""
    open_right: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """The picture."""

    title: str
    description: str
    height: int
    unit: str
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]


def bars(view: View, finding: Finding) -> Bars | None:
    """The picture of a finding; None where the two cannot stand on one axis."""
    derivation = finding.derivation
    unit = head_unit(view, derivation) if derivation else None
    said = stated(view, derivation) if derivation and unit else None
    if derivation is None or unit is None or said is None:
        return None
    rows = [("stated", f"stated {derivation.stated}", said), *_follows(derivation, unit)]
    shown = [(style, _cut(label), interval.scale(1 / unit.factor)) for style, label, interval in rows]
    ends = [end for _, _, interval in shown for end in (interval.low, interval.high) if end is not None]
    axis = fitted(ends, _LEFT, _RIGHT)
    return Bars(
        title="Stated against derived",
        description="; ".join(label for _, label, _ in shown) + ".",
        height=_ROW * len(shown) + 26,
        unit=unit.symbol,
        bars=tuple(_bar(row, index, axis) for index, row in enumerate(shown)),
        ticks=tuple(axis.ticks()),
    )


def _follows(derivation: Derivation, unit: Unit) -> Sequence[tuple[str, str, Interval]]:
    sign = "follows" if derivation.relation == "=" else "asked for:"
    said = tells(derivation.expected, derivation.interval, unit)
    words = derivation.expected if said else show.interval(derivation.interval, unit)
    if derivation.reservation:
        sign = "only by an unusual convention:"
    main = ("derived", f"{sign} {words}", _allowed(derivation))
    tried = [
        ("tried", f"{show.interval(one.result, unit)}: {one.name}", one.result)
        for one in derivation.tried
        if one.result not in (derivation.interval, WHOLE)
    ]
    return [main, *list(dict.fromkeys(tried))[:_TRIED]]


def _allowed(derivation: Derivation) -> Interval:
    """What the stated number must meet: for one held against a limit the whole side of the limit that is right."""
    limit = derivation.interval
    if derivation.relation in ("<", "≤"):
        return Interval(None, limit.high)
    return Interval(limit.low, None) if derivation.relation in (">", "≥") else limit


def _bar(row: tuple[str, str, Interval], index: int, axis: Axis) -> Bar:
    style, label, interval = row
    low = axis.start if interval.low is None else axis.at(interval.low)
    high = axis.stop if interval.high is None else axis.at(interval.high)
    return Bar(style, label, index * _ROW, low, high - low, interval.low is None, interval.high is None)


def _cut(label: str) -> str:
    text = visible(label)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
