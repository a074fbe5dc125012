"""Bare numbers of a working that stand right above with their unit: the "28.85" behind "= 28.85 GB"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.agreement import Outcome
from auditor.derivations.decided import Decided, decide
from auditor.derivations.values import PHYSICAL
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_DIGITS = re.compile(r"\D")
_TELLING = 3
"""Digits of a number that is hardly printed twice by chance."""
_ABOVE = 16
"""Numbers before one among which it may stand with its unit."""


def off_by_unit(facts: Facts, left: Expression, relation: str, right: Expression) -> Decided | None:
    """The working with the units that its numbers have above, if it then misses its result by a power of a thousand.

    "28.85 / 2.039 TB/s = 14.1 s" comes out as printed; with the 28.85 GB of the line above it is 14.1 ms.
    """
    known = _known(facts, left)
    if known is None:
        return None
    found = decide(facts.claims.all, known, relation, right)
    return found if found is not None and found.comparison.outcome is Outcome.SLIPS else None


def _known(facts: Facts, side: Expression) -> Expression | None:
    """A working with each bare number replaced by the same one with a unit; None where none is."""
    if isinstance(side, Operand):
        other = _above(facts, facts.claims.all[side.claim])
        return None if other is None else Operand(other.index)
    parts = [_known(facts, part) for part in side.operands]
    if not any(parts):
        return None
    return Operation(side.operator, tuple(new or old for new, old in zip(parts, side.operands, strict=True)), side.span)


def _above(facts: Facts, bare: Claim) -> Claim | None:
    """The nearest number before a bare one that is printed alike, if it has a unit of an amount."""
    if bare.quantity is None or bare.quantity.unit.symbol or len(_DIGITS.sub("", bare.text).strip("0")) < _TELLING:
        return None
    headings = bare.label.headings
    for other in reversed(facts.claims.all[max(bare.index - _ABOVE, 0) : bare.index]):
        quantity = other.quantity
        if other.label.headings != headings:
            return None
        if quantity is None or quantity.value != bare.quantity.value or not quantity.unit.symbol:
            continue
        rate = ("second", -1) in quantity.unit.dimensions
        amount = any(name in PHYSICAL for name, _ in quantity.unit.dimensions)
        # Whole numbers of bytes are the sizes of a shape, too.
        return other if rate or (amount and quantity.value is not None and quantity.value.denominator > 1) else None
    return None
