"""A fraction that is taken of a number before it: "sends 4 copies, of which 3/4 leave the node = 3 copies"."""

from __future__ import annotations

from auditor import patterns as re
from auditor.derivations.decided import Decided, decide
from auditor.derivations.values import operands
from auditor.facts import Claim, Expression, Facts, Operand, Operation

_MOST = 4
"""Numbers before a fraction that it may be taken of."""
_REACH = 160
_OF_IT = re.compile(
    r"(?:\b(?:of|from) (?:which|these|those|them|that|whom)\b|\b(?:thereof|davon|wovon|dont|trong đó|de los cuales)\b"
    r"|其中|当中)[^.;\n]{0,24}$",
    re.IGNORECASE,
)
"""What stands before a fraction that is no calculation by itself."""
_ENDS = re.compile(r"[.!?](?=\s)|[。！？\n]")


def of_number_before(facts: Facts, left: Expression, right: Expression) -> Decided | None:
    """That a number before a fraction, in its sentence, times the fraction gives the right side.

    What does not come out so is a mistake only where one number stands before that the words refer to.
    """
    if not is_fraction(facts.claims.all, left) or not isinstance(left, Operation):
        return None
    before = _before(facts, left)
    tried = [decide(facts.claims.all, Operation("*", (Operand(i), left), left.span), "=", right) for i in before]
    held = next((found for found in tried if found is not None and found.holds), None)
    if held is not None:
        return held
    return tried[0] if len(tried) == 1 and _refers_back(facts, left) else None


def is_of_something(facts: Facts, left: Expression) -> bool:
    """Whether a fraction is one of what its words say, "of which 3/4 ...", "3/4 leave the node": not a calculation."""
    claims = facts.claims.all
    if not is_fraction(claims, left):
        return False
    behind = claims[max(operands(left))].label.after.lstrip(" ,)")
    return behind[:1].isalpha() or _refers_back(facts, left)


def is_fraction(claims: tuple[Claim, ...], side: Expression) -> bool:
    """Whether a side is a proper fraction of two bare numbers."""
    if not isinstance(side, Operation) or side.operator != "/" or len(side.operands) != 2:
        return False
    top, bottom = (claims[part.claim].quantity if isinstance(part, Operand) else None for part in side.operands)
    if top is None or bottom is None or top.value is None or bottom.value is None:
        return False
    bare = not top.unit.symbol and not bottom.unit.symbol
    return bare and top.whole and bottom.whole and top.value < bottom.value


def _refers_back(facts: Facts, left: Expression) -> bool:
    return _OF_IT.search(_sentence(facts, left)) is not None


def _sentence(facts: Facts, left: Expression) -> str:
    """The words of its sentence before a side."""
    first = facts.claims.all[min(operands(left))]
    text = facts.claims.document.blocks[first.block].text[max(first.start - _REACH, 0) : first.start]
    return _ENDS.split(text)[-1]


def _before(facts: Facts, left: Expression) -> list[int]:
    """The numbers of its sentence before a side, the nearest first."""
    claims, first = facts.claims.all, min(operands(left))
    start = claims[first].start - len(_sentence(facts, left))
    near = [each for each in claims[max(first - _MOST, 0) : first] if each.block == claims[first].block]
    return [each.index for each in reversed(near) if each.start >= start and each.quantity is not None]
