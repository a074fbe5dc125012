"""What a rate comes to over an hour, a day or a month: "4,800 tokens/s, which is 415 million tokens a day"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from auditor import show
from auditor.derivations.checks.equation import is_asserted
from auditor.derivations.derivation import Basis, Derivation, Input, Step
from auditor.facts import Fact, Facts
from auditor.frozen import dataclass
from auditor.units import Dimensions

_THINGS = frozenset({"token", "request", "sequence"})
_SPAN = re.compile(
    r"(?P<hour>\b(?:per|an|each|every|one) hour\b|\bhourly\b|每小时|一小时|mỗi giờ|một giờ|pro Stunde)"
    r"|(?P<day>\b(?:per|a|each|every|one|full|whole) day\b|\bdaily\b|每天|每日|一天|单日|mỗi ngày|một ngày|pro Tag)"
    r"|(?P<month>\b(?:per|a|each|every|one) month\b|\bmonthly\b|每月|一个月|mỗi tháng|một tháng|pro Monat)",
    re.IGNORECASE,
)
_DAY = 86400
_SECONDS = {"hour": 3600, "day": _DAY, "month": 30 * _DAY}
_LONGEST = 160
_BEHIND = 24
"""Characters behind an amount in which its time is looked for."""
_BACK = 24
"""Numbers before an amount among which its rate is."""
_SLIPS = [Fraction(10) ** power for power in (1, 2, 3, -1, -2, -3)]
_NUMERAL = re.compile(r"\d[\d.,]*")
_DIGITS = 3
_ROUNDING = Fraction(6, 1000)
"""How far the digits of the two may be apart."""
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Amount:
    """What is said to come together in some time."""

    fact: Fact
    thing: str
    seconds: int


def check(facts: Facts, rule: str) -> Iterator[Derivation]:
    """One derivation for each amount that a rate before it gives over its time, or gives but for its power of ten."""
    rates: list[Fact] = []
    for fact in facts.all:
        amount = _amount(fact, facts)
        if amount is not None and rates:
            found = _judge(amount, rates, rule)
            if found is not None and (found.holds or is_asserted(facts, found.head)):
                yield found
        if _rate_of(fact) is not None:
            rates.append(fact)


def _judge(amount: _Amount, rates: Sequence[Fact], rule: str) -> Derivation | None:
    near = [each for each in reversed(rates) if _rate_of(each) == amount.thing]
    near = [each for each in near if amount.fact.index - each.index <= _BACK]
    for rate in near:
        if rate.quantity.hull.scale(Fraction(amount.seconds)).meets(amount.fact.quantity.hull):
            return _derivation(amount, rate, rule, holds=True)
    slipped = (each for each in near if _is_slip(amount, each))
    return next((_derivation(amount, each, rule, holds=False) for each in slipped), None)


def _is_slip(amount: _Amount, rate: Fact) -> bool:
    """Whether an amount has the digits, three at least, of what a rate gives, and another power of ten."""
    said, gives = amount.fact.quantity.nominal().low, rate.quantity.nominal().low
    numeral = _NUMERAL.search(amount.fact.claim.text)
    digits = re.sub(r"\D", "", numeral[0]).strip("0") if numeral else ""
    if not said or not gives or len(digits) < _DIGITS:
        return False
    times = said / (gives * amount.seconds)
    return any(abs(times / slip - 1) <= _ROUNDING for slip in _SLIPS)


def _rate_of(fact: Fact) -> str | None:
    """Of what a number is the rate, over a second or less; None for other numbers."""
    reading = fact.quantity.readings[0].unit
    return _thing(reading.dimensions, 1) if "second" in dict(reading.dimensions) and reading.factor >= 1 else None


def _thing(dimensions: Dimensions, powers: int) -> str | None:
    """What is counted by a unit of it, or of it over a second."""
    found = dict(dimensions)
    if powers and found.pop("second", 0) != -1:
        return None
    name, power = next(iter(found.items()), ("", 0))
    return name if len(found) == 1 and power == 1 and name in _THINGS else None


def _amount(fact: Fact, facts: Facts) -> _Amount | None:
    """A number of things whose sentence says in what time they come together."""
    reading = fact.quantity.readings[0].unit
    if "second" in dict(reading.dimensions):
        thing = _thing(reading.dimensions, 1)
        # Tokens of a day in tokens a second: what is counted is already divided by its time.
        return _Amount(fact, thing, 1) if thing is not None and reading.factor < 1 else None
    thing = _thing(reading.dimensions, 0)
    if thing is None or fact.quantity.value is None:
        return None
    text = facts.claims.document.blocks[fact.claim.block].text
    ahead = re.split(r"[.;!?。；]\s|[。；\n]", text[max(fact.claim.start - _LONGEST, 0) : fact.claim.start])[-1]
    behind = _SPAN.match(text[fact.claim.end : fact.claim.end + _BEHIND].lstrip())
    said = behind or next(reversed(list(_SPAN.finditer(ahead))), None)
    return None if said is None or said.lastgroup is None else _Amount(fact, thing, _SECONDS[said.lastgroup])


def _derivation(amount: _Amount, rate: Fact, rule: str, *, holds: bool) -> Derivation:
    fact, name = amount.fact, f"c{rate.claim.index}"
    unit = fact.quantity.readings[0].unit
    result = rate.quantity.hull.scale(Fraction(amount.seconds))
    program = f"{name} {amount.seconds} *"
    given = (Input(name, rate.quantity.hull, rate.claim.index),)
    working = rate.claim.text if amount.seconds == 1 else f"{rate.claim.text} × {amount.seconds:,} s"
    return Derivation(
        rule=rule,
        head=fact.claim.index,
        premises=(rate.claim.index,),
        holds=holds,
        stated=fact.claim.text,
        expected=show.interval(rate.quantity.nominal().scale(Fraction(amount.seconds)), unit),
        interval=result,
        basis=Basis.DERIVATION,
        kind="unit",
        steps=(Step("rate × time", working, result, unit.symbol, program, given),),
        near_miss="" if holds else "it is a power of ten beside that",
        power=_CHANCE if holds else None,
    )
