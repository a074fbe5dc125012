"""How many replicas or GPUs a load takes: "Required: 4,800 tokens/s", "One replica serves 1,500", "needed: 3"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor.derivations.checks.passages import named, sentence
from auditor.derivations.derivation import Basis, Bound, Derivation, Input, Step, one_step
from auditor.facts import Fact, Facts, Stance
from auditor.quantity import Modality
from auditor.show import interval as shown
from auditor.units import Dimensions

_THINGS = frozenset({"replica", "instance", "GPU", "node", "server", "pod", "worker"})
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
_HENCE = re.compile(
    r"(?:\b(?:hence|so|thus|therefore|i\.e\.|that is|(?:which|this|that) (?:means|makes|takes|needs|requires)"
    r"|we (?:need|plan|deploy|run))|→|⇒|=>)[ ,:]*(?:we (?:need|plan|deploy|run) )?(?:at least )?\Z",
    re.IGNORECASE,
)
"""What says right before a number that it follows."""
_SET = re.compile(rf"(?:num(?:ber of)? |total )?{_THING}(?:s| count)", re.IGNORECASE)
"""Keys of as many as there are."""
_PEAK = re.compile(r"\b(?:peak|required|demand\w*|target)\b", re.IGNORECASE)
"""Words of a load that what is there has to carry."""
_RATE = re.compile(r"\b(?:rps|qps)\b", re.IGNORECASE)
_OTHERWISE = re.compile(
    r"\b(?:autoscal\w*|queue\w*|burst\w*|average|off-peak|headroom|batch\w*|spill\w*|initial\w*|minimum)\b",
    re.IGNORECASE,
)
"""Words of a section in which fewer may do."""
_MOST = 64
"""Rates of a section that are looked through."""
_SERVED = frozenset({"request", "token"})
_NEAR, _FAR = 40, 200
_SLACK, _ROUGH = Fraction(23, 25), Fraction(4, 5)
"""The share of what is needed that may be thought enough, and that of rough figures."""
_REQUESTS: Dimensions = (("request", 1), ("second", -1))


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each number of things said to be needed, beside one load and what one of them takes."""
    sections: dict[tuple[str, ...], list[Fact]] = defaultdict(list)
    for fact in facts.all:
        sections[fact.claim.label.headings].append(fact)
    for some in sections.values():
        rates = [fact for fact in some if _is_rate(fact)][:_MOST]
        for fact in some if len(rates) > 1 else ():
            thing, severity = _asked(fact, facts)
            if thing and not any(_OTHERWISE.search(sentence(each, facts)) for each in (*rates, fact)):
                yield from _judged(fact, thing, rates, severity, facts, rule)


def _asked(fact: Fact, facts: Facts) -> tuple[str, str]:
    """Of what thing a number says how many are needed, and how hard that is to hold against it; empty if of none."""
    plain = fact.quantity.whole and fact.quantity.modality is Modality.EXACT and bool(fact.quantity.value)
    if not plain or fact.stance is not Stance.ASSERTED:
        return "", ""
    label = fact.claim.label
    found = _NEEDED.search(f"{label.key} {label.row}".replace("_", " "))
    if found is not None:
        return _thing(found), ""
    text, start = facts.claims.document.blocks[fact.claim.block].text, fact.claim.start
    if fact.quantity.unit.symbol in _THINGS and _HENCE.search(text[max(start - _NEAR, 0) : start]):
        return fact.quantity.unit.symbol.lower(), ""
    found = _SET.fullmatch((label.key or label.row).strip().replace("_", " "))
    return (_thing(found), "warning") if found is not None else ("", "")


def _judged(
    fact: Fact, thing: str, rates: Sequence[Fact], severity: str, facts: Facts, rule: str
) -> Iterator[Derivation]:
    """The number against the one load over what one thing takes, unless fewer nearly do."""
    of_one = [each for each in rates if (one := _OF_ONE.search(named(each))) and _thing(one) == thing]
    alike = [each for each in rates if of_one and each not in of_one and _kind(each, thing) == _kind(of_one[0], thing)]
    blocks = facts.claims.document.blocks
    loads = [each for each in alike if _LOAD.search(f"{named(each)} {sentence(each, facts)}")]
    if len(alike) == 1 and _LOAD.search(blocks[alike[0].claim.block].text[: alike[0].claim.start][-_FAR:]):
        loads = alike
    if len(of_one) == 1 and len(loads) == 1:
        made = _derivation(fact, loads[0], of_one[0], rule)
        served = any(name in _SERVED for name, _ in _kind(loads[0], thing))
        if made is not None and (made.holds or not severity or (served and _PEAK.search(named(loads[0])))):
            yield replace(made, severity=severity)


def _thing(found: re.Match[str]) -> str:
    return next(each for each in found.groups() if each is not None).lower()


def _is_rate(fact: Fact) -> bool:
    rate = any(each == ("second", -1) for each in fact.quantity.readings[0].unit.dimensions)
    rate = rate or (not fact.quantity.unit.symbol and _RATE.search(named(fact)) is not None)
    return rate and fact.stance is Stance.ASSERTED and fact.quantity.is_plain and bool(fact.quantity.value)


def _kind(fact: Fact, thing: str) -> Dimensions:
    dimensions = fact.quantity.readings[0].unit.dimensions or _REQUESTS
    return tuple(each for each in dimensions if each[0] != thing)


def _derivation(fact: Fact, load: Fact, of_one: Fact, rule: str) -> Derivation | None:
    """None where fewer are stated than needed, and nearly carry the load; what is planned with is as printed."""
    least = load.quantity.nominal() / of_one.quantity.nominal()
    stated, needed = fact.quantity.value or Fraction(0), least.high or Fraction(0)
    rough = Modality.ABOUT in (load.quantity.modality, of_one.quantity.modality)
    if needed * (_ROUGH if rough else _SLACK) <= stated < needed:
        return None
    given = tuple(Input(each.claim.name, each.quantity.nominal(), each.claim.index) for each in (load, of_one))
    step = Step(
        "load ÷ what one takes",
        f"{load.claim.text} ÷ {of_one.claim.text}",
        least.upwards(),
        "",
        f"{given[0].name} {given[1].name} / ≥",
        given,
    )
    return one_step(
        fact.claim,
        step,
        rule,
        expected=f"at least {shown(least, fact.quantity.readings[0].unit)}",
        holds=stated >= needed,
        relation="≥",
        bound=Bound.LOWER,
        basis=Basis.ARITHMETIC,
        power=0.5,
    )
