"""Signs of equality behind a number that are no equation: "8K session = 320 KiB × 8192", "12,600 tokens/s = 6,300 per
GPU"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.values import PHYSICAL, operands
from auditor.facts import Expression, Facts, Operand, Operation

_EACH_BEHIND = re.compile(r" ?(?:per|je|pro|/|on each|for each|each|每|mỗi)\b", re.IGNORECASE)
_MARKS = " \t-*•"


def heads(facts: Facts, left: Operand, right: Expression) -> bool:
    """Whether a count at the head of a line only says of what an amount is worked out."""
    first, text = facts.claims.all[left.claim], facts.claims.document.blocks[facts.claims.all[left.claim].block].text
    begins = not text[text.rfind("\n", 0, first.start) + 1 : first.start].strip(_MARKS)
    return begins and isinstance(right, Operation) and not _is_amount(facts, left) and _is_amount(facts, right)


def is_of_each(facts: Facts, right: Expression) -> bool:
    """Whether a number is what each of several has of the one before it."""
    if not isinstance(right, Operand):
        return False
    stated = facts.claims.all[right.claim]
    return _EACH_BEHIND.match(facts.claims.document.blocks[stated.block].text, stated.end) is not None


def _is_amount(facts: Facts, side: Expression) -> bool:
    quantities = (facts.claims.all[index].quantity for index in operands(side))
    return any(name in PHYSICAL for each in quantities if each is not None for name, _ in each.unit.dimensions)
