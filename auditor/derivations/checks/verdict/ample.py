"""Requirements that are said to be met with much to spare, where one of them is only just: "all met, with ample
headroom" of 30.2 requests/s against 30."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.checks.general_verdicts import TOPICS, general, topics
from auditor.derivations.checks.verdict.requirement import comparisons
from auditor.derivations.checks.verdict.satisfaction import said
from auditor.derivations.citing import claim_step
from auditor.derivations.derivation import Basis, Derivation, Input, Step, one_step
from auditor.derivations.goals import OWN, Held
from auditor.facts import Claim, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.text import line_at, words_of

_MUCH = r"significant|substantial|ample|comfortable|large|considerable|generous|plenty of|wide|huge|massive|excellent"
_SPARE = re.compile(
    rf"[*_`]{{0,3}}[\s,]*(?:and )?(?:with|by) (?:an? )?(?:very )?(?:{_MUCH})"
    rf" (?:\w+ )?(?:headroom|margins?|buffers?|slack)\b",
    re.IGNORECASE,
)
"""What says behind a verdict on requirements that they are met by far."""
_LEFT = re.compile(r"\b(?:headroom|margins?|buffer|slack)\b", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:minimal|thin|tight|slim|narrow|marginal|very (?:small|little|limited))\b", re.IGNORECASE)
_LITTLE = (Fraction(3, 100), Fraction(1, 20))
"""A margin that nobody calls much, and one that hardly anybody does."""
_ONE = Interval.point(1)
_TOPICS = TOPICS["throughput"] | TOPICS["latency"]
"""What has margins; a memory is often filled on purpose."""


@dataclass(frozen=True, slots=True)
class _Margin:
    """What is left of a requirement, and how that comes about."""

    value: Interval
    premises: tuple[int, ...]
    step: Step
    told: str
    admitted: bool = False
    """Whether the report says in words that it is little."""


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each such verdict with a margin that is next to nothing."""
    blocks = facts.claims.document.blocks
    marks = [mark for mark, _ in general(facts) if _SPARE.match(blocks[mark.block].text, mark.end)]
    if not marks:
        return
    held = [each for each in comparisons(facts, tied=True) if set(each.reached.scenario) <= OWN]
    little = _said_to_be_little(facts)
    for mark in marks:
        concepts = (topics(facts, mark) or _TOPICS) & _TOPICS
        asked = [each for each in held if each.need.concept in concepts]
        margins = [*_scant(asked, little), *_called(facts, concepts)]
        least = min(margins, key=_most, default=None)
        if least is not None:
            yield _derivation(mark, _as_printed(least, facts), rule)


def _said_to_be_little(facts: Facts) -> frozenset[str]:
    """The concepts of which a line says in words that hardly any margin is left: "12.1 RPS leaves minimal headroom"."""
    lines = (line for block in facts.claims.document.blocks for line in block.text.splitlines() if _LEFT.search(line))
    told = (frozenset(words_of(line)) for line in lines if _SMALL.search(line))
    return frozenset[str]().union(*(TOPICS[word] for line in told for word in line & TOPICS.keys()))


def _as_printed(margin: _Margin, facts: Facts) -> _Margin:
    """With what the report itself prints for it: "a margin of 1.3% is left"."""
    blocks = facts.claims.document.blocks
    for fact in facts.all if len(margin.premises) > 1 else ():
        line = line_at(blocks[fact.claim.block].text, fact.claim.start, fact.claim.end)
        if fact.quantity.unit.symbol == "%" and fact.quantity.hull.meets(margin.value) and _LEFT.search(line):
            return replace(margin, told=f"{margin.told}, {fact.claim.text} as printed")
    return margin


def _most(margin: _Margin) -> Fraction:
    return margin.value.high if margin.value.high is not None else Fraction(1)


def _called(facts: Facts, concepts: frozenset[str]) -> Iterator[_Margin]:
    """The margins that the report itself calls little: "minimal throughput headroom (1.3 %)"."""
    for fact in facts.all:
        high = fact.quantity.hull.high
        if fact.quantity.unit.symbol != "%" or high is None or high >= _LITTLE[1] or fact.stance is not Stance.ASSERTED:
            continue
        text = facts.claims.document.blocks[fact.claim.block].text
        told = f"{fact.claim.label.row} {fact.claim.label.column} {line_at(text, fact.claim.start, fact.claim.end)}"
        named = frozenset[str]().union(*(TOPICS[word] for word in words_of(told) if word in TOPICS))
        if _LEFT.search(told) and _SMALL.search(told) and named & concepts and not fact.scenario:
            step = claim_step(fact.claim, fact.quantity.hull, "margin", "%")
            yield _Margin(
                step.result, (fact.claim.index,), step, f"the report calls a margin of {fact.claim.text} small"
            )


def _scant(held: Sequence[Held], little: frozenset[str]) -> Iterator[_Margin]:
    """The requirements of which the best that is reached leaves next to nothing, or anything that is reached, where the
    report itself calls it `little`."""
    by_need: dict[int, list[_Margin | None]] = defaultdict(list)
    for each in held:
        margin = _margin(each)
        if margin is not None and each.need.concept in little and _is_small(margin.value):
            yield replace(margin, admitted=True)
        by_need[each.need.claim.index].append(margin)
    for margins in by_need.values():
        known = [margin for margin in margins if margin is not None]
        best = max(known, key=_most, default=None)
        if best is not None and len(known) == len(margins) and _is_small(best.value):
            yield best


def _is_small(value: Interval) -> bool:
    return value.high is not None and value.low is not None and value.low > -_LITTLE[0] and value.high < _LITTLE[1]


def _margin(each: Held) -> _Margin | None:
    """By how much of itself a requirement is kept; None where a number is open, or one of each GPU."""
    asked, reached = each.need.quantity.value, each.best.reached
    if not asked or asked < 0 or each.best.gpus is not None or reached.low is None or reached.high is None:
        return None
    limit = Interval.point(asked * each.need.quantity.readings[0].unit.factor)
    rises = each.relation == "≥"
    value = reached / limit - _ONE if rises else _ONE - reached / limit
    given = (Input("reached", reached, each.reached.claim.index), Input("asked", limit, each.need.claim.index))
    pair = f"{each.reached.claim.text} ÷ {each.need.claim.text}"
    step = Step(
        "margin", f"{pair} − 1" if rises else f"1 − {pair}", value, "%",
        "reached asked / 1 -" if rises else "1 reached asked / -", given,
    )  # fmt: skip
    nominal = each.reached.quantity.nominal() / limit
    percent = abs((nominal.low or Fraction(0)) - 1) * 100
    told = f"{each.reached.claim.text} against {each.need.claim.text} leaves {show.number(round(percent, 2))}%"
    return _Margin(value, (each.reached.claim.index, each.need.claim.index), step, told)


def _derivation(mark: Claim, margin: _Margin, rule: str) -> Derivation:
    sure = margin.value.high is not None and margin.value.high < _LITTLE[0]
    least = _LITTLE[0] if sure else _LITTLE[1]
    much = Interval.at_least(least)
    program = f"{least.numerator} {least.denominator} / ≥"
    return one_step(
        mark,
        margin.step,
        rule,
        expected=margin.told,
        holds=False,
        basis=Basis.COMPARISON,
        severity="" if sure else "warning",
        # What the report admits does not hang on the number that it gives for it.
        alternatives=(frozenset(),) if margin.admitted else (),
        compared=Step("much to spare", f"at least {show.number(least * 100)}%", much, "%", program, ()),
        message=f"{said(mark)} with much to spare, but {margin.told}.",
    )
