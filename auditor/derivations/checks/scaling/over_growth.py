"""A scaling efficiency that a sentence tells with how much faster and how much more, "6.4 times the throughput on 8
times the GPUs, an efficiency of 80%", or with the two rates and the two numbers of GPUs themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.paired import chance
from auditor.derivations.cited import is_own_statement
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.values import dimensions_of
from auditor.derivations.workings import worked_with
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import sentence_at

_EFFICIENCY = "scaling_efficiency"
_BEHIND = re.compile(r"\W{0,3} (?:scaling|parallel) efficiency")
_BEFORE = re.compile(r"(?:scaling|parallel) efficiency[\s\w:=~≈*]{0,20}\Z")
_GAIN = re.compile(
    r"\s*(?:the |as (?:much|many) )?[a-z/ -]{0,24}"
    r"(?:throughput|rate|speed|tokens|performance|output|faster|speed-?up)[a-z/ ]{0,12}"
    r" (?:on|with|for|from|using|at)\s+\Z",
    re.IGNORECASE,
)
"""What stands between how much faster and how much more."""
_MORE = re.compile(
    r"\s*(?:the |as many |more )?(?:number of )?"
    r"(?:hardware|GPUs?|nodes?|accelerators?|devices?|cards?|servers?|machines?|chips?)\b",
    re.IGNORECASE,
)
_COUNTED = ((("gpu", 1),), (("node", 1),))
_MOST = 16
"""Numbers of a sentence that is looked at."""


@dataclass(frozen=True, slots=True)
class _Working:
    """What the efficiency is worked out from."""

    facts: tuple[Fact, ...]
    program: str
    """Over `a`, `b` ... for the facts."""
    printed: str
    result: Interval
    shown: Interval
    """What the printed numbers give."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each scaling efficiency of a sentence that tells what it is worked out from."""
    asked = [fact for fact in facts.all if fact.quantity.unit.symbol == "%" and _asks(fact)]
    inner = worked_with(facts) if asked else frozenset()
    for fact in asked:
        text = facts.claims.document.blocks[fact.claim.block].text
        named = fact.concept == _EFFICIENCY or _is_named(fact, text)
        if not named or fact.claim.index in inner:
            continue
        own = _of_sentence(fact, text, facts)
        ways = [way for way in (_multiples(own, text), _rates(own)) if way is not None]
        held = next((way for way in ways if way.result.meets(fact.quantity.hull)), None)
        if held is not None or (ways and is_own_statement(facts, fact.claim.index)):
            yield _derivation(fact, held or ways[0], rule, holds=held is not None)


def _asks(fact: Fact) -> bool:
    return fact.quantity.is_plain and fact.stance is Stance.ASSERTED and bool(fact.quantity.value)


def _is_named(fact: Fact, text: str) -> bool:
    before = _BEFORE.search(text, max(fact.claim.start - 60, 0), fact.claim.start)
    return before is not None or _BEHIND.match(text, fact.claim.end) is not None


def _of_sentence(fact: Fact, text: str, facts: Facts) -> Sequence[Fact]:
    """The plain numbers of the sentence that a percentage stands in; none where it has another percentage."""
    first, last = sentence_at(text, fact.claim.start)
    near = facts.all[max(fact.index - _MOST, 0) : fact.index + _MOST + 1]
    own = [each for each in near if each.claim.block == fact.claim.block and first <= each.claim.start < last]
    alone = [each for each in own if each.quantity.unit.symbol == "%"] == [fact]
    return own if alone and len(own) <= _MOST and all(map(_asks, own)) else ()


def _multiples(own: Sequence[Fact], text: str) -> _Working | None:
    """The one pair of multiples that says how much faster, and on how much more."""
    pairs = [
        (a, b)
        for a, b in pairwise(own)
        if a.quantity.unit.symbol == b.quantity.unit.symbol == "×"
        and _GAIN.fullmatch(text, a.claim.end, b.claim.start)
        and _MORE.match(text, b.claim.end)
    ]
    if len(pairs) != 1:
        return None
    (gain, more) = pairs[0]
    printed = f"{gain.claim.text} ÷ {more.claim.text}"
    shown = gain.quantity.nominal() / more.quantity.nominal()
    return _Working((gain, more), "a b /", printed, gain.quantity.hull / _growth(more), shown)


def _growth(more: Fact) -> Interval:
    """How much more there is: machines are counted, so that a whole multiple is exact."""
    nominal = more.quantity.nominal()
    return (
        nominal
        if nominal.is_point and nominal.middle is not None and nominal.middle.denominator == 1
        else more.quantity.hull
    )


def _rates(own: Sequence[Fact]) -> _Working | None:
    """The two rates, and the two numbers of GPUs in the same order."""
    rates = [each for each in own if ("second", -1) in dimensions_of(each)]
    counts = [each for each in own if dimensions_of(each) in _COUNTED]
    kinds = {dimensions_of(each) for each in rates}, {dimensions_of(each) for each in counts}
    if len(rates) != 2 or len(counts) != 2 or any(len(kind) != 1 for kind in kinds):
        return None
    if any(each.scope for each in (*rates, *counts)) or any(
        name in ("gpu", "node") for name, _ in dimensions_of(rates[0])
    ):
        return None
    pairs = sorted(zip(rates, counts, strict=True), key=lambda pair: pair[1].quantity.value or 0)
    (rate, few), (grown, many) = pairs
    if few.quantity.value == many.quantity.value:
        return None
    result = grown.quantity.hull / rate.quantity.hull * few.quantity.hull / many.quantity.hull
    printed = f"{grown.claim.text} ÷ {rate.claim.text} × {few.claim.text} ÷ {many.claim.text}"
    shown = [each.quantity.nominal() for each in (grown, rate, few, many)]
    return _Working(
        (grown, rate, few, many), "a b / c * d /", printed, result, shown[0] / shown[1] * shown[2] / shown[3]
    )


def _derivation(fact: Fact, way: _Working, rule: str, *, holds: bool) -> Derivation:
    names = {letter: each.claim.name for letter, each in zip("abcd", way.facts, strict=False)}
    values = [
        _growth(each) if each.quantity.unit.symbol == "×" and at else each.quantity.hull
        for at, each in enumerate(way.facts)
    ]
    given = tuple(Input(e.claim.name, value, e.claim.index) for e, value in zip(way.facts, values, strict=True))
    program = " ".join(names.get(token, token) for token in way.program.split())
    unit = fact.quantity.readings[0].unit
    return one_step(
        fact.claim,
        Step("efficiency", way.printed, way.result, unit.symbol, program, given),
        rule,
        expected=show.interval(way.shown, unit),
        holds=holds,
        power=chance(fact.quantity),
    )
