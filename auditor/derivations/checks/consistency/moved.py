"""What a rate comes to in an hour, a day or a month, and the time of one piece at that rate, a power of ten off: 4,800
tokens/s are 415 million tokens a day, not 415 billion. Held against the rates of the same lines and of the section."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from fractions import Fraction

from auditor import patterns as re
from auditor import show
from auditor.derivations.concepts import OF_ALL, is_goal
from auditor.derivations.derivation import Derivation, Input, Step, one_step
from auditor.derivations.same import Factors
from auditor.derivations.values import PHYSICAL
from auditor.facts import Fact, Facts, Stance
from auditor.frozen import dataclass
from auditor.interval import Interval
from auditor.units import Dimensions

_SPAN = re.compile(
    r"(?P<hour>\b(?:per|an?|each|every|one|full|whole|mỗi|một) (?:hour|giờ)\b|\bhourly\b|/ ?h(?:our)?\b|[一每单/]小时"
    r"|\bpro Stunde\b)"
    r"|(?P<day>\b(?:per|an?|each|every|one|full|whole|mỗi|một|hàng) (?:day|ngày)\b|\bdaily\b|/ ?day\b|[一每单全日/]天"
    r"|[每单]日|日均|\bpro Tag\b)"
    r"|(?P<month>\b(?:per|an?|each|every|one|full|whole|mỗi|một) (?:month|tháng)\b|\bmonthly\b|每月|一个月"
    r"|\bpro Monat\b)",
    re.IGNORECASE,
)
_DAY = 86400
_SECONDS = {"hour": 3600, "day": _DAY, "month": 30 * _DAY}
_POWERS = tuple(Fraction(10) ** power for power in (1, 2, 3, 4, 6))
_RECIPROCAL = (Fraction(1000), Fraction(10) ** 6)
"""How far a time may be off by a prefix; ten times as long is what ten at a time take."""
_TOLD = 3
"""Digits by which a volume has to agree with a rate to be meant of it."""
_NEAREST = 4
"""Rates before and behind a volume, of its section, that are tried."""
_LOOKED_AT = 32
"""Rates to either side from which these are taken."""
_REACH = 60
"""Characters before a number that are looked through for the words of a period."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A number that a rate has to give: times the rate it comes to `period`, or to 1 for the time of a piece."""

    fact: Fact
    value: Interval
    """In base units."""
    thing: str
    period: int
    """Seconds; 0 for the time of one piece."""

    def of(self, rate: Interval) -> Interval:
        """What a rate gives."""
        return rate.scale(self.period) if self.period else Interval.point(1) / rate


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each volume of a day or hour, and each time of a piece, whose digits a rate gives."""
    rates: dict[tuple[str, Sequence[int]], list[Fact]] = defaultdict(list)
    blocks = facts.claims.document.blocks
    for fact in facts.all:
        thing = _rated(fact)
        if thing is not None:
            rates[thing, blocks[fact.claim.block].headings].append(fact)
    if not rates:
        return
    factors: Factors | None = None
    things = {thing for thing, _ in rates}
    for fact in facts.all:
        asked = _asked(fact, facts, things)
        if asked is None:
            continue
        near = _near(fact, rates.get((asked.thing, blocks[fact.claim.block].headings), ()))
        agreeing = next((rate for rate in near if asked.of(_value(rate)).meets(asked.value)), None)
        if agreeing is not None and _digits(fact) >= _TOLD - 1:
            yield _derivation(asked, agreeing, Fraction(1), rule)
        elif agreeing is None and _digits(fact) >= _TOLD:
            factors = factors or Factors(facts)
            if (slipped := _slipped(asked, near, factors)) is not None:
                yield _derivation(asked, *slipped, rule)


def _slipped(asked: _Asked, near: Sequence[Fact], factors: Factors) -> tuple[Fact, Fraction] | None:
    """The nearest rate that gives the digits but for a power of ten that nothing in the document counts."""
    for rate in near:
        given = asked.of(rate.quantity.nominal())
        for power in _POWERS if asked.period else _RECIPROCAL:
            # A time that many times as long may be that of so many pieces at once.
            for factor in (power, 1 / power) if asked.period else (1 / power,):
                if not given.scale(factor).meets(asked.value) or _digits(rate) < _TOLD - 1:
                    continue
                point = Interval.point(factor)
                counted = factors.touch(point, definite=True) or factors.touch(Interval.point(1) / point, definite=True)
                return None if counted else (rate, factor)
    return None


def _rated(fact: Fact) -> str | None:
    """The thing whose plain rate over all a number states; None for any other number."""
    unit = fact.quantity.readings[0].unit
    whole = fact.scope in OF_ALL and not is_goal(fact)
    if not whole or not _is_plain(fact) or unit.factor < 1:
        return None
    return _per_second(unit.dimensions)


def _per_second(dimensions: Dimensions) -> str | None:
    powers = dict(dimensions)
    things = [name for name, power in dimensions if power == 1 and name not in PHYSICAL]
    return things[0] if len(powers) == 2 and powers.get("second") == -1 and len(things) == 1 else None


def _is_plain(fact: Fact) -> bool:
    told = fact.stance is Stance.ASSERTED and fact.quantity.is_plain
    return told and fact.quantity.value is not None and fact.quantity.value > 0


def _asked(fact: Fact, facts: Facts, things: Set[str]) -> _Asked | None:
    """The volume of a day or an hour, by its unit or the words around it, or the time of one piece; of the things whose
    rate is stated."""
    quantity, unit = fact.quantity, fact.quantity.readings[0].unit
    if not _is_plain(fact) or is_goal(fact):
        return None
    dimensions, value = unit.dimensions, quantity.hull
    thing = _per_second(dimensions)
    if thing is not None:
        # In base units it is a rate itself, which its period is taken from again.
        period = next((span for span in _SECONDS.values() if unit.factor * span == 1), None)
        return None if period is None else _Asked(fact, value.scale(period), thing, period)
    powers = dict(dimensions)
    if len(powers) == 2 and powers.get("second") == 1 and powers.get("token") == -1:
        return _Asked(fact, value, "token", 0)
    if len(powers) != 1 or next(iter(powers.values())) != 1 or things.isdisjoint(powers):
        return None
    label = fact.claim.label
    text = facts.claims.document.blocks[fact.claim.block].text
    sentence = re.split(r"[。!?\n]|\. ", text[max(fact.claim.start - _REACH, 0) : fact.claim.start])[-1]
    for said in (f"{label.key} {label.before} \n {label.after}", sentence):
        spans = {match.lastgroup for match in _SPAN.finditer(said)}
        if spans:
            named = spans.pop()
            return None if spans or named is None else _Asked(fact, value, next(iter(powers)), _SECONDS[named])
    return None


def _near(own: Fact, rates: Sequence[Fact]) -> list[Fact]:
    """The rates nearest to a number that may hold in its situation, of those of its thing and section."""
    at = bisect_left(rates, own.index, key=lambda rate: rate.index)
    there = [
        rate
        for rate in rates[max(at - _LOOKED_AT, 0) : at + _LOOKED_AT]
        if not (own.scenario and rate.scenario and own.scenario != rate.scenario)
    ]
    return sorted(there, key=lambda rate: abs(rate.claim.index - own.claim.index))[:_NEAREST]


def _value(fact: Fact) -> Interval:
    return fact.quantity.hull


def _digits(fact: Fact) -> int:
    """How many digits of a number say something: zeros at its ends only place the others."""
    return len("".join(filter(str.isdecimal, re.split(r"[^\d.,\s]", fact.claim.text)[0])).strip("0"))


def _derivation(asked: _Asked, rate: Fact, factor: Fraction, rule: str) -> Derivation:
    """The proof that a rate gives a number, or gives it `factor` times as large."""
    fact, result, name = asked.fact, asked.of(_value(rate)), rate.claim.name
    unit = fact.quantity.readings[0].unit
    daily = _per_second(unit.dimensions) is not None
    shown = rate.quantity.nominal() if daily else asked.of(rate.quantity.nominal())
    period = f"{asked.period:,} s"
    working = f"{rate.claim.text} × {period}" if asked.period else f"1 ÷ {rate.claim.text}"
    formula = f"rate × {period}" if asked.period else "1 ÷ rate"
    program = f"{name} {asked.period} *" if asked.period else f"1 {name} /"
    own = fact.claim.name
    stated = Step(fact.claim.text, fact.claim.text, asked.value, unit.symbol,
                  f"{own} {asked.period} *" if daily else own,
                  (Input(own, _value(fact), fact.claim.index),))  # fmt: skip
    times, way = (factor, "large") if factor > 1 else (1 / factor, "small")
    return one_step(
        fact.claim,
        Step(formula, working, result, "", program, (Input(name, _value(rate), rate.claim.index),)),
        rule,
        expected=show.interval(shown, unit),
        holds=factor == 1,
        severity="" if asked.period else "warning",
        compared=stated,
        near_miss="" if factor == 1 else f"what is stated is {show.number(times)} times too {way}",
        power=0.01 * _NEAREST,
    )
