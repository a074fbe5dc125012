"""Rates of links beside the name of their generation: "InfiniBand HDR (200 Gb/s)", "NVLink 4.0 at 900 GB/s".

Ports may be bundled, and rates counted one way or both ways, so that they are only confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.interval import Interval
from auditor.units import Unit

_G = 10**9
_ORDINALS = ("first", "second", "third", "fourth", "fifth")


def _generation(link: str, number: int) -> re.Pattern[str]:
    """How a generation of a link is written: "NVLink 4.0", "NVLink Gen4", "4th-generation NVLink"."""
    ordinal = rf"(?:{_ORDINALS[number - 1]}|{number}(?:st|nd|rd|th))[- ]gen(?:eration)?"
    return re.compile(
        rf"\b{link}[- ]?(?:v|gen[- ]?)?{number}(?:\.0)?\b|\b{link} {ordinal}\b|\b{ordinal} {link}\b", re.I
    )


_RATES: tuple[tuple[str, re.Pattern[str], tuple[int, ...]], ...] = (
    *(
        (f"InfiniBand {name}", re.compile(rf"\b{name}\b(?!\w)"), (bits * _G // 8,))
        for name, bits in (("QDR", 40), ("FDR", 56), ("EDR", 100), ("HDR", 200), ("NDR", 400), ("XDR", 800))
    ),
    *(
        (f"NVLink {name}", _generation("NVLink", name), (rate * _G, rate * _G // 2))
        for name, rate in ((1, 160), (2, 300), (3, 600), (4, 900), (5, 1800))
    ),
    *(
        (f"PCIe {name} ×16", _generation("PCI(?:e|-?E(?:xpress)?| Express)", name), rates)
        for name, rates in ((3, (16 * _G, 32 * _G)), (4, (32 * _G, 64 * _G)), (5, (64 * _G, 128 * _G)))
    ),
)
"""Links, how they are written, and the bytes per second of a port or an accelerator: one way, or both ways together."""
_RATE = (("byte", 1), ("second", -1))
_NEAR = 24
"""Characters between a name and its rate."""
_CHANCE = 0.1
_UNIT = Unit("GB/s", Fraction(_G), _RATE)


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each rate that is just what the link has whose name stands beside it."""
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
        if not told or fact.quantity.readings[0].unit.dimensions != _RATE or not fact.quantity.value:
            continue
        found = _beside(fact, blocks[fact.claim.block].text)
        rates = () if found is None else found[1]
        rate = next((each for each in map(Interval.point, rates) if fact.quantity.nominal().meets(each)), None)
        if found is not None and rate is not None:
            yield _derivation(fact, found[0], rate, rule)


def _beside(fact: Fact, text: str) -> tuple[str, tuple[int, ...]] | None:
    """The link that is named last before a number, or else right behind it."""
    start, end = fact.claim.start, fact.claim.end
    label = fact.claim.label
    row = f"{label.row[-_NEAR:]} {label.column[-_NEAR:]}" if label.row and not start else ""
    before = row or text[max(start - _NEAR, 0) : start].rpartition("\n")[2]
    behind = text[end : end + _NEAR].partition("\n")[0]
    found = [(match.end(), name, rates) for name, pattern, rates in _RATES for match in pattern.finditer(before)]
    if found:
        _, name, rates = max(found)
        return name, rates
    later = [(match.start(), name, rates) for name, pattern, rates in _RATES for match in pattern.finditer(behind)]
    _, name, rates = min(later, default=(0, "", ()))
    return (name, rates) if name and not any(map(str.isdigit, behind[: min(later)[0]])) else None


def _derivation(fact: Fact, name: str, rate: Interval, rule: str) -> Derivation:
    told = show.interval(rate, _UNIT)
    known = Input("known", rate, assumed=f"{name} has {told}")
    return one_step(
        fact.claim,
        Step(f"rate of {name}", told, rate, "GB/s", "known", (known,)),
        rule,
        expected=told,
        holds=True,
        basis=Basis.COMPARISON,
        assumptions=(known.assumed,),
        power=_CHANCE,
    )
