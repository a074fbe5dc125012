"""How many replicas or GPUs a load takes: "Required: 4,800 tokens/s", "One replica serves 1,500", "needed: 3"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import patterns as re
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality
from auditor.show import interval as shown
from auditor.units import Dimensions

_THING = "(replica|instance|GPU|node|server|pod|worker)"
_HAN = "(副本|实例|节点)"
_NEEDED = re.compile(
    rf"\b{_THING}s? (?:needed|required|necessary)\b|\b(?:needed|required) {_THING}s?\b|(?:所需|需要)的?{_HAN}",
    re.IGNORECASE,
)
_OF_ONE = re.compile(
    rf"\b(?:one|each|a single|a|per|every)[ -]{_THING}\b|/{_THING}\b|(?:每个?|单个?|一个){_HAN}", re.IGNORECASE
)
_LOAD = re.compile(
    r"\b(?:required|peak|demand\w*|needed|target|load|total|must|expected)\b|峰值|需求|目标|负载", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:autoscal\w*|queue\w*|burst\w*|average|off-peak|headroom|batch\w*|spill\w*|initial\w*|minimum)\b",
    re.IGNORECASE,
)
"""Words of a section in which fewer may do."""
_PLAIN = (Modality.EXACT, Modality.ABOUT)
_MOST = 64
"""Rates of a section that are looked through."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of things said to be needed, beside one load and what one of them takes."""
    rates: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        label = fact.claim.label
        near = rates[label.headings]
        if _is_rate(fact):
            rates[label.headings] = [*near, fact][-_MOST:]
        plain = fact.quantity.whole and fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)
        asked = plain and fact.stance is Stance.ASSERTED
        named = _NEEDED.search(f"{label.key} {label.row}") if asked else None
        if named is None:
            continue
        thing = _thing(named)
        if _OTHERWISE.search(" ".join(_said(each) for each in (*near, fact))):
            continue
        of_one = [each for each in near if (one := _OF_ONE.search(_said(each))) and _thing(one) == thing]
        loads = [each for each in near if each not in of_one and _LOAD.search(_said(each))]
        if len(of_one) == 1 and len(loads) == 1 and _kind(of_one[0], thing) == _kind(loads[0], thing):
            yield _derivation(fact, loads[0], of_one[0], rule)


def _thing(found: re.Match[str]) -> str:
    return next(each for each in found.groups() if each is not None).lower()


def _said(fact: Fact) -> str:
    label = fact.claim.label
    return f"{label.key} {label.row} {label.before} {fact.claim.text} {label.after}"


def _is_rate(fact: Fact) -> bool:
    rate = any(each == ("second", -1) for each in fact.quantity.readings[0].unit.dimensions)
    return rate and fact.stance is Stance.ASSERTED and fact.quantity.modality in _PLAIN


def _kind(fact: Fact, thing: str) -> Dimensions:
    return tuple(each for each in fact.quantity.readings[0].unit.dimensions if each[0] != thing)


def _derivation(fact: Fact, load: Fact, of_one: Fact, rule: str) -> Derivation:
    given = tuple(Input(f"c{each.claim.index}", each.quantity.hull, each.claim.index) for each in (load, of_one))
    result = (given[0].interval / given[1].interval).upwards()
    least = load.quantity.nominal() / of_one.quantity.nominal()
    stated = fact.quantity.value or 0
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(load.claim.index, of_one.claim.index),
        holds=result.low is None or stated >= result.low,
        stated=fact.claim.text,
        expected=f"at least {shown(least, fact.quantity.readings[0].unit)}",
        interval=result,
        relation="≥",
        bound=Bound.LOWER,
        basis=Basis.ARITHMETIC,
        steps=(
            Step(
                "load ÷ what one takes",
                f"{load.claim.text} ÷ {of_one.claim.text}",
                result,
                "",
                f"{given[0].name} {given[1].name} / ≥",
                given,
            ),
        ),
        power=0.5,
    )
