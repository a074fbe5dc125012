"""Which statements of one concept can mean one quantity."""

from __future__ import annotations

from collections import Counter

from auditor.derivations.checks.degrees import one_situation
from auditor.derivations.once import once
from auditor.facts import Fact, Facts, Operand, Stance
from auditor.interval import Interval
from auditor.quantity import Quantity


def compatible(fact: Fact, other: Fact) -> bool:
    """Whether the two can mean one quantity: scopes and roles equal or left open, one situation inside the other."""
    scopes = fact.scope == other.scope or not fact.scope or not other.scope
    return scopes and one_situation(fact, other)


def is_elsewhere(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether two numbers stand in two places: in two blocks, or in two lines of one paragraph that begin with keys."""
    if fact.claim.block != other.claim.block:
        return True
    line = facts.claims.document.lines.position
    keys = fact.claim.label.key != other.claim.label.key
    return keys and line(fact.claim.span.start)[0] != line(other.claim.span.start)[0]


def is_taken_back(fact: Fact, other: Fact, facts: Facts) -> bool:
    """Whether a number that the report stands by is denied elsewhere, "71 GB, not 64 GB"."""
    return fact.stance is Stance.ASSERTED and other.claim.index in _taken_back(facts)


@once
def _taken_back(facts: Facts) -> frozenset[int]:
    links = (link for link in facts.claims.links if link.form == "instead" and "not" in link.words.split())
    return frozenset(link.second.claim for link in links if isinstance(link.second, Operand))


class Kin:
    """Which statements of a group can mean one quantity: they are the same for all of one scope and situation."""

    def __init__(self, group: list[Fact]) -> None:
        self._group = group
        self._found: dict[tuple[str, tuple[str, ...]], list[Fact]] = {}
        self._values: dict[tuple[str, tuple[str, ...]], Counter[Interval]] = {}
        self._saying: dict[tuple[str, tuple[str, ...], Quantity], list[Fact]] = {}

    def of(self, fact: Fact) -> list[Fact]:
        """Those that a statement can mean the same as, itself among them."""
        place = fact.scope, fact.scenario
        if place not in self._found:
            self._found[place] = [other for other in self._group if compatible(fact, other)]
        return self._found[place]

    def saying(self, fact: Fact) -> list[Fact]:
        """Those of them whose values agree with its own."""
        said = fact.scope, fact.scenario, fact.quantity
        found = self._saying.get(said)
        if found is None:
            found = [other for other in self.of(fact) if _says_the_same(fact.quantity, other.quantity)]
            self._saying[said] = found
        return found

    def values_beside(self, fact: Fact) -> int:
        """How many different values the others have."""
        place = fact.scope, fact.scenario
        if place not in self._values:
            self._values[place] = Counter(other.quantity.nominal() for other in self.of(fact))
        values = self._values[place]
        return len(values) - (values[fact.quantity.nominal()] == 1)


def _says_the_same(one: Quantity, other: Quantity) -> bool:
    if one.value is None or other.value is None:
        return one.interval == other.interval
    return any(own.interval.meets(its.interval) for own in one.readings for its in other.readings)
