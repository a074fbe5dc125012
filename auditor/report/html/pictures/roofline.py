"""The roofline of the stated hardware, and the rate that the report claims against it."""

from __future__ import annotations

from fractions import Fraction

from auditor import show
from auditor.findings import Fact
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.report.html.pictures.axis import Axis, Tick
from auditor.report.html.pictures.quantities import PER_GPU, actual
from auditor.report.view import View
from auditor.text import visible
from auditor.units import Unit

CONCEPTS = frozenset({"peak_flops", "effective_flops", "memory_bandwidth", "throughput", "flops_per_token", "mfu"})
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 348, 18, 168
_TERA = Unit("TFLOP/s", Fraction(10) ** 12, ())
_RATE = (("flop", 1), ("second", -1))
_BANDWIDTH = (("byte", 1), ("second", -1))
_SPREAD = 32


@dataclass(frozen=True, slots=True)
class Roofline:
    """The picture."""

    title: str
    description: str
    ridge: int
    """The pixel of the intensity from which on arithmetic limits."""
    roof: int
    """The pixel of the peak."""
    foot: int
    """The pixel of the rate at the left end."""
    claim: int
    """The pixel of the claimed rate."""
    needed: int | None
    """The pixel of the least intensity for it; None if it lies above the roof."""
    peak_label: str
    claim_label: str
    verdict: str
    x_ticks: tuple[Tick, ...]


def roofline(view: View) -> Roofline | None:
    """The picture; None where the report does not state peak, bandwidth and a rate for one GPU."""
    peak, bandwidth = _single(view, "peak_flops", _RATE), _single(view, "memory_bandwidth", _BANDWIDTH)
    claimed = _claimed(view)
    if peak is None or bandwidth is None or claimed is None:
        return None
    rate, label = claimed
    ridge = _base(peak) / _base(bandwidth)
    across = Axis(ridge / _SPREAD, ridge * _SPREAD, _LEFT, _RIGHT, logarithmic=True)
    top, bottom = max(_base(peak), rate) * 3, min(_base(peak) / _SPREAD, rate / 2)
    up = Axis(bottom, top, _BOTTOM, _TOP, logarithmic=True)
    verdict = _verdict(rate, _base(peak), _base(bandwidth))
    return Roofline(
        title="Roofline of one GPU with the claimed rate",
        description=f"Peak {_tera(_base(peak))}, bandwidth {visible(bandwidth.claim.text)}; {label}: {verdict}.",
        ridge=across.at(ridge),
        roof=up.at(_base(peak)),
        foot=up.at(_base(peak) / _SPREAD),
        claim=up.at(rate),
        needed=across.at(rate / _base(bandwidth)) if rate <= _base(peak) else None,
        peak_label=f"peak {_tera(_base(peak))}",
        claim_label=label,
        verdict=verdict,
        x_ticks=tuple(across.ticks()),
    )


def _single(view: View, concept: str, dimensions: tuple[tuple[str, int], ...]) -> Fact | None:
    """The one value of a concept for one GPU; None where there are none or several."""
    found = {
        _base(fact): fact
        for fact in actual(view, concept)
        if fact.scope in PER_GPU and _physical(fact) == dimensions and _base(fact) > 0
    }
    return found.popitem()[1] if len(found) == 1 else None


def _claimed(view: View) -> tuple[Fraction, str] | None:
    stated = _single(view, "effective_flops", _RATE)
    if stated is not None:
        return _base(stated), f"claimed {_tera(_base(stated))}"
    work = _single(view, "flops_per_token", (("flop", 1),))
    speed = [f for f in actual(view, "throughput") if f.scope == "gpu" and _physical(f) == (("second", -1),)]
    if work is None or len({_base(fact) for fact in speed}) != 1:
        return None
    rate = _base(speed[0]) * _base(work)
    return rate, f"claimed {visible(speed[0].claim.text)}: {_tera(rate)}"


def _physical(fact: Fact) -> tuple[tuple[str, int], ...]:
    """The dimensions of a fact without the things that are counted."""
    dimensions = fact.quantity.readings[0].unit.dimensions
    return tuple((name, power) for name, power in dimensions if name in ("byte", "flop", "second"))


def _base(fact: Fact) -> Fraction:
    return (fact.quantity.value or Fraction(0)) * fact.quantity.readings[0].unit.factor


def _tera(rate: Fraction) -> str:
    return show.interval(Interval.point(rate), _TERA)


def _verdict(rate: Fraction, peak: Fraction, bandwidth: Fraction) -> str:
    if rate > peak:
        return f"{show.number(rate / peak, 3)} times the peak, above the roof"
    return f"needs at least {show.number(rate / bandwidth, 3)} FLOP for each byte read"
