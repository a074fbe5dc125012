"""Which number of a pair a claim is ("of", "versus", "change", "instead"), and which claims are operands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from auditor.claims import Claims, Expression, Operand


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim's place among two numbers that the text ties together."""

    form: str
    """As `Link.form`."""
    place: int
    """1 or 2."""
    other: int
    """Index of the other claim."""


def pairs(claims: Claims) -> dict[int, Pair]:
    """The pair of each claim that is one of two single numbers; of several the first counts."""
    found: dict[int, Pair] = {}
    for link in claims.links:
        if isinstance(link.first, Operand) and isinstance(link.second, Operand):
            found.setdefault(link.first.claim, Pair(link.form, 1, link.second.claim))
            found.setdefault(link.second.claim, Pair(link.form, 2, link.first.claim))
    return found


def operands(claims: Claims) -> dict[int, str]:
    """The claims that are operands of an operator, each with the words that stand with it inside the expression."""
    found: dict[int, str] = {}
    for equation in claims.equations:
        for side in equation.sides:
            if not isinstance(side, Operand):
                found.update(_inside(side))
    for link in claims.links:
        for part in (link.first, link.second):
            if not isinstance(part, Operand):
                found.update(_inside(part))
    return found


def _inside(expression: Expression) -> Iterator[tuple[int, str]]:
    waiting = [expression]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Operand):
            yield part.claim, part.label
        else:
            waiting.extend(part.operands)
