"""A rate that grows with the number of GPUs, and so is that of all, set against the most that one GPU can do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditor import show
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_SCALED = re.compile(r"\b(?:scal(?:e|es|ed|ing)|expand(?:s|ed|ing)?|grow(?:s|ing)?)\b[^\n.;]{0,24}$", re.IGNORECASE)
_MOST = frozenset({"maximum", "theoretical"})
_REACHED = frozenset({"", "achieved", "estimated"})
_WHOLE = frozenset({"", "total"})
_SLACK = Fraction(11, 10)
"""How far a scaled rate may exceed what is printed, which is rounded down or said to be more."""
_VALUES = 16
"""Statements of a kind that are tried; more are those of many plans."""


@dataclass(frozen=True, slots=True)
class _Growth:
    """A rate on so many GPUs, and what it becomes on more of them."""

    gpus: Fact
    rate: Fact
    more_gpus: Fact
    more_rate: Fact


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each maximum that compute and work per token show to be one GPU's, where the rate that it is
    set against is shown to be that of all by its growth with their number."""
    rates = _plain(facts, "throughput", _WHOLE)
    growth = next(_growths(facts, rates), None)
    if growth is None:
        return
    compute = [*_plain(facts, "effective_flops", {"", "gpu"}), *_plain(facts, "peak_flops", {"", "gpu"})]
    work = _plain(facts, "flops_per_token", _WHOLE)
    for top in (fact for fact in rates if fact.role in _MOST and _is_between(growth, fact)):
        of_one = ((c, w) for c in compute for w in work if _bound(c, w).meets(top.quantity.hull))
        if found := next(of_one, None):
            yield _derivation(top, growth, *found, rule)


def _plain(facts: Facts, concept: str, scopes: Iterable[str]) -> Sequence[Fact]:
    """The first statements of a concept that hold, one for each value."""
    found: dict[Fraction, Fact] = {}
    for fact in facts.all:
        if fact.concept == concept and fact.scope in scopes and fact.quantity.value and len(found) < _VALUES:
            if fact.stance in (Stance.ASSERTED, Stance.PROPOSED):
                found.setdefault(fact.quantity.value, fact)
    return list(found.values())


def _growths(facts: Facts, rates: Sequence[Fact]) -> Iterator[_Growth]:
    """Each "scale to 128 GPUs for 40 tokens/ms" that multiplies a stated rate by the growth of the GPUs."""
    counts = _plain(facts, "gpus", _WHOLE)
    blocks = facts.claims.document.blocks
    for more in counts:
        if not _SCALED.search(blocks[more.claim.block].text[: more.claim.start]):
            continue
        reached = [rate for rate in rates if rate.claim.block == more.claim.block and rate.claim.start > more.claim.end]
        for more_rate in reached[:1]:
            for rate in (each for each in rates if each.role in _REACHED):
                for gpus in counts:
                    if _grows(rate, gpus, more, more_rate):
                        yield _Growth(gpus, rate, more, more_rate)


def _grows(rate: Fact, gpus: Fact, more: Fact, more_rate: Fact) -> bool:
    if rate is more_rate or not gpus.quantity.value or gpus.quantity.value >= _of(more):
        return False
    scaled = _of(rate) * _of(more) / gpus.quantity.value
    return _of(more_rate) <= scaled <= _of(more_rate) * _SLACK


def _of(fact: Fact) -> Fraction:
    return fact.quantity.value or Fraction(0)


def _is_between(growth: _Growth, top: Fact) -> bool:
    """Whether a maximum lies above the rate that is reached and below the one after growth."""
    return top.quantity.modality is Modality.EXACT and _of(growth.rate) < _of(top) < _of(growth.more_rate)


def _bound(compute: Fact, work: Fact) -> Interval:
    return compute.quantity.hull / work.quantity.hull


def _derivation(top: Fact, growth: _Growth, compute: Fact, work: Fact, rule: str) -> Derivation:
    one = _bound(compute, work)
    count = Interval.point(_of(growth.gpus))
    unit = top.quantity.readings[0].unit
    names = [f"c{fact.claim.index}" for fact in (compute, work, growth.gpus)]
    given = tuple(
        Input(name, value, fact.claim.index)
        for name, value, fact in zip(
            names,
            (compute.quantity.hull, work.quantity.hull, count),
            (compute, work, growth.gpus),
            strict=True,
        )
    )
    working = f"{growth.gpus.claim.text} × {compute.claim.text} / {work.claim.text}"
    expected = show.interval(one * count, unit)
    return Derivation(
        rule=rule,
        head=top.claim.index,
        premises=tuple(fact.claim.index for fact in (compute, work, growth.gpus)),
        holds=False,
        stated=top.claim.text,
        expected=f"{expected} for {growth.gpus.claim.text}",
        interval=one * count,
        basis=Basis.DERIVATION,
        steps=(Step(working, working, one * count, unit.symbol, f"{names[0]} {names[1]} / {names[2]} *", given),),
        message=f"{top.claim.text} is the most that one GPU can do ({compute.claim.text} / {work.claim.text}); "
        f"{growth.rate.claim.text}, which becomes {growth.more_rate.claim.text} on {growth.more_gpus.claim.text}, is what "
        f"all GPUs do, and they can do {expected}.",
    )
