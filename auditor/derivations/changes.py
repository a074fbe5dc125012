"""Changes that a report tells one after the other: the value after the first is the one before the second."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from auditor.facts import Block, Fact, Facts
from auditor.frozen import dataclass

_BEFORE = frozenset({"previous", "baseline", "current", "before"})
_AFTER = frozenset({"after", "revised", "optimised", "improved"})

_Place = tuple[str, object]


@dataclass(frozen=True, slots=True)
class Changes:
    """By place, of the quantities that are told there both before and after a change, which."""

    _told: Mapping[_Place, frozenset[str]]
    _blocks: tuple[Block, ...]

    def are_apart(self, fact: Fact, other: Fact) -> bool:
        """Whether two values of a quantity are those of two changes, and so may differ."""
        mine, its = self._of(fact), self._of(other)
        return mine is not None and its is not None and mine != its

    def _of(self, fact: Fact) -> _Place | None:
        if not side_of(fact):
            return None
        told = (place for place in _places(fact, self._blocks) if fact.concept in self._told.get(place, ()))
        return next(told, None)


def changes(facts: Facts) -> Changes:
    """The changes of a document."""
    blocks = facts.claims.document.blocks
    sides: dict[tuple[_Place, str], set[str]] = defaultdict(set)
    for fact in facts.all:
        side = side_of(fact)
        for place in _places(fact, blocks) if side else ():
            sides[place, fact.concept].add(side)
    told: dict[_Place, set[str]] = defaultdict(set)
    for (place, concept), found in sides.items():
        if len(found) > 1:
            told[place].add(concept)
    return Changes({place: frozenset(concepts) for place, concepts in told.items()}, tuple(blocks))


def side_of(fact: Fact) -> str:
    """Whether a value is one before a change or after it; empty where the report does not say."""
    names = set(fact.scenario)
    if names & _BEFORE:
        return "before"
    return "after" if names & _AFTER else ""


def _places(fact: Fact, blocks: tuple[Block, ...]) -> Iterator[_Place]:
    """What can hold one change, the narrowest first: a line, a table, a section."""
    block = blocks[fact.claim.block]
    yield "block", block.index
    if block.cell is not None:
        yield "table", block.cell.table
    yield "section", block.headings
