"""Units that a calculation converts by hand: "2,500 ms / 1000 = 2.5 s" divides the number, not the time, and "$2.50/h ×
730 = $1,825 per month" multiplies it by the hours of a month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations
from math import prod

from auditor.derivations.agreement import ABOUT, Comparison, Outcome, distance, slip
from auditor.derivations.values import Value, World, evaluate, operands, widen
from auditor.facts import Claim, Expression, Operand, Operation
from auditor.interval import Interval
from auditor.unit_table import unit

FACTORS = frozenset(
    Fraction(factor)
    for factor in (8, 24, 60, 1440, 3600, 86400, *(1000**n for n in (1, 2, 3, 4)), *(1024**n for n in (1, 2, 3, 4)))
)
"""What one unit of the field is of another: bits of a byte, parts of a day, prefixes."""
_CLOCK = frozenset(
    Fraction(factor)
    for factor in ("7", "12", "24", "28", "30", "30.4", "30.42", "30.5", "31", "52", "60", "168", "360", "364", "365",
                   "365.25", "366", "672", "720", "730", "730.5", "744", "1440", "3600", "8640", "8736", "8760",
                   "8766", "8784", "86400", "604800", "2592000", "31536000", "3.6", "3600000")
)  # fmt: skip
"""Seconds of an hour, days and hours of a month or year, as people count them; what a kilowatt-hour is in joules."""
_BY_HAND = FACTORS | _CLOCK | {Fraction(100)}
_CALENDAR = Fraction(1, 10)
"""How far a month of 28 days, or a year of 12 of them, is from the usual one."""
MONEY = frozenset({"dollar", "euro", "yuan"})
"""Currencies."""
_TIMES = frozenset({"day", "week", "month", "year"})
_PERIODS = {"h": Fraction(3600), "day": Fraction(86400), "week": Fraction(604800)}
_NEAR = 4
"""A result that is so many times another leaves a factor unsaid, as the weeks of a month."""
_MOST = 6
"""Conversions in one calculation."""


def by_hand(
    claims: tuple[Claim, ...],
    worked: Expression,
    done: Value,
    stated: Expression,
    target: Value,
    relation: str,
    world: World,
) -> Comparison | None:
    """That a calculation holds by its plain numbers, and by its units once the conversion is left out; else None.

    Unknown where it holds by its units and a prefix is converted by the way; failing where its numbers are meant, as
    the times show, and differ.
    """
    if not isinstance(worked, Operation) or not isinstance(stated, Operand) or done.physical != target.physical:
        return None
    clocked, timed = _is_per_time(claims[stated.claim]), any(_is_timed(claims[index]) for index in operands(worked))
    base, printed = (widen(each, ABOUT) if relation != "=" else each for each in (target.base, target.printed))
    plain = Comparison(_plainly(done.printed, printed), done.printed, target.printed, printed=True)
    if clocked and done.bare and not done.physical:
        # "20 × 6 + 13 × 10 = 250 GPU-h/day": hours of a day, whose times cancel out.
        return plain
    factors = list(_factors(worked, claims, world))[:_MOST]
    for count in range(1, len(factors) + 1):
        for chosen in combinations(factors, count):
            rest = done.base.scale(1 / prod(chosen, start=Fraction(1)))
            if rest.meets(base) and plain.outcome is Outcome.HOLDS:
                return plain
            if rest.meets(base) and done.printed.meets(base):
                # "6.5B × 4 bit / 8 = 3.25 GB": the billions of the one are the gigabytes of the other.
                return Comparison(Outcome.HOLDS, rest, target.base)
            times = any(each in _CLOCK or 1 / each in _CLOCK for each in chosen)
            if times and (clocked or timed) and rest.meets(widen(base, _CALENDAR)):
                return plain
    nearer = bool(factors) and clocked and distance(done.printed, target.printed) < distance(done.base, target.base)
    return plain if nearer and plain.outcome is Outcome.FAILS else None


def over_time(
    claims: tuple[Claim, ...], worked: Expression, done: Value, stated: Expression, target: Value
) -> Comparison | None:
    """That a calculation holds, or fails, by its plain numbers where a time is told that it is over, and not multiplied
    by: "10 GPUs × $2.60/h × 730 h = $18,980 per month"."""
    if not isinstance(worked, Operation) or not isinstance(stated, Operand):
        return None
    over = [index for index in (*operands(worked), stated.claim) if _is_over_calendar(claims[index])]
    powers = dict(done.physical)
    for name, power in target.physical:
        powers[name] = powers.get(name, 0) - power
    apart = {name: power for name, power in powers.items() if power}
    if len(over) != 1 or abs(apart.pop("second", 0)) != 1 or apart:
        return None
    compared = _plainly(done.printed, target.printed, binary=not _money(target))
    plain = Comparison(compared, done.printed, target.printed, printed=True)
    if plain.outcome is Outcome.UNKNOWN and _is_whole_period(claims, worked, claims[stated.claim]):
        # "5,000 tokens/s × 86,400 s = 432 billion tokens per day": no other prefix can be meant.
        return replace(plain, outcome=Outcome.FAILS)
    return plain if distance(done.printed, target.printed) < _NEAR else None


def _is_whole_period(claims: tuple[Claim, ...], worked: Operation, stated: Claim) -> bool:
    """Whether a rate of each second, in full, is multiplied by just the seconds that its result is told over."""
    parts = [claims[each.claim].quantity for each in worked.operands if isinstance(each, Operand)]
    if worked.operator != "*" or len(parts) != len(worked.operands) or stated.quantity is None:
        return False
    seconds = [each.nominal().single for each in parts if each is not None and each.unit.dimensions == (("second", 1),)]
    rates = [each for each in parts if each is not None and ("second", -1) in each.unit.dimensions]
    period = next((_PERIODS[name] for name in stated.quantity.unit.symbol.split("/")[1:] if name in _PERIODS), None)
    return len(parts) == 2 and seconds == [period] and len(rates) == 1 and rates[0].unit.factor == 1


def at_price(
    claims: tuple[Claim, ...], worked: Expression, done: Value, stated: Expression, target: Value
) -> Comparison | None:
    """That a calculation of money holds by its plain numbers, where a price leaves out what it is for: "8 GPUs × $2.50
    × 24 h = $480 per day"; or fails, where it can only be that of an hour: "8 GPUs × $2.50 = $25 per hour"."""
    money = [_money(value) for value in (done, target)]
    if not isinstance(worked, Operation) or not isinstance(stated, Operand) or not money[0] or money[0] != money[1]:
        return None
    compared = _plainly(done.printed, target.printed, binary=False)
    plain = Comparison(compared, done.printed, target.printed, printed=True)
    times = dict(done.physical).get("second", 0), dict(target.physical).get("second", 0)
    units = [quantity.unit.symbol for index in operands(worked) if (quantity := claims[index].quantity) is not None]
    result = claims[stated.claim].quantity
    hourly = times == (0, -1) and result is not None and result.unit.symbol.endswith("/h")
    sure = hourly or (times == (1, 0) and not {"h", "kWh"}.isdisjoint(units))
    return plain if sure or plain.outcome is Outcome.HOLDS else None


def _money(value: Value) -> frozenset[str]:
    """The currency that an amount is in; empty for another."""
    return MONEY & {name for name, power in value.physical if power == 1}


def _is_over_calendar(claim: Claim) -> bool:
    return claim.quantity is not None and not _TIMES.isdisjoint(claim.quantity.unit.symbol.split("/")[1:])


def _plainly(done: Interval, stated: Interval, *, binary: bool = True) -> Outcome:
    """How the plain numbers compare: of what is a prefix away, which `binary` ones can be too, nothing is known."""
    if done.meets(stated):
        return Outcome.HOLDS
    return Outcome.UNKNOWN if slip(done, stated, binary=binary) is not None else Outcome.FAILS


def _factors(expression: Expression, claims: tuple[Claim, ...], world: World) -> Iterator[Fraction]:
    """The conversions in a product of quotients: what the value was multiplied by."""
    stack = [(expression, 1)]
    while stack:
        node, power = stack.pop()
        if isinstance(node, Operation) and node.operator in "*/" and len(node.operands) > 1:
            below = -power if node.operator == "/" else power
            stack += [(part, below if place else power) for place, part in enumerate(node.operands)]
            continue
        value = evaluate(node, claims, world, nominal=True)
        number = value.printed.single if value is not None and value.bare else None
        if number in _BY_HAND:
            yield Fraction(number) ** power


def _is_per_time(claim: Claim) -> bool:
    """Whether a number is told over a time: per hour, per day, of a month."""
    return claim.quantity is not None and any(_is_time(part) for part in claim.quantity.unit.symbol.split("/")[1:])


def _is_timed(claim: Claim) -> bool:
    return claim.quantity is not None and any(name == "second" for name, _ in claim.quantity.unit.dimensions)


def _is_time(symbol: str) -> bool:
    try:
        return unit(symbol).dimensions == (("second", 1),)
    except ValueError:
        return False
