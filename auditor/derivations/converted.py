"""Units that a calculation converts by hand: "2,500 ms / 1000 = 2.5 s" divides the number, not the time."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import prod

from auditor.derivations.agreement import Comparison, Outcome, compare, distance, slip
from auditor.derivations.values import Value, World, evaluate
from auditor.facts import Claim, Expression, Operand, Operation
from auditor.unit_table import unit

FACTORS = frozenset(
    Fraction(factor)
    for factor in (8, 24, 60, 1440, 3600, 86400, *(1000**n for n in (1, 2, 3, 4)), *(1024**n for n in (1, 2, 3, 4)))
)
"""What one unit of the field is of another: bits of a byte, parts of a day, prefixes."""

_CLOCK = frozenset(
    Fraction(factor)
    for factor in ("7", "12", "24", "28", "30", "30.4", "30.42", "30.5", "31", "52", "60", "168", "360", "364", "365",
                   "365.25", "366", "672", "720", "730", "730.5", "744", "1440", "3600", "8640", "8736", "8760", "8766",
                   "8784", "86400", "604800", "2592000", "31536000")
)  # fmt: skip
"""Hours of a day, days and hours of a month or a year, and so on, as people count them."""
_CALENDAR = Fraction(1, 10)
"""How far a month of 28 days, or a year of 12 of them, is from the usual one."""
_MOST = 5
"""Numbers of the clock in one calculation."""


def by_hand(
    claims: tuple[Claim, ...], worked: Expression, done: Value, target: Value, relation: str, world: World
) -> Comparison | None:
    """That a calculation holds by its plain numbers, and by its units once the conversion is left out; else None."""
    if not isinstance(worked, Operation) or worked.operator not in "*/" or done.physical != target.physical:
        return None
    kept = [
        operand
        for index, operand in enumerate(worked.operands)
        if (index == 0 and worked.operator == "/") or not _is_conversion(evaluate(operand, claims, world))
    ]
    if not 0 < len(kept) < len(worked.operands):
        return None
    rest = evaluate(kept[0] if len(kept) == 1 else Operation(worked.operator, tuple(kept), worked.span), claims, world)
    if rest is None or compare(rest, target, relation).outcome is not Outcome.HOLDS:
        return None
    plain = compare(_as_printed(done), _as_printed(target), relation)
    if plain.outcome is Outcome.HOLDS:
        return Comparison(Outcome.HOLDS, done.printed, target.printed, printed=True)
    # "6.5B × 4 bit / 8 = 3.25 GB": the billions of the one are the gigabytes of the other.
    return Comparison(Outcome.HOLDS, rest.base, target.base) if done.printed.meets(target.base) else None


def _is_conversion(value: Value | None) -> bool:
    return value is not None and value.bare and value.base.is_point and value.base.low in FACTORS


def _as_printed(value: Value) -> Value:
    return Value(value.printed, value.printed, (), value.bare)


def by_clock(
    claims: tuple[Claim, ...], worked: Expression, done: Value, stated: Expression, target: Value, world: World
) -> Comparison | None:
    """That a rate goes over to one of another time by the numbers of the clock: "$2.50/h × 730 = $1,825 per month".

    They stand for the ratio of the two times, and are left out by the units. None where that is not the case, or where
    a prefix is converted by the way.
    """
    if done.physical != target.physical or not _is_clocked(claims, stated) or not isinstance(worked, Operation):
        return None
    if done.bare and not done.physical:
        # "20 × 6 + 13 × 10 = 250 GPU-h/day": hours of a day, whose times cancel out.
        return Comparison(_plainly(done, target), done.printed, target.printed, printed=True)
    factors = [factor for factor in _factors(worked, claims, world) if factor is not None][:_MOST]
    around = target.base.hull(target.base.scale(1 + _CALENDAR)).hull(target.base.scale(1 - _CALENDAR))
    plain = Comparison(_plainly(done, target), done.printed, target.printed, printed=True)
    for count in range(1, len(factors) + 1):
        for chosen in combinations(factors, count):
            if done.base.scale(1 / prod(chosen, start=Fraction(1))).meets(around):
                return plain
    nearer = bool(factors) and distance(done.printed, target.printed) < distance(done.base, target.base)
    return plain if nearer and plain.outcome is Outcome.FAILS else None


def _plainly(done: Value, target: Value) -> Outcome:
    """How the plain numbers compare: of what is a prefix away, nothing is known."""
    if done.printed.meets(target.printed):
        return Outcome.HOLDS
    return Outcome.UNKNOWN if slip(done.printed, target.printed) is not None else Outcome.FAILS


def _factors(expression: Expression, claims: tuple[Claim, ...], world: World) -> Iterator[Fraction | None]:
    """The numbers of the clock in a product of quotients: what the value was multiplied by."""
    stack = [(expression, 1)]
    while stack:
        node, power = stack.pop()
        if isinstance(node, Operation) and node.operator in "*/" and len(node.operands) > 1:
            below = -power if node.operator == "/" else power
            stack += [(part, below if place else power) for place, part in enumerate(node.operands)]
            continue
        value = evaluate(node, claims, world, nominal=True)
        number = value.printed.single if value is not None and value.bare and isinstance(node, Operand) else None
        if number in _CLOCK:
            yield Fraction(number) ** power


def _is_clocked(claims: tuple[Claim, ...], stated: Expression) -> bool:
    """Whether a result is told over a time: per hour, per day, of a month."""
    quantity = claims[stated.claim].quantity if isinstance(stated, Operand) else None
    return quantity is not None and any(_is_time(part) for part in quantity.unit.symbol.split("/")[1:])


def _is_time(symbol: str) -> bool:
    try:
        return unit(symbol).dimensions == (("second", 1),)
    except ValueError:
        return False
