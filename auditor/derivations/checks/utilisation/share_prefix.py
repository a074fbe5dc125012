"""A part of a whole, "170 GFLOPS of 400 TFLOPS", whose share stands elsewhere: they agree, or a prefix is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from auditor import show
from auditor.derivations.agreement import slip
from auditor.derivations.chained import chained
from auditor.derivations.checks.paired import chance, width
from auditor.derivations.derivation import Derivation, one_step
from auditor.facts import Fact, Facts, Link, Operand, Stance

_SHARES: Mapping[str, frozenset[str]] = {
    "peak_flops": frozenset({"gpu_utilisation", "mfu", "hfu"}),
    "memory_bandwidth": frozenset({"bandwidth_utilisation"}),
    "gpu_memory": frozenset({"memory_utilisation"}),
}
"""By what there is, the percentages that are shares of it."""
_EFFECTIVE = frozenset({"effective_flops", "effective_bandwidth"})
"""Rates that are worked out from a peak and a share, not measured."""
_NARROW = 0.05
"""How wide a percentage may be, as a share of itself, to show that a thousand is lost."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each part that its own share gives, or gives but for a power of a thousand."""
    for link in facts.claims.links:
        effective = _effective(link, facts)
        if effective is not None:
            yield _derivation(*effective, rule, None)
        ends = _ends(link, facts)
        if ends is not None:
            part, whole, concept = ends
            shares = [fact for fact in facts.all if _is_share(fact, part, concept)]
            found = _judge(part, whole, shares, rule)
            if found is not None:
                yield found


def _effective(link: Link, facts: Facts) -> tuple[Fact, Fact, Fact] | None:
    """What is effective of a peak, the peak, and the percentage that gives it: "210 TFLOPS (60% of 350)"."""
    if link.form != "of" or not isinstance(link.first, Operand) or not isinstance(link.second, Operand):
        return None
    indices = link.first.claim, link.second.claim, link.result
    part, whole, share = (facts.by_claim[index] if index is not None else None for index in indices)
    if part is None or whole is None or share is None or part.concept not in _EFFECTIVE:
        return None
    told = all(each.stance is Stance.ASSERTED and each.quantity.value for each in (part, whole, share))
    gives = (share.quantity.hull * whole.quantity.hull).meets(part.quantity.hull)
    return (part, whole, share) if told and gives and share.quantity.unit.symbol == "%" else None


def _ends(link: Link, facts: Facts) -> tuple[Fact, Fact, str] | None:
    """The part and the whole of a pair that has no percentage of its own, and what the whole is."""
    if link.form != "of" or link.result is not None:
        return None
    if not (isinstance(link.first, Operand) and isinstance(link.second, Operand)):
        return None
    part, whole = facts.by_claim[link.first.claim], facts.by_claim[link.second.claim]
    if part is None or whole is None or part.stance is not Stance.ASSERTED or not part.quantity.unit.symbol:
        return None
    concept = whole.concept if whole.concept in _SHARES else _restated(whole, facts)
    plain = all(end.quantity.value and end.quantity.is_plain for end in (part, whole))
    return (part, whole, concept) if concept and plain else None


def _restated(whole: Fact, facts: Facts) -> str:
    """What a number without a name is that the report states elsewhere."""
    if whole.known:
        return ""
    value = whole.quantity.nominal()
    return next(
        (fact.concept for fact in facts.all if fact.concept in _SHARES and fact.quantity.nominal() == value), ""
    )


def _is_share(fact: Fact, part: Fact, concept: str) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain and fact.quantity.unit.symbol == "%"
    return told and fact.concept in _SHARES[concept] and set(fact.scenario) <= set(part.scenario)


def _judge(part: Fact, whole: Fact, shares: Sequence[Fact], rule: str) -> Derivation | None:
    ratio = part.quantity.hull / whole.quantity.hull
    agreeing = next((share for share in shares if share.quantity.hull.meets(ratio)), None)
    if agreeing is not None:
        return _derivation(part, whole, agreeing, rule, None)
    plain = part.quantity.nominal() / whole.quantity.nominal()
    for share in shares:
        factor = slip(share.quantity.hull, plain)
        if factor is not None and width(share.quantity) <= _NARROW:
            return _derivation(part, whole, share, rule, factor)
    return None


def _derivation(part: Fact, whole: Fact, share: Fact, rule: str, factor: Fraction | None) -> Derivation:
    """`factor`: what is lost; None if the three agree."""
    unit = part.quantity.readings[0].unit
    return one_step(
        part.claim,
        chained("×", [(end.claim, end.quantity.hull) for end in (share, whole)], "share × whole", unit.symbol),
        rule,
        expected=show.interval(share.quantity.nominal() * whole.quantity.nominal(), unit),
        holds=factor is None,
        near_miss="" if factor is None else _too(factor),
        power=chance(share.quantity),
    )


def _too(factor: Fraction) -> str:
    times, way = (factor, "small") if factor > 1 else (1 / factor, "large")
    return f"what is stated is {show.number(times)} times too {way}"
