"""Units that a calculation converts by hand: "2,500 ms / 1000 = 2.5 s" divides the number, not the time."""

from __future__ import annotations

from fractions import Fraction

from auditor.derivations.agreement import Comparison, Outcome, compare
from auditor.derivations.values import Value, World, evaluate
from auditor.facts import Claim, Expression, Operation

FACTORS = frozenset(
    Fraction(factor)
    for factor in (8, 24, 60, 1440, 3600, 86400, *(1000**n for n in (1, 2, 3, 4)), *(1024**n for n in (1, 2, 3, 4)))
)
"""What one unit of the field is of another: bits of a byte, parts of a day, prefixes."""


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
