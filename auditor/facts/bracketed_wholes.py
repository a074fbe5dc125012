"""Amounts that a bracket adds to the one before it: the whole that it is a share of, "35GB (140GB over TP=4)"."""

from __future__ import annotations

from collections.abc import Sequence

from auditor import patterns as re
from auditor.claims import Block, Claim
from auditor.facts.pairs import of_one_unit
from auditor.facts.sense import LONGEST

_BRACKETS = frozenset("(（")
_SPLIT = re.compile(r"\b(?:split|splits|divides|shards|partitions|spreads)\b")
"""Verbs after which the whole is named: "35GB (TP splits 70GB)"."""
_OVER = re.compile(r"(?:^|\s)(?:over|across)(?:\s|$)")
"""Words behind a whole that is spread: "35GB (140GB over TP=4)"."""


def neighbour(claims: Sequence[Claim], claim: Claim) -> Claim | None:
    """The number before another one in its block."""
    other = claims[claim.index - 1] if claim.index else None
    return other if other is not None and other.block == claim.block else None


class BracketedWholes:
    """Tells the amounts in brackets of one document from those that the brackets stand behind."""

    def __init__(self, claims: Sequence[Claim], blocks: Sequence[Block]) -> None:
        self._claims, self._blocks = claims, blocks
        self._outside: dict[tuple[int, int], Claim | None] = {}
        """By block and place of an opening bracket the number before it."""

    def is_aside(self, claim: Claim) -> bool:
        """Whether it is another amount of the unit that a bracket speaks of: "35GB (half of the whole 70GB)"."""
        text = self._blocks[claim.block].text
        opened = max(text.rfind(bracket, max(claim.start - LONGEST, 0), claim.start) for bracket in _BRACKETS)
        if opened < 0 or ")" in text[opened : claim.start]:
            return False
        alike = of_one_unit(claim, self._outer(claim, opened))
        return alike and any(map(str.isalpha, text[opened : claim.start])) and not claim.text[-1:].isdigit()

    def is_divided(self, claim: Claim, *, aside: bool) -> bool:
        """Whether a bracket names the whole that the amount before it is a share of."""
        if aside and _SPLIT.search(claim.label.before):
            return True
        opened = self._blocks[claim.block].text[max(claim.start - 1, 0) : claim.start] in _BRACKETS
        return opened and bool(_OVER.search(claim.label.after)) and of_one_unit(claim, neighbour(self._claims, claim))

    def _outer(self, claim: Claim, opened: int) -> Claim | None:
        """The number before the bracket that a number stands in."""
        place = claim.block, opened
        if place not in self._outside:
            other = neighbour(self._claims, claim)
            while other is not None and other.start > opened:
                other = neighbour(self._claims, other)
            self._outside[place] = other
        return self._outside[place]
