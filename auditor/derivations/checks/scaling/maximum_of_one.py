"""A rate that grows with the number of GPUs, and so is that of all, set against the most that one GPU can do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.concepts import OF_ALL
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.quantity import Modality

_SCALED = re.compile(r"\b(?:scal(?:e|es|ed|ing)|expand(?:s|ed|ing)?|grow(?:s|ing)?)\b[^\n.;]{0,24}$", re.IGNORECASE)
_MOST = frozenset({"maximum", "theoretical"})
_REACHED = frozenset({"", "achieved", "estimated"})
_SLACK = Fraction(11, 10)
"""How far a scaled rate may exceed what is printed, which is rounded down or said to be more."""
_CHANCE = 0.1
_REACH = 48
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
    """One derivation for each maximum that compute and work per token give, for all GPUs or for one of them.

    Only where the rate beside it is shown to be that of all, by its growth with their number.
    """
    rates = _plain(facts, "throughput", OF_ALL)
    growth = next(_growths(facts, rates), None)
    if growth is None:
        return
    compute = [*_plain(facts, "effective_flops", {"", "gpu"}), *_plain(facts, "peak_flops", {"", "gpu"})]
    work = _plain(facts, "flops_per_token", OF_ALL)
    for top in (fact for fact in rates if fact.role in _MOST and fact.quantity.modality is Modality.EXACT):
        pairs = [(c, w, _bound(c, w)) for c in compute for w in work]
        of_all = next(((c, w) for c, w, one in pairs if one.scale(_of(growth.gpus)).meets(top.quantity.hull)), None)
        of_one = next(((c, w) for c, w, one in pairs if one.meets(top.quantity.hull)), None)
        if of_all is not None:
            yield _derivation(top, growth, *of_all, rule, holds=True)
        elif of_one is not None and _of(growth.rate) < _of(top) < _of(growth.more_rate):
            yield _derivation(top, growth, *of_one, rule, holds=False)


def _plain(facts: Facts, concept: str, scopes: Iterable[str]) -> Sequence[Fact]:
    """The first statements of a concept that hold, one for each value."""
    found: dict[Fraction, Fact] = {}
    for fact in facts.all:
        meant = fact.stance in (Stance.ASSERTED, Stance.PROPOSED) and len(found) < _VALUES
        if meant and fact.concept == concept and fact.scope in scopes and fact.quantity.value:
            found.setdefault(fact.quantity.value, fact)
    return list(found.values())


def _growths(facts: Facts, rates: Sequence[Fact]) -> Iterator[_Growth]:
    """Each "scale to 128 GPUs for 40 tokens/ms" that multiplies a stated rate by the growth of the GPUs."""
    counts = _plain(facts, "gpus", OF_ALL)
    blocks = facts.claims.document.blocks
    for more in counts:
        before = blocks[more.claim.block].text[max(more.claim.start - _REACH, 0) : more.claim.start]
        if not _SCALED.search(before):
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


def _bound(compute: Fact, work: Fact) -> Interval:
    return compute.quantity.hull / work.quantity.hull


def _derivation(top: Fact, growth: _Growth, compute: Fact, work: Fact, rule: str, *, holds: bool) -> Derivation:
    premises = (compute, work, growth.gpus)
    count, unit = _of(growth.gpus), top.quantity.readings[0].unit
    result = _bound(compute, work).scale(count)
    names = [fact.claim.name for fact in premises]
    ends = (compute.quantity.hull, work.quantity.hull, Interval.point(count))
    given = tuple(Input(n, end, fact.claim.index) for n, end, fact in zip(names, ends, premises, strict=True))
    working = f"{growth.gpus.claim.text} × {compute.claim.text} / {work.claim.text}"
    expected = show.interval((compute.quantity.nominal() / work.quantity.nominal()).scale(count), unit)
    return one_step(
        top.claim,
        Step(working, working, result, unit.symbol, f"{names[0]} {names[1]} / {names[2]} *", given),
        rule,
        expected=f"{expected} for {growth.gpus.claim.text}",
        holds=holds,
        power=_CHANCE,
        message=f"{top.claim.text} is the most that one GPU can do ({compute.claim.text} / {work.claim.text}); "
        f"{growth.rate.claim.text}, which becomes {growth.more_rate.claim.text} on {growth.more_gpus.claim.text}, "
        f"is the rate of all GPUs, which together can do {expected}.",
    )
