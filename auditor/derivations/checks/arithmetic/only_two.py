"""Gains in a measure of which a report, or a section, gives just two values: "20% TPS gain", "3.8× lower latency".

Which two are meant is read into the text, so that they are only confirmed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from auditor import patterns as re
from auditor.derivations.checks.paired import paired, width
from auditor.derivations.checks.passages import is_plain_statement
from auditor.derivations.checks.relations import DROP, RATIO, SURPLUS, Standard
from auditor.derivations.derivation import Derivation
from auditor.derivations.values import physical
from auditor.facts import Fact, Facts
from auditor.interval import Interval

_MEASURES: Mapping[str, tuple[re.Pattern[str], tuple[str, ...]]] = {
    "throughput": (
        re.compile(r"\bTPS\b|throughput|tokens?(?: per |/)s(?:ec(?:ond)?)?\b|吞吐", re.I),
        ("throughput", "request_rate", "user_throughput"),
    ),
    "first": (re.compile(r"\bTTFT\b|first[- ]token|首字", re.I), ("ttft",)),
    "token": (re.compile(r"\bTPOT\b|\bTTL\b|per output token|inter-token", re.I), ("tpot",)),
    "latency": (
        re.compile(r"latency|延迟|độ trễ", re.I),
        ("tpot", "ttft", "end_to_end_latency", "step_time", "layer_time"),
    ),
}
"""By measure the words that name it, and the concepts that it may be; the first named one counts."""
_LESS = re.compile(r"reduc|lower|less|decreas|short|drop|fall|sav|cut|smaller|faster|降低|减少|giảm", re.I)
_MORE = re.compile(r"gain|higher|more|increas|improv|boost|greater|better|faster|uplift|rise|提升|提高|tăng", re.I)
_CHANCE = 0.2
_STOPS = re.compile(r"[,;.\n(]|\band\b")
"""What ends the words that are said of a number."""
_VERSUS = re.compile(r"\s*(?:\([^()\d]{1,24}\))?\s*(?:vs\.?|versus|against|compared (?:to|with))\s*", re.I)
_BOTH = 2

_Pair = tuple[Fact, Fact]


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each percentage or multiplier that the only two values of its measure give."""
    asking = [fact for fact in facts.all if fact.quantity.unit.symbol in ("%", "×") and is_plain_statement(fact)]
    values = _values(facts) if asking else {}
    for fact in asking if values else ():
        words, concepts = _said(fact)
        pairs = [pair for concept in concepts if (pair := _pair(fact, concept, values, facts)) is not None]
        found = _first(fact, pairs, _standards(fact, words), rule)
        if found is not None:
            yield found


_Place = tuple[str, tuple[int, ...] | None]
_Stated = Mapping[_Place, Mapping[Interval, Fact]]


def _values(facts: Facts) -> _Stated:
    """What is stated of each measure in each section, and (None) anywhere: the first fact of each value."""
    concepts = {concept for _, each in _MEASURES.values() for concept in each}
    blocks = facts.claims.document.blocks
    found: dict[_Place, dict[Interval, Fact]] = defaultdict(dict)
    for fact in facts.all:
        absolute = fact.quantity.unit.symbol not in ("%", "×")
        if absolute and fact.known and fact.concept in concepts and is_plain_statement(fact):
            for each in (fact, *_against(fact, facts)):
                for place in (blocks[each.claim.block].headings, None):
                    found[fact.concept, place].setdefault(each.quantity.nominal(), each)
    return found


def _against(fact: Fact, facts: Facts) -> Iterator[Fact]:
    """The bare number that one is held against, which has its name: "9,600 tokens/s (ours) vs 7,400"."""
    other = facts.all[fact.index + 1] if fact.index + 1 < len(facts.all) else None
    if other is None or other.known or other.claim.block != fact.claim.block or not is_plain_statement(other):
        return
    text = facts.claims.document.blocks[fact.claim.block].text
    unit = fact.quantity.readings[0].unit
    bare = not other.quantity.unit.dimensions and unit.factor == 1
    if bare and _VERSUS.fullmatch(text[fact.claim.end : other.claim.start]):
        yield other


def _said(fact: Fact) -> tuple[str, tuple[str, ...]]:
    """The words that are said of a number, and the concepts of the measure named behind it, or else before."""
    label = fact.claim.label
    for words in (_STOPS.split(label.after)[0], f"{label.key} {label.row} {label.before}"):
        named = next((concepts for pattern, concepts in _MEASURES.values() if pattern.search(words)), ())
        if named:
            return f"{words} {_STOPS.split(label.after)[0]}", named
    return "", ()


def _pair(fact: Fact, concept: str, stated: _Stated, facts: Facts) -> _Pair | None:
    """The larger and the smaller of the only two values of a measure, in the number's section or else anywhere."""
    for place in (facts.claims.document.blocks[fact.claim.block].headings, None):
        distinct = stated.get((concept, place), {})
        if len(distinct) > _BOTH:
            return None
        kinds = {physical(each.quantity) for each in distinct.values()} - {()}
        if len(distinct) == _BOTH and len(kinds) <= 1:
            low, high = sorted(distinct.values(), key=lambda each: each.quantity.nominal().low or 0)
            return high, low
    return None


def _standards(fact: Fact, words: str) -> Sequence[Standard]:
    """How the two give the number, by its words."""
    if fact.quantity.unit.symbol == "×":
        return (RATIO,)
    less, more = _LESS.search(words) is not None, _MORE.search(words) is not None
    return (*((DROP,) if less else ()), *((SURPLUS,) if more else ()))


def _first(fact: Fact, pairs: Sequence[_Pair], standards: Sequence[Standard], rule: str) -> Derivation | None:
    chance = width(fact.quantity) * len(pairs) * len(standards)
    for high, low in pairs if chance <= _CHANCE else ():
        for standard in standards:
            # What is less is less than the larger one.
            pair = (low, high) if standard is DROP else (high, low)
            nominal = standard.value(pair[0].quantity.nominal(), pair[1].quantity.nominal())
            result = standard.value(pair[0].quantity.readings[0].interval, pair[1].quantity.readings[0].interval)
            if nominal is not None and result is not None and nominal.meets(fact.quantity.hull):
                return paired(fact, pair, standard, result, max(chance, 0.001), rule)
    return None
